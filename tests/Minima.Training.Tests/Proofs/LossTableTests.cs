using Minima.Examples;
using Minima.Examples.LossTable;
using Minima.Tabular;

namespace Minima.Training.Tests.Proofs;

/// <summary>Losses times optimizers.</summary>
public sealed class LossTableTests
{
    [Fact]
    public void OutliersSpoilTheSquaredErrorAndNotTheAbsolute()
    {
        var problem = new SpoiltCurve(400, 0.1);
        var adam = OptimizerChoice.All[^1] with { Rates = [0.01] };
        Assert.True(problem.Run("mae", adam, 1, 30).Figure < 0.6 * problem.Run("mse", adam, 1, 30).Figure);
    }

    [Fact]
    public void ALossThatForgivesWrongLabelsIsBetterOnThem()
    {
        var problem = new SpoiltDigits(BundledTable.Digits(), 0.4);
        var adam = OptimizerChoice.All[^1] with { Rates = [0.01] };
        Assert.True(problem.Run("gce", adam, 1, 10).Figure > problem.Run("cross_entropy", adam, 1, 10).Figure);
    }

    [Fact]
    public void TheBestOfTheRatesIsTaken()
    {
        var problem = new SpoiltCurve(200, 0);
        var rates = OptimizerChoice.All[0] with { Rates = [1e-6, 0.03] };
        Assert.Equal(0.03, problem.Run("mse", rates, 1, 5).LearningRate);
    }

    [Fact]
    public void ARateAtWhichTrainingBreaksOffIsNotTaken()
    {
        var problem = new SpoiltCurve(200, 0);
        var rates = OptimizerChoice.All[0] with { Rates = [0.01, 1e6] };
        Assert.Equal(0.01, problem.Run("mse", rates, 1, 2).LearningRate);
    }
}

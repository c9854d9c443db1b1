using Minima.Tensors.Randomness;
using Minima.Training.Diagnosis;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Loop;

/// <summary>Losses with a further input that the model predicts: an objective gives them the outputs for it.</summary>
public sealed class PredictedInputsTests
{
    /// <summary>Two targets: the first two outputs are means, the last two variances.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OutputsAreAllPredictionsThenAllScales(bool weighted)
    {
        var (output, target) = (GradientCheck.Numbers([5, 4], 1, 0.5, 2), GradientCheck.Numbers([5, 2], 2));
        var weight = weighted ? GradientCheck.Numbers([5], 3, 0.1, 2) : default;
        var batch = new TrainingBatch(GradientCheck.Numbers([5, 1]), target, weight);
        var objective = new Objective(Loss.Create("gaussian_nll"));
        GradientCheck.Holds(outputs => objective.Apply(outputs[0], batch, [], new LossResult[1]), output);
        var values = output.ToArray();
        var (sum, by) = (0.0, 0.0);
        for (var row = 0; row < 5; row++)
        {
            for (var k = 0; k < 2; k++)
            {
                var (mean, variance, residual) = (values[(row * 4) + k], values[(row * 4) + 2 + k], values[(row * 4) + k] - target.ToArray()[(row * 2) + k]);
                var share = weighted ? weight.ToArray()[row] : 1;
                sum += share * 0.5 * (Math.Log(variance) + (residual * residual / variance));
                by += share;
            }
        }

        Assert.Equal(sum / by, objective.Apply(output, batch, [], new LossResult[1]).Item(), 1e-12);
    }

    /// <summary>The target is the input without a gradient, wherever it stands: here it is the last.</summary>
    [Fact]
    public void TheTargetIsTheInputThatIsGiven()
    {
        var (output, target) = (GradientCheck.Numbers([4, 2]), Tensor.Of([0.0, 3, 1, 0], [4]));
        var batch = new TrainingBatch(GradientCheck.Numbers([4, 1]), target, default);
        var objective = new Objective(Loss.Create("zero_inflated_poisson_nll"));
        var expected = new Minima.Losses.ZeroInflatedPoissonNegativeLogLikelihood().Apply(output.Slice(1, 0, 1).Reshape([4]), output.Slice(1, 1, 1).Reshape([4]), target).Item();
        Assert.Equal(expected, objective.Apply(output, batch, [], new LossResult[1]).Item());
        GradientCheck.Holds(outputs => objective.Apply(outputs[0], batch, [], new LossResult[1]), output);
    }

    [Theory]
    [InlineData("(p - t)^2*exp(-s) + s", 3, "2 numbers for each target (prediction, s), and it has 3 outputs")]
    [InlineData("(p - c)^2*exp(-s) + s", 3, "has no target among its inputs")]
    public void WhatDoesNotFitIsRefused(string text, int outputs, string words)
    {
        var batch = new TrainingBatch(GradientCheck.Numbers([4, 1]), GradientCheck.Numbers([4, 1]), default);
        var refused = Assert.Throws<TrainingException>(() => new Objective(Loss.Parse(text)).Apply(GradientCheck.Numbers([4, outputs]), batch, [], new LossResult[1]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A model that ends in plain numbers gives variances below 0: the doctor says which outputs.</summary>
    [Fact]
    public void TheDoctorNamesTheInputWhoseOutputsAreOutsideItsDomain()
    {
        var report = Doctor.Examine(
            seed => Models.Mlp(2, [8], 2, new RandomState(seed)), new Objective(Loss.Create("laplace_nll")), model => new Adam(model.Parameters, 1e-2), Problem.Line(), null, new DoctorOptions { TrainingSteps = 20 });
        var finding = Assert.Single(report.Findings, finding => finding.Entry == Diagnoses.OutputDomain);
        Assert.Contains("outputs for 'scale' are outside > 0", finding.English.Measured, StringComparison.Ordinal);
        Assert.Contains("“scale”输出", finding.Chinese.Measured, StringComparison.Ordinal);
    }
}

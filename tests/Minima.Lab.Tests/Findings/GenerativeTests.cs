using Minima.Lab.Generative;
using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of adversaries holds on other seeds.</summary>
public sealed class GenerativeTests
{
    [SlowFact]
    public void APenaltyOnTheSlopeBringsSamplesNearerAndDivergencesNeedMoreStepsOfTheCritic()
    {
        Assert.True(Far(GanObjectives.R1, 5) < Far(GanObjectives.NonSaturating, 5) - 0.1);
        Assert.True(Far(GanObjectives.Divergence, 5) < Far(GanObjectives.Divergence, 1) - 0.05);
    }

    [Fact]
    public void LeastSquaresLoseModesEarlyAndAPenaltyOnTheSlopeKeepsThem()
    {
        var (squares, held) = (Trained(GanObjectives.LeastSquares, 5), Trained(RingExperiment.HeldSquares, 5));
        Assert.True(squares.Average(one => one.Modes) < Ring.Modes - 0.5);
        Assert.All(held, one => Assert.Equal(Ring.Modes, one.Modes));
        Assert.True(held.Average(one => one.Far) < squares.Average(one => one.Far) - 0.1);

        // What lies far early stays far, where nothing holds the slope.
        Assert.True(squares.Average(one => one.Far) > squares.Average(one => one.Looks[0].Data) - 0.15);
        Assert.True(held.Average(one => one.Far) < held.Average(one => one.Looks[0].Data) - 0.1);
    }

    [Fact]
    public void ACriticThatWinsLeavesTheSaturatingGeneratorNoGradient()
    {
        var vanishing = new VanishingGradient(FindingRun.Of(2), [0, 400]);
        Assert.True(vanishing.Left(0) < 1e-3);
        Assert.True(vanishing.Left(1) > 0.5);
        Assert.InRange(vanishing.Left(2), 0.05, 20);
    }

    private static double Far(GanObjective objective, int criticSteps) => Trained(objective, criticSteps).Average(training => training.Far);

    private static RingTraining[] Trained(GanObjective objective, int criticSteps) => [.. FindingRun.Of(2).JudgingSeeds.AsParallel().AsOrdered().Select(seed =>
    {
        var training = new RingTraining(objective with { CriticSteps = criticSteps }, 1e-3, Trial.ToJudge(FindingRun.Of(2), seed));
        training.Run(800, 5);
        return training;
    })];
}

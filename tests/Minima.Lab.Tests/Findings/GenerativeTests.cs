using Minima.Lab.Generative;
using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of adversaries holds on other seeds.</summary>
public sealed class GenerativeTests
{
    [Fact]
    public void APenaltyOnTheSlopeBringsSamplesNearerAndDivergencesNeedMoreStepsOfTheCritic()
    {
        Assert.True(Far(GanObjectives.R1, 5) < Far(GanObjectives.NonSaturating, 5) - 0.1);
        Assert.True(Far(GanObjectives.Divergence, 5) < Far(GanObjectives.Divergence, 1) - 0.05);

        static double Far(GanObjective objective, int criticSteps) => FindingRun.Of(2).JudgingSeeds.AsParallel().Average(seed =>
        {
            var training = new RingTraining(objective with { CriticSteps = criticSteps }, 1e-3, Trial.ToJudge(FindingRun.Of(2), seed));
            training.Run(800, 1);
            return training.Far;
        });
    }

    [Fact]
    public void ACriticThatWinsLeavesTheSaturatingGeneratorNoGradient()
    {
        var vanishing = new VanishingGradient(FindingRun.Of(2), [0, 400]);
        Assert.True(vanishing.Left(0) < 1e-3);
        Assert.True(vanishing.Left(1) > 0.5);
        Assert.InRange(vanishing.Left(2), 0.05, 20);
    }
}

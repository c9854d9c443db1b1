using Minima.Lab.Causal;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of effects of a treatment holds on other seeds.</summary>
public sealed class CausalTests
{
    [Fact]
    public void LearnersBeatTheTunedRegressionUnitByUnitAndTheDifferenceOfMeansIsFarOff()
    {
        var outcome = CausalExperiment.Compared(FindingRun.Of()).Run(FindingRun.Of());
        var (units, average) = (outcome.Compared(), outcome.Compared(CausalExperiment.AverageError));
        foreach (var learner in (string[])["transformed outcome", "DR-learner", "X-learner", "R-learner", "TARNet", "CFR (MMD)", "DragonNet"])
        {
            Assert.True(units[learner].Difference.Mean < -0.05, $"{learner}: {units[learner].Difference.Mean}");
        }

        Assert.True(average[ComparedLearners.DifferenceOfMeans].Difference.Mean > 0.8);
        Assert.True(units[ComparedLearners.DifferenceOfMeans].Difference.Mean > 0.5);

        // Decays in their order: 1, then 0.01.
        var (plain, robust) = (outcome.Baseline.Tuning, outcome["DR-learner"].Tuning);
        Assert.True(plain[0] > plain[1] + 0.05, string.Join(", ", plain));
        Assert.True(robust[0] < robust[1] - 0.2, string.Join(", ", robust));

        // Balances in their order: 0.3, then 0.03, both at decay 1.
        var (none, balanced) = (outcome["TARNet"].Tuning, outcome["CFR (MMD)"].Tuning);
        Assert.True(balanced[0] > balanced[1] + 0.03, string.Join(", ", balanced));
        Assert.True(balanced[0] > none[0] + 0.05, $"{balanced[0]}, {none[0]}");
    }
}

using Minima.Lab.Sparsity;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of penalties and zeros holds on other seeds.</summary>
public sealed class SparsityTests
{
    [Fact]
    public void StoppingEarlyGainsAndGivesNoZeros()
    {
        var outcome = SparsityExperiment.Compared(FindingRun.Of()).Run(FindingRun.Of());
        var none = outcome.Baseline;
        Assert.NotEqual(0, none.Chosen);
        Assert.True(none.Tuning[none.Chosen] > none.Tuning[0] + 0.05, "stopping early gains nothing");
        Assert.Equal(0, none.Over(one => one.Zeros).Mean);
        Assert.Equal(0, outcome["l2"].Over(one => one.Zeros).Mean);
        Assert.True(outcome["l1"].Over(one => one.Zeros).Mean > 0.5);
        Assert.True(outcome["group_lasso"].Over(one => one.NoiseOff).Mean > 0.3);
    }
}

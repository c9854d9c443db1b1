using Minima.Lab.MultiTask;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of several tasks holds on other seeds.</summary>
public sealed class MultiTaskTests
{
    [Fact]
    public void TunedFixedWeightsLeaveTheBestMethodsLittle()
    {
        var compared = MultiTaskExperiment.Compared(FindingRun.Of(), problem: 0, ["dwa", "nash_mtl", "db_mtl"]);
        var verdicts = compared.Outcome.Compared();

        // Equal weights, and what stays near them, lose by far; the best methods end at the weights that the search finds, and are far ahead of equal weights only.
        Assert.True(verdicts[ComparedMethods.Equal].Difference.Mean < -0.05);
        Assert.True(verdicts["dwa"].Difference.Mean < -0.05);
        Assert.True(compared.Lead.OfEqual > 0.1);
        Assert.InRange(compared.Lead.OfTuned, -0.05, 0.05);
    }
}

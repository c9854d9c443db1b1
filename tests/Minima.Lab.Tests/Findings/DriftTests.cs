using Minima.Lab.Drift;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of drift holds on other seeds.</summary>
public sealed class DriftTests
{
    [Fact]
    public void ForgettingAtAnAlarmBeatsTheTunedBaseline()
    {
        var outcome = DriftExperiment.Compared(items: 40_000).Run(FindingRun.Of());
        Measure<DriftRun[]> recurring = new(runs => runs[2].Error, IsError: true);
        var compared = outcome.Compared(recurring);
        foreach (var detector in (string[])["DDM", "Page-Hinkley", "ADWIN"])
        {
            Assert.True(compared[$"{detector}: weights are forgotten"].Difference.Mean < -0.005, $"{detector} is no better than the tuned baseline");
        }

        // What was the only rate once is no match for one that stays.
        Assert.True(DriftRate.Tried[outcome.Baseline.Chosen].IsConstant);
        Assert.True(outcome.Baseline.Tuning[outcome.Baseline.Chosen] < outcome.Baseline.Tuning[0] - 0.003);
    }
}

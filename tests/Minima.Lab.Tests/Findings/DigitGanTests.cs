using Minima.Lab.DigitGan;
using Minima.Training.Adversarial;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of adversaries on digits holds on other seeds.</summary>
public sealed class DigitGanTests
{
    [SlowFact]
    public void CriticsWhoseSlopeIsHeldComeNearer()
    {
        var run = FindingRun.Of(2);
        var judge = DigitGanExperiment.JudgeOf(run);
        Assert.True(judge.Accuracy > 0.9);
        var compared = DigitGanExperiment.Compared(run, judge, [GanObjectives.NonSaturating, GanObjectives.R1, GanObjectives.WassersteinPenalty, GanObjectives.LeastSquares]).Run(run).Compared();
        Assert.True(compared[GanObjectives.R1.Name].Difference.Mean < -0.005);
        Assert.True(compared[GanObjectives.WassersteinPenalty.Name].Difference.Mean < -0.005);
        Assert.True(compared[GanObjectives.LeastSquares.Name].Difference.Mean > compared[GanObjectives.R1.Name].Difference.Mean);
    }

    [SlowFact]
    public void TheTermMakesTheCodeSayTheDigit()
    {
        var run = FindingRun.Of(2);
        var outcome = DigitGanExperiment.Coded(run, DigitGanExperiment.JudgeOf(run)).Run(run);
        Assert.True(outcome.Baseline.Over(one => one.Bits).Mean < 0.3);
        Assert.True(outcome.Compared()[DigitGanExperiment.With].Difference.Mean > 0.5);
        Assert.InRange(outcome.Compared(new(one => one.Verdict.Distance, IsError: true))[DigitGanExperiment.With].Difference.Mean, -0.05, 0.02);
    }
}

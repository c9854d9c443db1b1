using Minima.Lab.Robustness;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of training against attacks holds on other seeds.</summary>
public sealed class RobustTests
{
    [SlowFact]
    public void TrainingOnAttacksBeatsTheTunedStandardAndOneStepFlatters()
    {
        var outcome = RobustExperiment.Compared(FindingRun.Of()).Run(FindingRun.Of());
        var compared = outcome.Compared();
        Assert.All(compared, one => Assert.True(one.Value.Difference.Mean > 0.1, one.Key));
        Assert.All(outcome.Methods, method => Assert.True(RobustExperiment.Flattery(method).Mean > 0, method.Name.English));
        Assert.True(outcome.Baseline.Tuning.Max() > outcome.Baseline.Tuning[0] + 0.03, "weight decay gives clean training nothing");

        // Neither is above tuned PGD by much.
        double Standing(string name) => outcome[name].Over(one => one.Standing).Mean;
        Assert.InRange(Standing("TRADES") - Standing("PGD"), -0.04, 0.04);
        Assert.InRange(Standing("MART") - Standing("PGD"), -0.04, 0.04);

        // Beyond the radius all fall.
        Assert.All(outcome.Methods, method => Assert.True(method.Over(one => one.Robust[^1]).Mean < 0.1, method.Name.English));
    }

    [Fact]
    public void NoAttackBreaksAProof()
    {
        var linear = CertifiedLinear.Of(FindingRun.Of());
        Assert.True(linear.Proved > 1000);
        Assert.Equal(0, linear.Fallen);
        Assert.All(linear.Trainings, training => Assert.All(training.Certified.Zip(training.Attacked), at => Assert.True(at.First.Mean <= at.Second.Mean)));
    }
}

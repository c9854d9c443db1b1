using Minima.Lab.Robustness;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of training against attacks holds on other seeds.</summary>
public sealed class RobustTests
{
    [Fact]
    public void TrainingOnAttacksBeatsTheTunedStandardAndOneStepFlatters()
    {
        var outcome = RobustExperiment.Compared(FindingRun.Of(), name => name is "standard" or "FGSM" or "PGD").Run(FindingRun.Of());
        var compared = outcome.Compared();
        Assert.True(compared["FGSM"].Difference.Mean > 0.1);
        Assert.True(compared["PGD"].Difference.Mean > 0.1);
        Assert.All(outcome.Methods, method => Assert.True(RobustExperiment.Flattery(method).Mean > 0, method.Name.English));

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

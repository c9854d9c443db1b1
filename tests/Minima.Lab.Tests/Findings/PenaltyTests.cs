using Minima.Lab.Penalties;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of what penalties promise holds on other seeds.</summary>
public sealed class PenaltyTests
{
    [Fact]
    public void OnlyTheOrthogonalPenaltyMendsAPoorStartAndAGoodStartNeedsNone()
    {
        var small = DeepNetwork.Compared(FindingRun.Of(), DeepNetwork.Small).Run(FindingRun.Of());
        var verdicts = small.Compared();
        Assert.True(small.Baseline.Over(one => one.Accuracy).Mean < 0.3, "the network learns without a penalty");
        Assert.True(small.Baseline.Over(one => one.Fading.Before).Mean < 1e-3);
        Assert.True(verdicts["orthogonal"].Difference.Mean > 0.5);
        Assert.True(small["orthogonal"].Over(one => one.Distance.After).Mean < 1);
        Assert.InRange(small["orthogonal"].Over(one => one.Fading.After).Mean, 0.1, 10);
        Assert.All((string[])["l2", "spectral"], name => Assert.True(verdicts[name].Difference.Mean < 0.1, name));

        var straight = DeepNetwork.Compared(FindingRun.Of(), DeepNetwork.Straight).Run(FindingRun.Of());
        Assert.All(straight.Compared(), one => Assert.InRange(one.Value.Difference.Mean, -0.03, 0.02));
        var glorot = DeepNetwork.Compared(FindingRun.Of(), DeepNetwork.Glorot).Run(FindingRun.Of());
        Assert.True(straight.Baseline.Over(one => one.Early).Mean < glorot.Baseline.Over(one => one.Early).Mean - 0.2);
        Assert.True(glorot.Compared()["orthogonal"].Difference.Mean > 0);
    }

    [SlowFact]
    public void EveryPenaltyWithstandsAttacksBetterAndTheJacobianBest()
    {
        var outcome = FlatNetwork.Compared(FindingRun.Of()).Run(FindingRun.Of());
        var (compared, clean) = (outcome.Compared(), outcome.Compared(new(one => one.Accuracy)));
        Assert.All(compared, one => Assert.True(one.Value.Difference.Mean > 0.05, one.Key));
        Assert.All((string[])["l2", "orthogonal", "spectral"], name => Assert.True(compared["jacobian"].Difference.Mean > compared[name].Difference.Mean, name));
        Assert.True(clean["jacobian"].Difference.Mean > 0);

        // The larger bound, the smaller slope.
        var (spectral, jacobian) = (outcome["spectral"], outcome["jacobian"]);
        Assert.True(jacobian.Over(one => one.Bound).Mean > 2 * spectral.Over(one => one.Bound).Mean);
        Assert.True(jacobian.Over(one => one.Slope).Mean < spectral.Over(one => one.Slope).Mean);

        // One direction is as good as all.
        Assert.InRange(compared["jacobian, all derivatives"].Difference.Mean - compared["jacobian"].Difference.Mean, -0.04, 0.04);
    }

    [SlowFact]
    public void StoppingEarlyGivesWhatTheConfidencePenaltyDoes()
    {
        var outcome = SureNetwork.Compared(FindingRun.Of(8)).Run(FindingRun.Of(8));
        var (none, compared) = (outcome.Baseline, outcome.Compared());
        Assert.NotEqual(0, none.Chosen);
        Assert.True(none.Tuning[none.Chosen] < none.Tuning[0] - 1, "stopping early gains nothing");
        Assert.True(outcome["confidence_penalty"].Tuning.Where((_, setting) => setting % 2 == 0).Min() < none.Tuning[0] - 1, "the confidence penalty does not mend long training");
        Assert.True(compared["l2"].Difference.Mean < 0);
        Assert.InRange(compared["confidence_penalty"].Difference.Mean, -0.02, 0.05);
        Assert.InRange(compared["entropy_min"].Difference.Mean, -0.01, 0.1);
        Assert.True(outcome.Compared(new(one => one.Accuracy))["l2"].Difference.Mean > 0);
        double Mean(string name, Func<SureNetwork, double> figure) => outcome[name].Over(figure).Mean;
        Assert.True(Mean("confidence_penalty", one => one.Entropy) > Mean("none", one => one.Entropy));
        Assert.True(Mean("none", one => one.Entropy) > Mean("entropy_min", one => one.Entropy));
        Assert.True(Mean("confidence_penalty", one => one.TrueCalibration) > Mean("none", one => one.TrueCalibration));
        Assert.True(Mean("none", one => one.TrueCalibration) > Mean("entropy_min", one => one.TrueCalibration));
    }
}

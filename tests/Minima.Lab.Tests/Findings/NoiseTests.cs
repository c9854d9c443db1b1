using Minima.Lab.Studies;
using Minima.Lab.Weighting;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of wrong labels holds on other seeds.</summary>
public sealed class NoiseTests
{
    private const int Epochs = 100;

    [Fact]
    public void WeightDecayGivesCrossEntropyMostOfWhatTheBestLossGains()
    {
        var methods = NoiseMethods.All(int.MaxValue, Epochs).Where(method => method.Name.English is "cross_entropy" or "early_learning_reg").ToArray();
        var outcome = new Study<double[]>(methods, new(recalls => recalls.Average()), tuningSeeds: 1).Run(FindingRun.Of());
        var baseline = outcome.Baseline;
        Assert.NotEqual(0, baseline.Chosen);
        Assert.True(baseline.Tuning[baseline.Chosen] > baseline.Tuning[0] + 0.02, "weight decay does not help cross-entropy");
        Assert.True(outcome.Compared()["early_learning_reg"].Difference.Mean > 0.005, "early_learning_reg is no better than the tuned baseline");
    }

    [Fact]
    public void SelfPacedGivesUpClassesWhereItsLimitStays()
    {
        var (_, constant, higher, growing) = NoiseExperiment.Lost(FindingRun.Of());
        Assert.True(constant.Mean >= 2, $"{constant.Mean} classes are given up");
        Assert.True(higher.Mean < 1);
        Assert.True(growing.Mean < 1);
    }
}

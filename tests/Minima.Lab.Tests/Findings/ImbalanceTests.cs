using Minima.Lab.Studies;
using Minima.Lab.Weighting;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of rare classes holds on other seeds.</summary>
public sealed class ImbalanceTests
{
    [Fact]
    public void AdjustedLogitsBeatTheTunedBaselineAndFocalDoesNot()
    {
        string[] names = ["cross_entropy", "softmax_focal", "logit_adjusted", "balanced_softmax"];
        var methods = ImbalanceMethods.All(int.MaxValue, epochs: 60).Where(method => names.Contains(method.Name.English)).ToArray();
        var compared = new Study<double[]>(methods, new(recalls => recalls.Average()), tuningSeeds: 1).Run(FindingRun.Of()).Compared();
        Assert.True(compared["logit_adjusted"].Difference.Mean > 0.03);
        Assert.True(compared["balanced_softmax"].Difference.Mean > 0.03);
        Assert.True(compared["softmax_focal"].Difference.Mean < 0.02);
    }
}

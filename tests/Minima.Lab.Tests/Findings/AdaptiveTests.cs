using Minima.Lab.Adaptive;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of the adaptive loss and of a loss that becomes another holds on other seeds.</summary>
public sealed class AdaptiveTests
{
    [Fact]
    public void TheShapeFollowsTheNoise()
    {
        var outcomes = AdaptiveExperiment.Noises.Select(noise => AdaptiveExperiment.Lines(FindingRun.Of(), noise.Noise).Run(FindingRun.Of())).ToArray();
        var shapes = outcomes.Select(outcome => AdaptiveExperiment.Shape(outcome).Mean).ToArray();
        Assert.InRange(shapes[0], 1.6, 2);
        Assert.InRange(shapes[1], 0.3, 1.2);
        Assert.InRange(shapes[2], 0, 0.3);

        // Within a fifth of the fixed loss that a search finds, which mse misses by far under Cauchy noise.
        Assert.All(outcomes, outcome => Assert.InRange(Math.Exp(outcome.Compared()["adaptive"].Difference.Mean), 0.8, 1.2));
        Assert.True(Math.Exp(outcomes[2].Compared()["mse"].Difference.Mean) > 5);
        Assert.True(outcomes[1].Compared()["mse"].Difference.Mean > 0);
        Assert.True(outcomes[0].Compared()["mae"].Difference.Mean > 0);
    }

    [Fact]
    public void ASmoothStartUnderOutliersCostsMuchAtASmallRateOnly()
    {
        var outcome = AdaptiveExperiment.Curves(FindingRun.Of()).Run(FindingRun.Of());
        var compared = outcome.Compared();
        var (alone, blend) = (outcome.Baseline, outcome[AdaptiveExperiment.Blended.English]);
        Assert.True(compared["mse"].Difference.Mean > 0.2);
        Assert.InRange(compared[blend.Name.English].Difference.Mean, -0.01, 0.02);
        Assert.True(blend.Tuning[0] > alone.Tuning[0] + 0.015);
        Assert.True(blend.Tuning[0] > blend.Tuning[blend.Chosen] + 0.02);
    }
}

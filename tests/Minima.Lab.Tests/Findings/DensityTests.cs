using Minima.Lab.Densities;
using Minima.Lab.Generative;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of densities on a ring holds on other seeds.</summary>
public sealed class DensityTests
{
    [SlowFact]
    public void NoModelBeatsKernelsAndBoundsAndFlowsFallBehind()
    {
        var outcome = DensityExperiment.Compared(FindingRun.Of(2)).Run(FindingRun.Of(2));
        var compared = outcome.Compared();
        Assert.All(compared, one => Assert.True(one.Value.Difference.Mean > -0.02, $"{one.Key} is nearer than kernels by {-one.Value.Difference.Mean}"));
        Assert.All((string[])[DensityExperiment.Vae, DensityExperiment.Quantized], name => Assert.True(compared[name].Difference.Mean > 0.01, name));
        Assert.True(outcome[DensityExperiment.Quantized].Over(fit => fit.Distinct).Mean <= 16);
        Assert.All(outcome.Methods, method => Assert.Equal(Ring.Modes, method.Over(fit => fit.Modes).Mean));

        // By likelihood too; eight samples help the bound; a flow leaves points between the modes.
        var known = DensityExperiment.WithLikelihood(outcome);
        var less = known.Compared();
        Assert.Equal([DensityExperiment.Vae, DensityExperiment.Iwae, DensityExperiment.Mixture, DensityExperiment.Coupling], known.Rivals.Select(method => method.Name.English));
        Assert.True(less[DensityExperiment.Mixture].Difference.Mean > -0.03);
        Assert.All((string[])[DensityExperiment.Vae, DensityExperiment.Iwae, DensityExperiment.Coupling], name => Assert.True(less[name].Difference.Mean > 0.02, name));
        Assert.True(less[DensityExperiment.Vae].Difference.Mean > less[DensityExperiment.Iwae].Difference.Mean + 0.1);
        Assert.True(Near(DensityExperiment.Iwae) > Near(DensityExperiment.Vae) + 0.05);
        Assert.True(Near(DensityExperiment.Coupling) < Near(DensityExperiment.Mixture) - 0.05);

        double Near(string name) => outcome[name].Over(fit => fit.Near).Mean;
    }

    [Fact]
    public void KernelsDrawFromTheDensityThatTheyState()
    {
        var random = new RandomState(3);
        var kernels = new KernelDensity([(0, 0), (1, 2)], 0.5);
        Assert.Equal(-Math.Log(0.5 * (1 + Math.Exp(-10)) / (2 * Math.PI * 0.25)), kernels.Surprise([(0, 0)]), 1e-12);
        var drawn = kernels.Draw(20_000, random);
        Assert.Equal(0.5, drawn.Average(point => point.X), 0.02);
        Assert.Equal(1, drawn.Average(point => point.Y), 0.03);
        Assert.Equal(0.25 + 0.25, drawn.Average(point => (point.X - 0.5) * (point.X - 0.5)), 0.02);
    }
}

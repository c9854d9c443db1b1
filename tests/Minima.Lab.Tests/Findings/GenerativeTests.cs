using Minima.Lab.Generative;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of adversaries holds on other seeds.</summary>
public sealed class GenerativeTests
{
    [Fact]
    public void ACriticThatWinsLeavesTheSaturatingGeneratorNoGradient()
    {
        var vanishing = new VanishingGradient(FindingRun.Of(2), [0, 400]);
        Assert.True(vanishing.Left(0) < 1e-3);
        Assert.True(vanishing.Left(1) > 0.5);
        Assert.InRange(vanishing.Left(2), 0.05, 20);
    }
}

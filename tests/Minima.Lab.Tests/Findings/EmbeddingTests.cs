using Minima.Lab.Embeddings;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/mission.md says of center and Island losses holds on other seeds.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public void ClassesAreDrawnTogether()
    {
        var run = FindingRun.Of();
        var outcome = EmbeddingExperiment.Drawn(run).Run(run);
        var compared = outcome.Compared();
        Assert.True(compared[$"{EmbeddingExperiment.Center}, 1"].Difference.Mean < 0);
        Assert.True(compared[$"{EmbeddingExperiment.Island}, 1"].Difference.Mean < 0);
    }
}

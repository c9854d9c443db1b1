using Minima.Lab.Quantized;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of few bits holds on other seeds.</summary>
public sealed class QuantizedTests
{
    [Fact]
    public void TrainingThroughTheRoundingBeatsTheTunedRounding()
    {
        var run = FindingRun.Of();
        var compared = QuantizedExperiment.Compared(QuantizedExperiment.Methods(run), bits: 2).Run(run).Compared();
        Assert.True(compared["straight-through, fixed steps"].Difference.Mean > 0.02);
        Assert.True(compared["straight-through, lsq"].Difference.Mean > 0.02);

        // Drawing weights to the nearest level gains far less.
        Assert.True(compared[QuantizationMethods.Attraction].Difference.Mean < compared["straight-through, fixed steps"].Difference.Mean - 0.02);
    }

    [Fact]
    public void DrawingWeightsToTheNearestLevelMovesAlmostNoneToAnother()
    {
        var run = FindingRun.Of(2);
        var (_, moved, distance) = QuantizedExperiment.Drawn(run, QuantizedExperiment.Methods(run));
        Assert.True(moved.Mean < 0.02, $"{moved.Mean} of the weights change their level");
        Assert.True(distance.Mean < 0.2, $"weights lie {distance.Mean} steps from a level");
    }
}

using Minima.Lab.Descent;
using Minima.Lab.Studies;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md and docs/mission.md say of speed, clipping, local minima, metrics and flat minima holds on other seeds.</summary>
public sealed class DescentTests
{
    [Fact]
    public void OnExactTargetsTheAbsoluteErrorArrivesOnlyWithARateThatFalls()
    {
        var run = FindingRun.Of(2);
        var outcome = SpeedExperiment.Compared(run, SpeedExperiment.Targets[0].Noise).Run(run);
        Assert.All(outcome[SpeedExperiment.Absolute.English].Results, way => Assert.False(way.Reaches(0.001)));
        Assert.All(outcome[SpeedExperiment.Falling.English].Results, way => Assert.True(way.Reaches(0.001)));
        Assert.All(outcome.Baseline.Results, way => Assert.True(way.Steps(0.01) < 10));
    }

    [Fact]
    public void ClippedRowsThatAreSureAndWrongTeachNothing()
    {
        var run = new LabRun { IsSmall = true, Seed = 101 };
        var outcome = ClippingExperiment.Compared(run, 20).Run(run);
        Assert.All(outcome[ClippingExperiment.Exact.English].Results, one => Assert.True(one.Broken));
        Assert.All(outcome[ClippingExperiment.Clipped(1e-7).English].Results, one => Assert.True(one is { Silent: > 0.95, Broken: false }));
        Assert.All(outcome.Baseline.Results, one => Assert.Equal((0.0, false), (one.Silent, one.Broken)));
    }

    [Fact]
    public void EasyRowsFirstAndSeveralStartsFindTheFrequency()
    {
        var run = FindingRun.Of();
        var outcome = EscapeExperiment.Waves(run).Run(run);
        var plain = Share(Escape.Plain);
        Assert.True(Share(Escape.EasyFirst) > plain + 0.2);
        Assert.True(Share(Escape.Restarted) > plain + 0.1);
        Assert.True(Math.Abs(Share(Escape.Momentum) - plain) < 0.15);

        double Share(Escape way) => outcome[way.Name.English].Results.Average();
    }

    [Fact]
    public void AccuracyTeachesLessThanALossAndHardlyMoves()
    {
        var run = FindingRun.Of(2);
        var outcome = MetricExperiment.Compared(run).Run(run);
        Assert.True(outcome.Baseline.Results.Average() > outcome[MetricExperiment.ByAccuracy.English].Results.Average() + 0.2);
        var (accuracy, loss) = new MetricClimb(Trial.ToJudge(run, 101)).Unmoved(1e-4);
        Assert.True(accuracy > 0.5 && loss < 0.1, $"{accuracy} and {loss}");
    }

    [Fact]
    public void SharpnessAwareStepsFlattenTheMinimum()
    {
        var run = FindingRun.Of(1);
        var trial = Trial.ToJudge(run, 101);
        var (plain, aware) = (FlatMinimum.Of(run, trial, new()), FlatMinimum.Of(run, trial, new() { Radius = 0.5 }));
        Assert.True(aware.Curvature < 0.5 * plain.Curvature, $"{aware} against {plain}");
        Assert.True(aware.Accuracy > plain.Accuracy, $"{aware} against {plain}");
    }
}

using Minima.Lab.Studies;
using Minima.Lab.Uncertainty;

namespace Minima.Lab.Tests.Findings;

/// <summary>What docs/lab.md says of forecasts and doubt holds on other seeds.</summary>
public sealed class UncertaintyTests
{
    [Fact]
    public void LongTrainingMakesIntervalsTooNarrow()
    {
        var (usual, longer) = ForecastProblem.Diabetes(FindingRun.Of(5)).CoverageByLength(FindingRun.Of(5));
        Assert.True(usual.Mean < 0.9, $"{usual.Mean}");
        Assert.True(longer.Mean < usual.Mean - 0.05, $"{longer.Mean} and {usual.Mean}");
    }

    [SlowFact]
    public void AVarianceForEachRowGainsOnTheWaveAndCoversLessOnDiabetes()
    {
        static bool IsWanted(string name) => name is ForecastProblem.OneVariance or ForecastProblem.OwnVariance or ForecastProblem.Evidence or "interval_score, ordered";
        var wave = ForecastProblem.Wave(FindingRun.Of()).Compared(IsWanted).Run(FindingRun.Of());
        Assert.True(wave.Compared()[ForecastProblem.OwnVariance].Difference.Mean < 0);
        Assert.True(wave.Compared()[ForecastProblem.Evidence].Difference.Mean < 0);
        Assert.True(wave.Compared()["interval_score, ordered"].Difference.Mean > 0);
        Assert.All(wave.Methods, method => Assert.True(method.Over(one => one.Score).Mean >= wave[ForecastProblem.TruthName].Over(one => one.Score).Mean, method.Name.English));
        Assert.True(wave[ForecastProblem.OwnVariance].Over(one => one.Width).Mean < wave.Baseline.Over(one => one.Width).Mean);
        var diabetes = ForecastProblem.Diabetes(FindingRun.Of()).Compared(IsWanted).Run(FindingRun.Of());
        Assert.True(diabetes[ForecastProblem.OwnVariance].Over(one => one.Coverage).Mean < diabetes.Baseline.Over(one => one.Coverage).Mean);
    }

    [Fact]
    public void EvidenceThatGrowsSlowlyLeavesDoubtAndAnEnsembleNoticesMore()
    {
        var outcome = ClassDoubt.Compared(FindingRun.Of()).Run(FindingRun.Of());
        double Mean(string name, Func<ClassDoubt, double> of) => outcome[name].Over(of).Mean;
        Assert.True(Mean(ClassDoubt.SquaresName, one => one.OfDigits) > Mean(ClassDoubt.SteepName, one => one.OfDigits) + 0.1);
        Assert.True(Mean(ClassDoubt.SquaresName, one => one.Calibration) > Mean(ClassDoubt.SteepName, one => one.Calibration) + 0.1);

        // Evidence is less calibrated than cross-entropy; five networks notice better than one what is no digit.
        Measure<ClassDoubt> calibration = new(one => one.Calibration, IsError: true), noise = new(one => one.Noticed), shuffled = new(one => one.NoticedShuffled);
        Assert.All((string[])["edl_log", ClassDoubt.SquaresName, ClassDoubt.SteepName], name => Assert.True(outcome.Compared(calibration)[name].Difference.Mean > 0.02, name));
        foreach (var measure in (Measure<ClassDoubt>[])[noise, shuffled])
        {
            Assert.True(outcome.Compared(measure)["cross_entropy, ensemble of 5"].Difference.Mean > 0);
        }

        Assert.True(outcome.Compared()["cross_entropy, ensemble of 5"].Difference.Mean < 0);
    }

    [Fact]
    public void DropoutNoticesWhatIsNoDigit()
    {
        var outcome = ClassDoubt.Compared(FindingRun.Of(8), name => name is "cross_entropy" or "cross_entropy, dropout").Run(FindingRun.Of(8));
        var noise = outcome.Compared(new(one => one.Noticed))["cross_entropy, dropout"].Difference.Mean;
        var shuffled = outcome.Compared(new(one => one.NoticedShuffled))["cross_entropy, dropout"].Difference.Mean;
        Assert.True(noise > 0 && shuffled > 0, $"{noise} and {shuffled}");
    }
}

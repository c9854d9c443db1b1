using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>Training rows and rows to forecast.</summary>
internal sealed record RegressionRows
{
    private const double WaveReach = 3;

    public required int Width { get; init; }

    /// <summary>The number of training epochs.</summary>
    public required int Epochs { get; init; }

    public required float[] Features { get; init; }

    public required float[] Targets { get; init; }

    public required float[] TestFeatures { get; init; }

    public required double[] TestTargets { get; init; }

    public Tensor TestInputs => Tensor.Of(TestFeatures, [TestTargets.Length, Width]);

    /// <summary>The diabetes table: ten measurements and the progression of the disease a year later, all with mean 0 and standard deviation 1 over the training rows.</summary>
    public static RegressionRows Diabetes(LabRun run, Trial trial, int epochs)
    {
        var table = BundledTable.Diabetes();
        var rows = StudyRows.Of(table, trial);
        var (training, test) = (rows.Training[..run.Of(rows.Training.Length, 64)], rows.Judging[..run.Of(rows.Judging.Length, 24)]);
        var (features, targets) = (table.FeaturesOf(training), table.AmountsOf(training));
        var (testFeatures, testTargets) = (table.FeaturesOf(test), table.AmountsOf(test));
        for (var column = 0; column < table.Width; column++) Standardise(features, testFeatures, column, table.Width);
        Standardise(targets, testTargets, 0, 1);
        return new RegressionRows
        {
            Width = table.Width,
            Epochs = epochs,
            Features = features,
            Targets = targets,
            TestFeatures = testFeatures,
            TestTargets = Array.ConvertAll(testTargets, value => (double)value),
        };
    }

    /// <summary>A wave whose noise is six times as strong at one end as at the other; its distribution is known. Targets are not scaled.</summary>
    public static RegressionRows Wave(LabRun run, Trial trial, int epochs)
    {
        var random = new RandomState((ulong)trial.Seed).Fork("wave");
        var (features, targets) = Drawn(run.Of(400, 64), random);
        var (testFeatures, testTargets) = Drawn(run.Of(400, 24), random);
        return new RegressionRows
        {
            Width = 1,
            Epochs = epochs,
            Features = features,
            Targets = targets,
            TestFeatures = testFeatures,
            TestTargets = Array.ConvertAll(testTargets, value => (double)value),
        };
    }

    /// <summary>The distribution of the wave's target at a point.</summary>
    public static GaussianForecast WaveAt(double x) => new(Math.Sin(2 * x), 0.1 + (0.5 * (x + WaveReach) / (2 * WaveReach)));

    private static (float[] Features, float[] Targets) Drawn(int rows, RandomState random)
    {
        float[] x = [.. Enumerable.Range(0, rows).Select(_ => (float)(WaveReach * ((2 * random.NextDouble()) - 1)))];
        return (x, [.. x.Select(at => WaveAt(at)).Select(one => (float)(one.Mean + (one.Scale * random.NextNormal())))]);
    }

    private static void Standardise(float[] training, float[] test, int column, int width)
    {
        double[] values = [.. training.Where((_, i) => i % width == column).Select(value => (double)value)];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        foreach (var all in new[] { training, test })
        {
            for (var i = column; i < all.Length; i += width) all[i] = (float)((all[i] - mean) / deviation);
        }
    }
}

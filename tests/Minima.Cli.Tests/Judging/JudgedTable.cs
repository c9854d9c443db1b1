using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>Seeded tables whose truth is known, and what a comparison makes of them.</summary>
internal static class JudgedTable
{
    public static double Normal(RandomState random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Columns of normal numbers.</summary>
    public static double[][] Columns(RandomState random, int rows, int columns) =>
        [.. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => Normal(random)).ToArray())];

    /// <summary>A line through the columns with coefficients that fall off, and normal noise: R squared is 1 / (1 + noise^2).</summary>
    public static double[] Line(RandomState random, double[][] columns, double noise)
    {
        var weights = columns.Select((_, j) => (j % 2 == 0 ? 1 : -1) / (1.0 + j)).ToArray();
        var size = Math.Sqrt(weights.Sum(weight => weight * weight));
        return [.. Enumerable.Range(0, columns[0].Length).Select(i => (columns.Select((column, j) => weights[j] * column[i]).Sum() / size) + (noise * Normal(random)))];
    }

    public static ComparisonData Of(double[][] columns, double[] target, PredictionTask task = PredictionTask.Regression)
    {
        var kind = task == PredictionTask.Binary ? TargetKind.Binary : TargetKind.Regression;
        return new ComparisonData
        {
            Name = "t",
            Columns = [.. columns.Select((column, j) => TableColumn.OfNumbers($"x{j}", column))],
            Task = new TaskChoice(task, false, Localized.Nothing, []),
            Targets = [new TargetColumn("y", target, kind, kind == TargetKind.Binary ? ["0", "1"] : [])],
            Used = [.. Enumerable.Range(0, target.Length)],
            TestFrom = target.Length,
            Lines = [.. Enumerable.Range(2, target.Length)],
            Notes = [],
        };
    }

    public static ComparisonResult Compare(ComparisonData data, IEnumerable<string> losses, TableMetric? metric = null, Wanted? wanted = null, int repeats = 1) => Comparison.Run(
        new ComparisonOptions { Repeats = repeats, Threads = 1, Losses = [.. losses.Select(LossSpec.Parse)], Metric = metric, Wanted = wanted },
        data,
        null,
        TestContext.Current.CancellationToken);
}

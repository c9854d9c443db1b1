using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Tensors;
using Minima.Tests.CatalogueRules;

namespace Minima.Tabular.Tests;

/// <summary>How many losses of the catalogue a comparison trains, on a small table for each task: the number that docs/compare.md has.</summary>
public sealed partial class TrainedLossTests
{
    private const int Rows = 90;

    private readonly Random _random = new(1);

    /// <summary>A loss counts if its search ended well and some metric of the task is defined for it; of losses whose metrics agree to five digits in every fold one counts.</summary>
    [Fact]
    public void TheCountInTheDocumentIsTrue()
    {
        TensorCatalogue.Join();
        LossSpec[] all = [.. Catalogue.All.Where(entry => !entry.Parameters.Any(parameter => parameter.IsRequired)).Select(entry => (LossSpec)entry.Key)];
        var trained = new SortedSet<string>(StringComparer.Ordinal);
        Table[] tables = [.. Tables()];
        var few = Sweep.Of(thin: 1, wide: tables.Length, full: tables.Length);
        foreach (var table in tables[^few..])
        {
            var result = Comparison.Run(table, new() { Losses = all, Folds = 2, Repeats = 1 }, null, TestContext.Current.CancellationToken);
            Assert.All(result.Excluded, exclusion => Assert.False(exclusion.Reason.IsEmpty));
            trained.UnionWith(result.Rows
                .Where(row => row is { Kind: RowKind.Default or RowKind.Loss, IsTwin: false, Failed: false } && row.Metrics.Any(metric => metric.Mean is not null))
                .GroupBy(row => string.Join(' ', row.Metrics.SelectMany(metric => metric.ByFold).Select(value => value?.ToString("g5", CultureInfo.InvariantCulture))), StringComparer.Ordinal)
                .Where(same => !same.Any(row => trained.Contains(row.Name)))
                .Select(same => same.First().Name));
        }

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "compare.md"));
        var count = int.Parse(Sentence().Match(page).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(trained.Count, few == tables.Length ? count : 1, count);
    }

    [GeneratedRegex(@"A test trains (\d+) losses of the catalogue to distinct optima")]
    private static partial Regex Sentence();

    private IEnumerable<Table> Tables()
    {
        double[] a = Draw(_ => Uniform()), b = Draw(_ => Uniform()), noise = Draw(_ => Uniform() + Uniform());
        Column[] x = [new("a", a), new("b", b)];
        yield return Of(x, Draw(i => (2 * a[i]) + b[i] + noise[i]), PredictionTask.Regression);
        yield return Of(x, Draw(i => 1 / (1 + Math.Exp((-2 * a[i]) - b[i] - noise[i]))), PredictionTask.Regression);
        yield return Of(x, Draw(i => Math.Floor(2 * Math.Exp(a[i]) * _random.NextDouble())), PredictionTask.Count);
        yield return Of(x, Draw(i => Math.Exp(a[i] + noise[i])), PredictionTask.Positive);
        yield return Of(x, Draw(i => a[i] + noise[i] > 0 ? 1 : 0), PredictionTask.Binary);
        yield return Of(x, Draw(i => a[i] + noise[i] > 0.5 ? 2 : b[i] + noise[i] > 0 ? 1 : 0), PredictionTask.MultiClass);
        yield return Of(x, Draw(i => Math.Clamp(Math.Round(2.5 + (1.5 * a[i]) + noise[i]), 1, 4)), PredictionTask.Ordinal);
        yield return MadeTables.Lifetimes(120, 3, unit: 1);
        yield return MadeTables.Queries(14, 3);
    }

    private double Uniform() => (2 * _random.NextDouble()) - 1;

    private static double[] Draw(Func<int, double> of) => [.. Enumerable.Range(0, Rows).Select(of)];

    private static Table Of(Column[] features, double[] target, PredictionTask task) => Table.FromColumns([.. features, new("y", target)], "y", new() { Task = task });
}

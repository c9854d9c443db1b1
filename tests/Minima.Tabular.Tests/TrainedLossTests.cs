using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Tensors;
using Minima.Tests.CatalogueRules;

namespace Minima.Tabular.Tests;

/// <summary>How many losses of the catalogue a comparison trains, on a small table for each task: the number that docs/compare.md has.</summary>
public sealed partial class TrainedLossTests
{
    private const int Rows = 60;

    private readonly Random _random = new(1);

    /// <summary>
    /// A loss counts if its search ended well, a metric of the task is better than that of every constant, and the model that it gives, fitted on all rows, saved and read
    /// again, gives the predictions of the one that was saved. Of losses with the same optimum, in every metric and in every coefficient, one counts.
    /// </summary>
    [SlowFact]
    public void TheCountInTheDocumentIsTrue()
    {
        TensorCatalogue.Join();
        LossSpec[] every = [.. Catalogue.All.Where(entry => !entry.Parameters.Any(parameter => parameter.IsRequired && parameter.Name is not ("class_counts" or "N"))).Select(entry => (LossSpec)entry.Key)];
        var trained = new SortedSet<string>(StringComparer.Ordinal);
        Table[] tables = [.. Tables()];
        var chosen = Sweep.Sample(tables, Sweep.IsFull ? 1 : 0.15, table => $"table {Array.IndexOf(tables, table)}");

        // A sample of the losses for a sample of the tables; the default of each task is there in any case.
        var all = Sweep.Sample(every, Sweep.IsFull ? 1 : 0.3, loss => loss.Name).ToArray();

        // A number, a count or an amount has a distribution too, with a head for each of its numbers.
        var questions = chosen.SelectMany(table => table.Options.Task is PredictionTask.Regression or PredictionTask.Count or PredictionTask.Positive ? [(table, (Wanted?)null), (table, Wanted.Distribution)] : new[] { (table, (Wanted?)null) });
        foreach (var (table, wanted) in questions)
        {
            var result = Comparison.Run(table, new() { Losses = all, Folds = 2, Repeats = 1, Wanted = wanted }, null, TestContext.Current.CancellationToken);
            Assert.All(result.Excluded, exclusion => Assert.False(exclusion.Reason.IsEmpty));
            Assert.Equal(all.Select(loss => loss.Name).Order(StringComparer.Ordinal), result.Rows.Where(row => row.Kind is RowKind.Default or RowKind.Loss && all.Any(loss => loss.Name == row.Name)).Select(row => row.Name).Concat(result.Excluded.Select(exclusion => exclusion.Loss)).Order(StringComparer.Ordinal));
            var constants = result.Rows.Where(row => row.Kind == RowKind.Constant).ToArray();
            var models = new Dictionary<ComparisonRow, double[]>();
            double[] Weights(ComparisonRow row) => models.TryGetValue(row, out var known) ? known : models[row] = Saved(result.ModelOf(row), table);
            var optima = result.Rows.Where(row => row is { Kind: RowKind.Default or RowKind.Loss, Failed: false } && trained.Contains(row.Name)).ToList();
            foreach (var row in result.Rows.Where(row => row is { Kind: RowKind.Default or RowKind.Loss, Failed: false } && !trained.Contains(row.Name) && constants.All(constant => IsBetterSomewhere(row, constant))))
            {
                if (Weights(row).Length == 0 || optima.Exists(other => AreAlike(other, row) && AreAlike(Weights(other), Weights(row)))) continue;
                optima.Add(row);
                trained.Add(row.Name);
            }
        }

        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "compare.md"));
        var count = int.Parse(Sentence().Match(page).Groups[1].Value, CultureInfo.InvariantCulture);

        // The document rounds down to tens: whether two optima are alike to five digits may differ with the instructions of a processor.
        Assert.InRange(trained.Count, chosen.Count == tables.Length ? count : 1, count + 9);
    }

    [GeneratedRegex(@"A test trains at least (\d+) losses of the catalogue to distinct optima")]
    private static partial Regex Sentence();

    /// <summary>Better in the first metric that both define, or in another one: a constant says nothing of features.</summary>
    private static bool IsBetterSomewhere(ComparisonRow row, ComparisonRow constant) =>
        row.Metrics.Zip(constant.Metrics).Any(pair => pair.First.Mean is { } own && (pair.Second.Mean is not { } other || pair.First.Metric.Badness(own) < pair.First.Metric.Badness(other)));

    /// <summary>The metrics that both define agree to five digits in every fold.</summary>
    private static bool AreAlike(ComparisonRow one, ComparisonRow other) => one.Metrics.Zip(other.Metrics).All(pair =>
        pair.First.Mean is null || pair.Second.Mean is null || pair.First.ByFold.Zip(pair.Second.ByFold).All(fold => Digits(fold.First) == Digits(fold.Second)));

    private static string? Digits(double? value) => value?.ToString("g5", CultureInfo.InvariantCulture);

    /// <summary>Coefficients agree to three digits of the largest, whatever their scale.</summary>
    private static bool AreAlike(double[] one, double[] other)
    {
        if (one.Length != other.Length) return false;
        double[][] both = [.. new[] { one, other }.Select(weights => Array.ConvertAll(weights, weight => weight / Math.Sqrt(weights.Sum(each => each * each))))];
        return both[0].Zip(both[1]).All(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
    }

    /// <summary>The coefficients of the model on all rows, of which the saved one predicts the same; none where it uses no feature.</summary>
    private static double[] Saved(BestModel best, Table table)
    {
        var model = best.Refit(table, TestContext.Current.CancellationToken);
        var path = Path.Combine(Path.GetTempPath(), $"minima-{Guid.NewGuid():n}.json");
        try
        {
            model.Save(path);
            var (own, read) = (Predictor.Of(model).Predict(table), Predictor.Load(path).Predict(table));
            Assert.Equal(own.Targets, read.Targets);
            Assert.Equal(own.Quantity, read.Quantity);
            Assert.Equal(own.Values, read.Values);
            Assert.Equal(own.Classes, read.Classes);
            Assert.All(read.Values, value => Assert.True(double.IsFinite(value), best.Row.Name));
            return read.Values.Distinct().Count() > 3 * read.Width ? [.. model.Coefficients.SelectMany(row => row)] : [];
        }
        finally
        {
            File.Delete(path);
        }
    }

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
        yield return Of(x, "u,v,w", Draw(i => a[i] + noise[i] > 0 ? 1 : 0), Draw(i => b[i] + noise[i] > 0.4 ? 1 : 0), Draw(i => a[i] - b[i] + Uniform() > -0.3 ? 1 : 0));
        yield return Of(x, "u,v,w", Draw(i => a[i] + noise[i] + 1), Draw(i => (2 * b[i]) + noise[i]), Draw(i => a[i] - b[i] + Uniform()));
        double[][] parts = [Draw(i => Math.Exp(a[i] + Uniform())), Draw(i => Math.Exp(b[i] + Uniform())), Draw(_ => Math.Exp(Uniform()))];
        yield return Of(x, "u,v,w", [.. parts.Select(part => Draw(i => part[i] / parts.Sum(other => other[i])))]);
        yield return MadeTables.Lifetimes(120, 3, unit: 1);
        yield return MadeTables.Queries(14, 3);
        double[] left = Draw(i => a[i] + (0.2 * noise[i])), top = Draw(i => b[i] + (0.2 * Uniform()));
        yield return Of(x, "x1,y1,x2,y2", left, top, Draw(i => left[i] + 1.5 + (0.5 * a[i]) + (0.2 * Uniform())), Draw(i => top[i] + 1.2 + (0.3 * b[i]) + (0.2 * noise[i])));
    }

    private double Uniform() => (2 * _random.NextDouble()) - 1;

    private static double[] Draw(Func<int, double> of) => [.. Enumerable.Range(0, Rows).Select(of)];

    private static Table Of(Column[] features, double[] target, PredictionTask task) => Table.FromColumns([.. features, new("y", target)], "y", new() { Task = task });

    private static Table Of(Column[] features, string names, params double[][] targets) => Table.FromColumns([.. features, .. names.Split(',').Select((name, k) => new Column(name, targets[k]))], names);
}

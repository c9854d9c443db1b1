using System.Globalization;
using Minima.Tabular;

namespace Minima.Truth;

/// <summary>The advised loss on one table: its expected score on fresh rows of the generator, and that of the best of all losses that a comparison trains.</summary>
/// <param name="First">The loss that is advised first.</param>
/// <param name="Metric">What judges.</param>
/// <param name="Score">The expected score of the advised loss.</param>
/// <param name="Best">The best of all losses.</param>
/// <param name="BestScore">Its expected score.</param>
/// <param name="Loss">How much worse the advised loss is, as a share of the best score.</param>
internal sealed record Judgement(string First, string Metric, double Score, string Best, double BestScore, double Loss)
{
    private static readonly string[] Names = ["a", "b", "c"];

    /// <param name="family">What the noise is and what is asked.</param>
    /// <param name="seed">Draws the table; fresh rows are drawn from another seed.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="fresh">Fresh rows.</param>
    public static Judgement Of(Family family, ulong seed, int rows, int fresh)
    {
        var (features, seen, truth, cut) = family.Rows(seed, rows);
        var (freshFeatures, _, freshTruth, _) = family.Rows(seed + 1_000_003, fresh);
        var columns = Enumerable.Range(0, Names.Length)
            .Select(j => (Names[j], (IReadOnlyList<string>)[.. features.Select(x => Text(x[j]))]))
            .Append(("y", [.. seen.Select(Text)]));
        if (family.Limit is not null) columns = columns.Append(("event", [.. cut.Select(c => c ? "0" : "1")]));
        var data = AdviceData.Of("made", rows, "y", [.. columns], [.. Enumerable.Range(2, rows)]);
        var context = new AdviceContext(data, AdviceTarget.Of(data.Target, family.Options, "made"), family.Options);
        var advice = Advisor.Run(context);
        context = advice.Context;
        var (wanted, metric) = advice.Options is { } judged ? (judged.Wanted!, judged.Metric!) : (Wanted.Median, Metrics.MeanAbsolute);
        var task = context.Target.Task;
        double[][] all = [.. features, .. freshFeatures];
        var target = TableColumn.OfNumbers("y", [.. seen, .. freshTruth]);
        var used = Enumerable.Range(0, all.Length).ToArray();
        var (choice, targets, asClasses) = ComparisonTargets.Of("made", [target], used, task, null, [], []);
        var table = new ComparisonData
        {
            Name = "made",
            SplitBy = "fresh",
            HasTestTable = true,
            Columns = [.. Names.Select((name, j) => TableColumn.OfNumbers(name, [.. all.Select(x => x[j])]))],
            Task = choice,
            Targets = targets,
            AsClasses = asClasses,
            Used = used,
            TestFrom = rows,
            Lines = used,
            Notes = [],
        };
        var first = advice.Losses[0];
        var requests = Requests(context).ToList();
        if (advice.Options is not null) requests.Insert(0, first.Loss);
        var result = Comparison.Run(new ComparisonOptions { Repeats = 1, Losses = requests, Metric = metric, Wanted = wanted }, table, null, CancellationToken.None);

        // A metric with a level is made anew for each comparison.
        metric = result.Metric;
        var scored = result.Rows.Where(row => row.Kind != RowKind.Constant && !row.Failed && row.Find(metric)?.Mean is not null).ToArray();
        var score = advice.Options is null
            ? Censored(advice, metric, (features, seen, cut), freshFeatures, freshTruth)
            : (first.IsDefault ? result.Default : scored.First(row => row.Kind == RowKind.Loss && row.Name.Split(':')[0] == first.Entry.Key && IsSame(row, first))).Find(metric)!.Mean!.Value;
        var best = scored.MinBy(row => metric.Badness(row.Find(metric)!.Mean!.Value))!;
        var bestScore = best.Find(metric)!.Mean!.Value;
        return new(
            first.Entry.Key, metric.Key, score, best.Name, bestScore,
            (metric.Badness(score) - metric.Badness(bestScore)) / Math.Max(1e-12, Math.Abs(bestScore)));
    }

    private static bool IsSame(ComparisonRow row, AdvisedLoss first) => first.Loss.Given.All(given =>
        row.Parameters.FirstOrDefault(p => p.Name == given.Key) is not { } reading || Equals(ParameterInfo.Format(reading.Value), ParameterInfo.Format(given.Value)));

    /// <summary>Every loss of the task at its defaults, and with the parameters that data and wishes set.</summary>
    private static IEnumerable<LossSpec> Requests(AdviceContext context)
    {
        var task = context.Target.Task switch
        {
            PredictionTask.Binary => LossTask.Binary,
            PredictionTask.MultiClass => LossTask.MultiClass,
            PredictionTask.Ordinal => LossTask.Regression | LossTask.MultiClass,
            _ => LossTask.Regression,
        };
        var shortlist = new Shortlist(context, []);
        var options = context.Options;
        double? level = options.Wanted is { Functional: WantedFunctional.Quantile } quantile ? quantile.Level : !options.IsEven ? options.Cost!.Level : options.Wanted == Wanted.Median ? 0.5 : null;
        foreach (var entry in Catalogue.All.Where(e => (e.Task & task) != LossTask.None))
        {
            if (!entry.Parameters.Any(p => p.IsRequired)) yield return new LossSpec(entry, new Dictionary<string, object?>(StringComparer.Ordinal));
            var parameters = shortlist.Parameters(entry, options.RareClassMatters ? LossPurpose.Imbalance : LossPurpose.None, entry.Suits.HasFlag(LossPurpose.Quantile) || entry.Suits.HasFlag(LossPurpose.UnevenCost) ? level : null);
            if (parameters.Length > 0) yield return LossSpec.Parse($"{entry.Key}:{parameters}");
        }
    }

    /// <summary>The fit that is advised; its model is scored on the true times.</summary>
    private static double Censored(Advice advice, TableMetric metric, (double[][] Features, double[] Seen, bool[] Cut) table, double[][] freshFeatures, double[] truth)
    {
        Column[] columns = [.. Columns(table.Features), new("y", table.Seen), new("event", Array.ConvertAll(table.Cut, cut => cut ? 0.0 : 1))];
        var model = LinearModel.Fit(Table.FromColumns(columns, "y"), advice.Fit!.Loss, advice.Fit.Options);
        return metric.Compute(Predictions.OfNumbers(truth, model.Predict(Table.FromColumns([.. Columns(freshFeatures)]))))!.Value;
    }

    private static IEnumerable<Column> Columns(double[][] features) => Names.Select((name, j) => new Column(name, Array.ConvertAll(features, x => x[j])));

    private static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);
}

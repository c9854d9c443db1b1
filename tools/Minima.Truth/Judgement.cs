using System.Globalization;
using Minima.Cli;
using Minima.Cli.Advise;
using Minima.Cli.Compare;
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
        var context = new AdviceContext(data, AdviceTarget.Of(data.Target, family.Wishes, "made"), family.Wishes, Thresholds.Read([]));
        var advice = Advisor.Run(context, "made.csv", []);
        context = advice.Context;
        var (wanted, metric) = advice.Question is { } question ? (question.Wanted, question.Metric) : (Wanted.Median, Metrics.MeanAbsolute);
        var task = context.Target.Task;
        double[][] all = [.. features, .. freshFeatures];
        var target = TableColumn.OfNumbers("y", [.. seen, .. freshTruth]);
        var used = Enumerable.Range(0, all.Length).ToArray();
        var (choice, targets, asClasses) = ComparisonTargets.Of("made", [target], used, task, null, []);
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
        if (advice.Question is not null) requests.Insert(0, LossSpec.Parse(first.Word));
        var result = Comparison.Run(new ComparisonOptions { Repeats = 1, Losses = requests, Metric = metric, Wanted = wanted }, table, null, CancellationToken.None);

        // A metric with a level is made anew for each comparison.
        metric = result.Metric;
        var scored = result.Rows.Where(row => row.Kind != RowKind.Constant && !row.Failed && row.Find(metric)?.Mean is not null).ToArray();
        var score = advice.Question is null
            ? Censored(advice, context, metric, (features, seen, cut), freshFeatures, freshTruth)
            : (first.IsDefault ? result.Default : scored.First(row => row.Kind == RowKind.Loss && row.Name == first.Entry.Key && IsSame(row, first))).Find(metric)!.Mean!.Value;
        var best = scored.MinBy(row => metric.Badness(row.Find(metric)!.Mean!.Value))!;
        var bestScore = best.Find(metric)!.Mean!.Value;
        return new(
            first.Entry.Key, metric.Key, score, best.Name, bestScore,
            (metric.Badness(score) - metric.Badness(bestScore)) / Math.Max(1e-12, Math.Abs(bestScore)));
    }

    private static bool IsSame(ComparisonRow row, Recommendation first) => LossSpec.Parse(first.Word).Given.All(given =>
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
        var shortlist = new Shortlist(context);
        var wishes = context.Wishes;
        double? level = wishes.Want == WantedNumber.Quantile ? wishes.Level : !wishes.IsEven ? wishes.CostLevel : wishes.Want == WantedNumber.Median ? 0.5 : null;
        foreach (var entry in Catalogue.All.Where(e => (e.Task & task) != LossTask.None))
        {
            if (!entry.Parameters.Any(p => p.IsRequired)) yield return new LossSpec(entry, new Dictionary<string, object?>(StringComparer.Ordinal));
            var parameters = shortlist.Parameters(entry, wishes.Rare ? LossPurpose.Imbalance : LossPurpose.None, entry.Suits.HasFlag(LossPurpose.Quantile) || entry.Suits.HasFlag(LossPurpose.UnevenCost) ? level : null);
            if (parameters.Length > 0) yield return LossSpec.Parse($"{entry.Key}:{parameters}");
        }
    }

    /// <summary>The printed command, run as it is; its model is scored on the true times.</summary>
    private static double Censored(
        Advice advice, AdviceContext context, TableMetric metric, (double[][] Features, double[] Seen, bool[] Cut) table, double[][] freshFeatures, double[] truth)
    {
        var folder = Directory.CreateTempSubdirectory("minima-truth").FullName;
        var (path, later, model) = (Path.Combine(folder, "made.csv"), Path.Combine(folder, "fresh.csv"), Path.Combine(folder, "model.json"));
        File.WriteAllLines(path, table.Features.Select((x, i) => $"{string.Join(',', x.Select(Text))},{Text(table.Seen[i])},{(table.Cut[i] ? 0 : 1)}").Prepend("a,b,c,y,event"));
        File.WriteAllLines(later, freshFeatures.Select(x => string.Join(',', x.Select(Text))).Prepend("a,b,c"));
        var words = advice.Command.Split(' ').Skip(1).Select(word => word == "made.csv" ? path : word.Trim('\''));
        File.WriteAllText(model, Run([.. words, "--json"]));
        var lines = Run(["predict", model, later]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var place = Array.FindIndex(lines[0].Trim().Split(','), name => name.StartsWith("prediction", StringComparison.Ordinal));
        var predictions = lines.Skip(1).Select(line => double.Parse(line.Split(',')[place], CultureInfo.InvariantCulture)).ToArray();
        Directory.Delete(folder, recursive: true);
        return metric.Compute(Predictions.OfNumbers(truth, predictions))!.Value;
    }

    private static string Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.RunAsync(arguments, output, error).GetAwaiter().GetResult();
        return code == 0 ? output.ToString() : throw new InvalidOperationException($"minima {string.Join(' ', arguments)}: {error}");
    }

    private static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);
}

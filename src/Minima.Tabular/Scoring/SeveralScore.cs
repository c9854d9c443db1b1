namespace Minima.Tabular;

/// <summary>Metrics of a model of several outputs (distributions, grades by steps, labels, numbers, parts of 1) on rows whose targets are known.</summary>
internal static class SeveralScore
{
    /// <summary>The score sheet of a model and of the constants of these rows; null for a model of one number or of classes.</summary>
    /// <exception cref="DataException">The table lacks a column, or a target holds a value unknown to the model.</exception>
    public static ScoreSheet? Of(Predictor predictor, Table table, CancellationToken cancellation) => Read(predictor, table, cancellation) is not { } read
        ? null
        : Of(read.Data, read.Wanted, predictor.Linear is { } model ? [string.Join(", ", model.Targets)] : [predictor.Boosted!.Trees.Target], predictor.Linear is null ? new("trees", "提升树") : new("model", "模型"), read.Predicted, read.Notes);

    /// <summary>The predictions of such a model, with the targets; null for a model of one number or of classes.</summary>
    /// <exception cref="DataException">The table lacks a column, or a target holds a value unknown to the model.</exception>
    public static (PredictionTask Task, Predictions Predictions, IReadOnlyList<string> Targets, IReadOnlyList<string> Classes)? Known(Predictor predictor, Table table, CancellationToken cancellation) =>
        Read(predictor, table, cancellation) is not { } read ? null : (read.Data.Task.Task, read.Predicted, [.. read.Data.Targets.Select(target => target.Name)], (read.Data.AsClasses ?? read.Data.Targets[0]).Classes);

    private static (ComparisonData Data, Wanted Wanted, Predictions Predicted, IReadOnlyList<Localized> Notes)? Read(Predictor predictor, Table table, CancellationToken cancellation) => predictor switch
    {
        { Boosted: { Trees.Distribution: not null } boosted } => Read(boosted, table, cancellation),
        { Boosted: { Trees: { FactsColumn: null, Outputs: not null } } boosted } => Grades(boosted, table, cancellation),
        { Linear: { Task: { } task } } when PredictionTasks.NeedsColumn(task) => null,
        { Linear: { Distribution: not null } or { Outputs: not null } or { Targets.Count: > 1 } } => Read(predictor.Linear, table, cancellation),
        _ => null,
    };

    private static (ComparisonData Data, Wanted Wanted, Predictions Predicted, IReadOnlyList<Localized> Notes) Read(LinearModel model, Table table, CancellationToken cancellation)
    {
        if (model is { Distribution: not null, FactsColumn: { } events })
            throw new UsageException($"score: the model was fitted on times of which some are censored (--event {events}); minima compare judges such losses, with --event.");
        var known = LinearScore.Targets(model, table, cancellation);
        var read = known[0].Length;
        var used = LinearScore.KnownRows(known, model.Target, table);
        var raw = PredictTable.Some(PredictTable.Scores(model, table, cancellation), used, read);
        var data = Data(model, [.. known.Select(target => Array.ConvertAll(used, row => target[row]))], table.Name, used.Length);
        var wanted = model.Distribution is null ? Wanted.DefaultOf(data.Task.Task) : Wanted.Distribution;
        return (data, wanted, Predicted(model, data, raw, wanted, cancellation), LinearScore.LeftOut(read, used));
    }

    private static (ComparisonData Data, Wanted Wanted, Predictions Predicted, IReadOnlyList<Localized> Notes) Read(BoostedPrediction boosted, Table table, CancellationToken cancellation)
    {
        var trees = boosted.Trees;
        var (distributions, unseen) = boosted.Distributions(table, null, cancellation);
        var target = LinearScore.Targets(trees, table, cancellation);
        var used = LinearScore.KnownRows([target], trees.Target, table);
        double[] known = Array.ConvertAll(used, row => target[row]);
        var data = Data(PredictionTask.Regression, [new TargetColumn(trees.Target, known, TargetKind.Regression, [])], table.Name, used.Length);
        var (scores, median) = ForecastScores.Of(Wanted.Distribution.ScoredLevels, known, row => distributions[used[row]], cancellation);
        return (data, Wanted.Distribution, Predictions.OfDistributions(known, median, scores), [.. unseen, .. LinearScore.LeftOut(target.Length, used)]);
    }

    private static (ComparisonData Data, Wanted Wanted, Predictions Predicted, IReadOnlyList<Localized> Notes) Grades(BoostedPrediction boosted, Table table, CancellationToken cancellation)
    {
        var trees = boosted.Trees;
        var (scores, unseen) = boosted.Scores(table, cancellation);
        string[] grades = [.. trees.Classes];
        var target = LinearScore.Targets(trees, table, cancellation);
        var (known, kept, _, left) = LinearScore.Known(trees.Target, boosted.Steps(scores), target, table);
        var data = Data(PredictionTask.Ordinal, [new TargetColumn(trees.Target, Array.ConvertAll(known, grade => grade + 1), TargetKind.Regression, [])], table.Name, known.Length) with { AsClasses = new(trees.Target, known, TargetKind.MultiClass, grades) };
        return (data, Wanted.DefaultOf(PredictionTask.Ordinal), JointReading.Of(PredictionTask.Ordinal, trees.Outputs!.Value, kept, known, [], grades.Length), [.. unseen, .. left]);
    }

    private static ScoreSheet Of(ComparisonData data, Wanted wanted, string[] targets, Localized name, Predictions predicted, IReadOnlyList<Localized> notes)
    {
        TableMetric[] metrics = [.. Judge.Metrics(data.Task.Task, wanted), .. RowMetrics.ByTarget(data.Task.Task, data.Targets)];
        var constants = ConstantPredictors.Of(data, new(data.Used, data.Used), wanted).Zip(ConstantPredictors.Names(data.Task.Task, wanted), (predictions, constant) => Column(constant, predictions));
        return new(metrics, targets, [Column(name, predicted), .. constants], data.Used.Length)
        {
            Notes = notes,
            WhyNoLoss = new("the metrics are more informative for several outputs", "对多个输出，各指标更能说明问题"),
        };

        ScoreColumn Column(Localized title, Predictions predictions) => new(title, [[.. metrics.Select(metric => metric.Compute(predictions))]]);
    }

    private static Predictions Predicted(LinearModel model, ComparisonData data, double[] raw, Wanted wanted, CancellationToken cancellation)
    {
        var first = data.Targets[0].Values;
        if (model.Distribution is not null)
        {
            var (scores, median) = ForecastScores.Of(wanted.ScoredLevels, first, DistributionPrediction.Of(model, raw), cancellation);
            return Predictions.OfDistributions(first, median, scores);
        }

        var count = data.Targets.Count;
        double[] rows = [.. Enumerable.Range(0, first.Length).SelectMany(row => data.Targets.Select(target => target.Values[row]))];
        var predictions = model.Outputs is { } reading
            ? JointReading.Of(data.Task.Task, reading, raw, first, count == 1 ? [] : rows, model.Kind == TargetKind.MultiClass ? model.Mapping.Count : count)
            : Each(model, data, raw);
        return model.Thresholds.Count == 0 ? predictions.DecidedAbove(model.Threshold) : Predictions.OfLabels([.. predictions.Labels.Select((label, k) => label.CutAt(model.Thresholds[k]))]);
    }

    /// <summary>The predictions of a model whose targets each have their own model.</summary>
    private static Predictions Each(LinearModel model, ComparisonData data, double[] raw)
    {
        var count = data.Targets.Count;
        Predictions[] each =
        [
            .. data.Targets.Select((target, k) =>
            {
                double[] own = [.. Enumerable.Range(0, target.Values.Length).Select(row => raw[(row * count) + k])];
                return LinearScore.Reader(model.Part(k)).Judge([target.Values], own)[0];
            }),
        ];
        return data.Task.Task == PredictionTask.MultiLabel ? Predictions.OfLabels(each) : Predictions.OfRows(each);
    }

    /// <summary>The targets as the data of a comparison.</summary>
    private static ComparisonData Data(LinearModel model, double[][] targets, string name, int rows)
    {
        var task = model.Task ?? model.Kind switch { TargetKind.Binary => PredictionTask.Binary, TargetKind.MultiClass => PredictionTask.MultiClass, _ => PredictionTask.Regression };
        string[] classes = [.. model.Mapping.Select(pair => pair.Class)];
        return Data(task, [.. model.Targets.Select((target, k) => new TargetColumn(target, targets[k], model.Kind, classes))], name, rows);
    }

    private static ComparisonData Data(PredictionTask task, IReadOnlyList<TargetColumn> targets, string name, int rows)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        return new()
        {
            Name = name,
            Columns = [],
            Task = new(task, true, Localized.Nothing, []),
            Targets = targets,
            Used = all,
            TestFrom = rows,
            Lines = all,
            Notes = [],
        };
    }
}

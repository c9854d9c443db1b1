namespace Minima.Tabular;

/// <summary>The winner of a comparison, fitted again on all rows, as a model for <c>minima predict</c>.</summary>
internal static class ComparisonModel
{
    /// <summary>Refuses to refit a network.</summary>
    public static UsageException NoNetwork() => new UsageException("compare: --save writes a linear model, and --model mlp trains networks; minima train DATA.csv --target COLUMN --loss NAME --save NAME trains and keeps one.");

    /// <summary>Refuses, before any training, models that a file cannot hold.</summary>
    /// <exception cref="UsageException">A formula does not define how its scores become classes.</exception>
    public static void Check(ComparisonData data, IReadOnlyList<LossSpec> losses)
    {
        if (losses.FirstOrDefault(loss => loss.Entry.IsText && data.Targets[0].Kind == TargetKind.Binary) is { } text)
            throw new UsageException($"compare: --save cannot keep {DataException.Quote(text.Name)}: a model file does not hold how a formula's scores become classes; leave out --save, or take minima fit.");
    }

    /// <summary>The row to refit: the clear winner, or else the default.</summary>
    public static ComparisonRow RowOf(ComparisonResult result) =>
        result.Verdict.IsClear ? result.Rows.First(row => row.Name == result.Verdict.Winner && row.DifferenceIn(result.Metric) == result.Verdict.Difference) : result.Default;

    /// <summary>Fits the loss of a row on all rows of the table.</summary>
    public static LinearModel Refit(ComparisonResult result, ComparisonRow row, ComparisonData data, CancellationToken cancellation)
    {
        var (candidate, target, split, trained, predictions) = Trained(result, row, data, cancellation);
        return Model(candidate, target, split, trained, data) with { Threshold = Threshold(result, row, predictions), Thresholds = Thresholds(result, predictions), Grades = Grades(row, data) };
    }

    /// <summary>Boosts trees with the loss of a row on all rows of the table; inner folds choose depth and rounds there.</summary>
    /// <exception cref="UsageException">A model file of trees cannot hold it.</exception>
    public static BoostedTrees RefitTrees(ComparisonResult result, ComparisonRow row, ComparisonData data, CancellationToken cancellation)
    {
        if (data.Targets.Count > 1) throw new UsageException("compare: --save keeps trees of one target, and --target names several; name one.");
        var (candidate, target, split, trained, predictions) = Trained(result, row, data, cancellation);
        var (first, isOfHeads) = (trained[0], candidate.Heads is not null);
        var trees = new BoostedTrees
        {
            Loss = candidate.Name,
            Parameters = [.. candidate.Entry.Named(first.Parameters)],
            Inputs = [.. candidate.Inputs.Select(input => new FitInput(candidate.Entry.Inputs[input.Index].Name, null, input.Column))],
            Target = target.Name,
            Mark = target.Mark,
            Task = candidate.Batch is not null || data.Facts is not null ? data.Task.Task : isOfHeads ? PredictionTask.Regression : BoostedTable.TaskOf(candidate.Entry, data.Task.Task),
            FactsColumn = data.FactsName,
            Distribution = first.Boosted!.Heads is { } heads ? DistributionReading.Of(heads, split.TrainTarget) : null,
            Mapping = target.Mapping(candidate.MarginLabels),
            Grades = candidate.Batch is null ? Grades(row, data) : [],
            Columns = [.. data.Columns.Select(column => BoostedTable.ColumnOf(column.Name, column.Kind, column.Levels, column.Form.Mark))],
            MissingMarks = data.MissingMarks,
            Model = first.Boosted.Model,
            Options = TreeTrainer.Options(first.Trees!, result.Options.Seed),
            Rows = split.TrainRows.Length,
            Link = isOfHeads ? PredictionLink.None : candidate.Entry.Row is not null || candidate.Batch is not null ? candidate.Entry.Link : candidate.Link.Name,
            Threshold = Threshold(result, row, predictions),
            Notes = data.Notes,
        };
        return first.Boosted.Batch is not { } batch ? trees
            : trees.With(batch, candidate.Batch!, [.. data.Columns.Select(column => BoostedTable.ValuesOf(column, split.TrainRows))], split.TrainTarget, data.Facts?.Events is null ? null : data.Facts.EventsOf(split.TrainRows));
    }

    /// <summary>The grades whose positions a row predicts as numbers; empty for other rows.</summary>
    private static IReadOnlyList<string> Grades(ComparisonRow row, ComparisonData data) => data.HasOrder && !row.AsClasses ? data.AsClasses!.Classes : [];

    /// <summary>Trains a row on all rows of the table.</summary>
    private static (Candidate Candidate, TargetColumn Target, Split Split, IReadOnlyList<TrainedFold> Trained, Predictions Predictions) Trained(ComparisonResult result, ComparisonRow row, ComparisonData data, CancellationToken cancellation)
    {
        int[] rows = Array.FindAll(data.Used, used => used < data.TestFrom);
        var all = new Fold(rows, rows[..1]);
        var (_, splits) = FoldMaker.Create(data with { HasTestTable = false }, result.Options with { Folds = OuterFold.InnerFolds, Repeats = 1, Rows = null }, rows);
        var inner = rows.Length > RowSampling.Most ? splits[0].Inner : [.. splits.Select(split => split.Fold)];
        int[] sample = rows.Length > RowSampling.Most ? RowSampling.Of(rows.Length, RowSampling.Most, result.Options.Seed) : [];
        var target = row.AsClasses ? data.AsClasses! : data.Targets[0];
        var views = FoldViews.Create(data, new OuterSplit(0, 0, all, inner, sample, []), new FoldTrainers(data, result.Options.Seed), cancellation);
        var candidate = Candidates.For(data, views.Scale, Requests(result, row), result.Options.Models, result.Wanted, result.Options.Cost).Chosen.First(chosen => Is(chosen, row));
        var metric = result.Options.Metric is null ? MetricChoice.Among(null, result.Wanted, result.Metrics)[^1] : result.Metric;
        var (predictions, trained, _) = views.Train(candidate, metric, null, cancellation);
        return (candidate, target, views.Split, trained, predictions);
    }

    /// <summary>
    /// The raw score above which the later of two classes is predicted; null if the loss defines it. A rule is applied to this model as to that of each fold of the
    /// comparison, so the figures of the comparison hold for it. The thresholds of the folds cannot be used, because their scores have another level.
    /// </summary>
    private static double? Threshold(ComparisonResult result, ComparisonRow row, Predictions predictions) => row.Alarms is not null
        ? AlarmPlan.Of(result.Task.Task, result.Options.Threshold, result.Options.Cost)!.Prepared(predictions).Cut
        : predictions.Tuned is { } cuts ? result.Metric.Tuned?.Invoke(cuts) : null;

    /// <summary>The threshold of each of several labels for the metric or the cost that judged; empty for the thresholds of the loss.</summary>
    private static double[] Thresholds(ComparisonResult result, Predictions predictions)
    {
        var prepared = AlarmPlan.OfLabels(result.Task.Task, result.Options.Cost)?.Prepared(predictions) ?? predictions;
        double[] cuts = [.. prepared.Labels.Select(label => label.CutFor(result.Metric.Tuned ?? (_ => null)))];
        return cuts.SequenceEqual(prepared.Labels.Select(label => label.Threshold)) ? [] : cuts;
    }

    /// <summary>The requested losses with the name of the row, or else its entry, so that the rest of the catalogue is not bound again.</summary>
    private static LossSpec[] Requests(ComparisonResult result, ComparisonRow row)
    {
        var entry = row.Loss!.Entry;
        LossSpec[] named = [.. result.Options.Losses.Where(loss => loss.Name == (entry.IsText ? entry.Formula : entry.Key))];
        return named.Length > 0 ? named : [new(entry, new Dictionary<string, object?>(StringComparer.Ordinal))];
    }

    private static bool Is(Candidate candidate, ComparisonRow row) =>
        candidate.Title == row.Name
        && candidate.IsDefault == (row.Kind == RowKind.Default)
        && candidate.Entry.Parameters.Select((parameter, i) => (parameter, i)).All(pair =>
            row.Parameters.FirstOrDefault(reading => reading.Name == pair.parameter.Name) is not { } reading
            || ((reading.Origin == ParameterOrigin.Tuned) == (candidate.Tuned?.Name == reading.Name)
                && (reading.Origin is ParameterOrigin.Given or ParameterOrigin.Tuned) == candidate.IsGiven(pair.parameter)
                && (reading.Origin != ParameterOrigin.Given || IsSame(reading.Value, candidate.Create(1).Parameters[pair.i]))));

    /// <summary>Compares lists of numbers element by element.</summary>
    private static bool IsSame(object? one, object? other) => Equals(one, other) || (one is IEnumerable<double> numbers && other is IEnumerable<double> others && numbers.SequenceEqual(others));

    private static LinearModel Model(Candidate candidate, TargetColumn target, Split split, IReadOnlyList<TrainedFold> trained, ComparisonData data)
    {
        var features = split.Features!;
        var (first, plan) = (trained[0], candidate.Batch);
        var learned = candidate.Learned.Count + (plan is { Outputs: 0 } ? plan.Learned : 0) + (candidate.Heads?.Constants.Count ?? 0);
        var rows = target.Kind == TargetKind.MultiClass && plan is null ? target.Classes.Count : plan is null && candidate.Heads is null ? 1 : (first.Weights.Length - learned) / (features.Count + 1);
        var coefficients = new List<double[]>();
        var intercepts = new List<double>();
        foreach (var fold in trained) Rows(fold, rows, features, coefficients, intercepts);
        var isTask = PredictionTasks.NeedsColumn(data.Task.Task) || PredictionTasks.HasSeveralTargets(data.Task.Task);
        return new LinearModel
        {
            Loss = candidate.Name,
            Parameters = Parameters(first),
            OwnParameters = trained.Skip(1).Any(fold => !IsAlike(fold.Parameters, first.Parameters)) ? [.. trained.Select(Parameters)] : [],
            Target = string.Join(',', data.Targets.Select(column => column.Name)),
            Targets = [.. data.Targets.Select(column => column.Name)],
            Marks = [.. data.Targets.Select(column => column.Mark)],
            Kind = target.Kind,
            Task = isTask ? data.Task.Task : null,
            Outputs = plan is { Outputs: > 0 } ? plan.Read : null,
            Survival = first.Survival is { } basis ? SurvivalReading.Of(basis, split.TrainTarget, data.Facts!.EventsOf(split.TrainRows)) : null,
            Distribution = candidate.Heads is { } heads ? DistributionReading.Of(heads, split.TrainTarget) : null,
            FactsColumn = data.FactsName,
            Mapping = target.Mapping(candidate.MarginLabels),
            Link = candidate.Heads is not null ? PredictionLink.None : plan is { Outputs: > 0 } ? candidate.Entry.Link : candidate.Entry.Row is null && plan is null ? Link() : plan?.Reading == OutputReading.Logit ? PredictionLink.Logit : plan is not null && target.Kind == TargetKind.Binary ? PredictionLink.Sign : candidate.Entry.Link,
            Encoding = features.Encodings,
            MissingMarks = data.MissingMarks,
            Features = [.. features.Encodings.SelectMany(encoding => encoding.Features)],
            Coefficients = [.. coefficients],
            Intercepts = [.. intercepts],
            L2 = first.L2,
            Inputs = trained.Count > 1 ? [] : [.. candidate.Learned.Select((learned, k) => new FitInput(learned.Name, first.Learned[k], null)), .. candidate.Inputs.Select(input => new FitInput(candidate.Entry.Inputs[input.Index].Name, null, input.Column))],
            Rows = split.TrainTarget.Length,
            EnglishNotes = [.. data.Notes.Select(note => note.English), "From minima compare: l2 is that of standardised columns and of the loss over its mean curvature."],
        };

        KeyValuePair<string, object?>[] Parameters(TrainedFold fold) =>
            [.. candidate.Entry.Named(fold.Parameters).Where(pair => candidate.Learned.All(learned => learned.Name != pair.Key))];

        // A tuned parameter may change the meaning of the scores; if targets do not agree, each derives it again from its own parameters.
        PredictionLink Link()
        {
            PredictionLink[] links = [.. trained.Select(fold => (fold.Tuned is { } value ? candidate.At(value) : candidate).Link.Name).Distinct()];
            return links.Length == 1 ? links[0] : PredictionLink.Other;
        }
    }

    private static bool IsAlike(IReadOnlyList<object?> one, IReadOnlyList<object?> other) => one.Zip(other).All(pair => IsSame(pair.First, pair.Second));

    /// <summary>The coefficients of some outputs in the units of the given columns.</summary>
    private static void Rows(TrainedFold trained, int rows, FeatureSet features, List<double[]> coefficients, List<double> intercepts)
    {
        var (offset, factor) = (trained.OutputScale.Offset, trained.OutputScale.Factor);
        for (var k = 0; k < rows; k++)
        {
            var own = new double[features.Count];
            var intercept = offset + (factor * trained.Weights[(rows * features.Count) + k]);
            for (var j = 0; j < features.Count; j++)
            {
                var scale = features.Scales[j];
                var weight = factor * trained.Weights[(k * features.Count) + j] * scale.Factor;
                intercept -= weight * scale.Mean;
                own[j] = Math.ScaleB(weight, -scale.Exponent);
            }

            coefficients.Add(own);
            intercepts.Add(intercept);
        }
    }
}

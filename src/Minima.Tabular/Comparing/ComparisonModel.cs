namespace Minima.Tabular;

/// <summary>The winner of a comparison, fitted again on all rows, as the model that <c>minima predict</c> reads.</summary>
internal static class ComparisonModel
{
    /// <summary>Refuses to refit a network.</summary>
    public static UsageException NoNetwork() => new UsageException("compare: --save writes a linear model, and --model mlp trains networks; minima train DATA.csv --target COLUMN --loss NAME --save NAME trains and keeps one.");

    /// <summary>Refuses, before anything is trained, what a model file cannot hold.</summary>
    /// <exception cref="UsageException">The target is several labels, or a formula does not say how its scores become classes.</exception>
    public static void Check(ComparisonData data, IReadOnlyList<LossSpec> losses)
    {
        if (data.Task.Task == PredictionTask.MultiLabel)
            throw new UsageException("compare: --save writes one model, and several labels have one each; compare them one by one with --target.");
        if (losses.FirstOrDefault(loss => loss.Entry is { IsText: true } entry && (entry.Inputs.Count > 2 || data.Task.Task == PredictionTask.Binary)) is { } text)
            throw new UsageException($"compare: --save cannot keep {DataException.Quote(text.Name)}: {(text.Entry.Inputs.Count > 2 ? "its predictions need no further column, its training does" : "a model file does not hold how a formula's scores become classes")}; leave out --save, or take minima fit.");
    }

    /// <summary>The row that is refitted: the clear winner, else the default.</summary>
    public static ComparisonRow RowOf(ComparisonResult result) =>
        result.Verdict.IsClear ? result.Rows.First(row => row.Name == result.Verdict.Winner && row.DifferenceIn(result.Metric) == result.Verdict.Difference) : result.Default;

    /// <summary>Fits the winner, or the default where none beats it, on all rows.</summary>
    public static LinearModel Refit(ComparisonResult result, ComparisonData data, CancellationToken cancellation)
    {
        var row = RowOf(result);
        int[] rows = Array.FindAll(data.Used, used => used < data.TestFrom);
        var all = new Fold(rows, rows[..1]);
        var (_, splits) = FoldMaker.Create(data with { HasTestTable = false }, result.Options with { Folds = OuterFold.InnerFolds, Repeats = 1, Rows = null }, rows);
        var inner = rows.Length > RowSampling.Most ? splits[0].Inner : [.. splits.Select(split => split.Fold)];
        int[] sample = rows.Length > RowSampling.Most ? RowSampling.Of(rows.Length, RowSampling.Most, result.Options.Seed) : [];
        var target = row.AsClasses ? data.AsClasses! : data.Targets[0];
        var fold = OuterFold.Create(data, new OuterSplit(0, 0, all, inner, sample, []), target, cancellation);
        var candidate = Candidates.For(data, fold.Scale, result.Options.Losses, wanted: result.Wanted, cost: result.Options.Cost).Chosen.First(chosen => Is(chosen, row));
        var metric = result.Task.Task == PredictionTask.Ordinal && !row.AsClasses ? Metrics.Regression[0] : result.Options.Metric is null ? MetricChoice.Among(null, result.Wanted, result.Metrics)[^1] : result.Metric;
        var trained = LossTrainer.Train(candidate, target, fold, null, cancellation, data.Others, metric);
        return Model(candidate, target, fold, trained, data) with { Threshold = result.Alarms?.Threshold, Grades = data.HasOrder && !row.AsClasses ? data.AsClasses!.Classes : [] };
    }

    private static bool Is(Candidate candidate, ComparisonRow row) =>
        candidate.Name == row.Name
        && candidate.IsDefault == (row.Kind == RowKind.Default)
        && candidate.Entry.Parameters.Select((parameter, i) => (parameter, i)).All(pair =>
            row.Parameters.FirstOrDefault(reading => reading.Name == pair.parameter.Name) is not { } reading
            || ((reading.Origin == ParameterOrigin.Tuned) == (candidate.Tuned?.Name == reading.Name)
                && (reading.Origin is ParameterOrigin.Given or ParameterOrigin.Tuned) == candidate.IsGiven(pair.parameter)
                && (reading.Origin != ParameterOrigin.Given || Equals(reading.Value, candidate.Create(1).Parameters[pair.i]))));

    private static LinearModel Model(Candidate candidate, TargetColumn target, OuterFold fold, TrainedFold trained, ComparisonData data)
    {
        var features = fold.Split.Features!;
        var learned = candidate.Learned.Count + (candidate.Batch?.LearnedParameters.Count ?? 0) + (candidate.Heads?.Constants.Count ?? 0);
        var rows = target.Kind == TargetKind.MultiClass ? target.Classes.Count : candidate.Batch is null && candidate.Heads is null ? 1 : (trained.Weights.Length - learned) / (features.Count + 1);
        var coefficients = new double[rows][];
        var intercepts = new double[rows];
        for (var k = 0; k < rows; k++)
        {
            var (offset, factor) = (trained.OutputScale.Offset, trained.OutputScale.Factor);
            coefficients[k] = new double[features.Count];
            intercepts[k] = offset + (factor * trained.Weights[(rows * features.Count) + k]);
            for (var j = 0; j < features.Count; j++)
            {
                var scale = features.Scales[j];
                var weight = factor * trained.Weights[(k * features.Count) + j] * scale.Factor;
                intercepts[k] -= weight * scale.Mean;
                coefficients[k][j] = Math.ScaleB(weight, -scale.Exponent);
            }
        }

        var margin = candidate.MarginLabels;
        return new LinearModel
        {
            Loss = candidate.Name,
            Parameters = [.. candidate.Entry.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, trained.Parameters[i])).Where(pair => candidate.Learned.All(learned => learned.Name != pair.Key))],
            Target = target.Name,
            Kind = target.Kind,
            Task = PredictionTasks.NeedsColumn(data.Task.Task) ? data.Task.Task : null,
            Survival = trained.Survival is { } basis ? SurvivalReading.Of(basis, fold.Split.TrainTarget, data.Facts!.EventsOf(fold.Split.TrainRows)) : null,
            Mapping = [.. target.Classes.Select((name, k) => (name, margin ? (2.0 * k) - 1 : k))],
            Link = candidate.Heads is not null ? PredictionLink.None : candidate.Entry.Row is null && candidate.Batch is null ? candidate.Link.Name : candidate.Batch?.Reading == OutputReading.Logit ? PredictionLink.Logit : candidate.Batch is not null && target.Kind == TargetKind.Binary ? PredictionLink.Sign : candidate.Entry.Link,
            Distribution = candidate.Heads is { } plan ? DistributionReading.Of(plan, fold.Split.TrainTarget) : null,
            Encoding = features.Encodings,
            Features = [.. features.Encodings.SelectMany(encoding => encoding.Features)],
            Coefficients = coefficients,
            Intercepts = intercepts,
            L2 = trained.L2,
            Inputs = [.. candidate.Learned.Select((learned, k) => new FitInput(learned.Name, trained.Learned[k], null))],
            Rows = fold.Split.TrainTarget.Length,
            EnglishNotes = [.. data.Notes.Select(note => note.English), "From minima compare: l2 is that of standardised columns and of the loss over its mean curvature."],
        };
    }
}

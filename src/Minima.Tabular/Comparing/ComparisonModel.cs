namespace Minima.Tabular;

/// <summary>The winner of a comparison, fitted again on all rows, as the model that <c>minima predict</c> reads.</summary>
internal static class ComparisonModel
{
    /// <summary>Refuses, before anything is trained, what a model file cannot hold.</summary>
    /// <exception cref="UsageException">The target is several labels, or a formula does not say how its scores become classes.</exception>
    public static void Check(ComparisonData data, IReadOnlyList<LossSpec> losses)
    {
        if (data.Task.Task == CompareTask.MultiLabel)
            throw new UsageException("compare: --save writes one model, and several labels have one each; compare them one by one with --target.");
        if (losses.FirstOrDefault(loss => loss.Entry is { IsText: true } entry && (entry.Inputs.Count > 2 || data.Task.Task == CompareTask.Binary)) is { } text)
            throw new UsageException($"compare: --save cannot keep {DataException.Quote(text.Name)}: {(text.Entry.Inputs.Count > 2 ? "its predictions need no further column, its training does" : "a model file does not hold how a formula's scores become classes")}; leave out --save, or take minima fit.");
    }

    /// <summary>Why nothing is saved: no model beats the best constant beyond luck. Null where there is one to save.</summary>
    public static Both? Refusal(ComparisonResult result, string path)
    {
        if (result.Verdict.Winner is not null) return null;
        var constant = result.Verdict.Constant?.Constant ?? new Both("a constant", "常数预测");
        return new(
            $"Nothing is saved in {path}: no model was shown to beat {constant.English} beyond luck. Give more rows or columns that say more; minima fit keeps a model without asking that.",
            $"没有写入 {path}：没有模型被证明明显优于{constant.Chinese}。请提供更多的行或更有用的列；minima fit 不作此要求即可保存模型。");
    }

    /// <summary>Fits the winner, or the default where none beats it, and writes it.</summary>
    /// <returns>A sentence that says so.</returns>
    public static Both Save(ComparisonResult result, ComparisonData data, IReadOnlyList<LossSpec> losses, string path, CancellationToken cancellation)
    {
        var row = result.Verdict.Clear ? result.Rows.First(row => row.Name == result.Verdict.Winner && row.DifferenceIn(result.Metric) == result.Verdict.Difference) : result.Default;
        int[] rows = Array.FindAll(data.Used, used => used < data.TestFrom);
        var all = new Fold(rows, rows[..1]);
        var (_, splits) = FoldMaker.Create(data, result.Request with { Folds = OuterFold.InnerFolds, Repeats = 1, Rows = null, Test = null }, rows);
        var inner = rows.Length > RowSampling.Most ? splits[0].Inner : [.. splits.Select(split => split.Fold)];
        int[] sample = rows.Length > RowSampling.Most ? RowSampling.Of(rows.Length, RowSampling.Most, result.Request.Seed) : [];
        var target = row.AsClasses ? data.AsClasses! : data.Targets[0];
        var fold = OuterFold.Create(data, new OuterSplit(0, 0, all, inner, sample, []), target, cancellation);
        var candidate = Candidates.For(data, fold.Scale, losses, wanted: result.Wanted).Chosen.First(chosen => Is(chosen, row));
        var metric = result.Task.Task == CompareTask.Ordinal && !row.AsClasses ? Metrics.Regression[0] : result.Request.Metric is null ? MetricChoice.Among(null, result.Wanted, result.Metrics)[^1] : result.Metric;
        var trained = LossTrainer.Train(candidate, target, fold, null, cancellation, data.Others, metric);
        OutputFile.Write(path, FitModelWriter.Write(Model(candidate, target, fold, trained, data)) + "\n");
        return new(
            $"Saved {candidate.Name}{(result.Verdict.Clear ? "" : ", the default")}, fitted on {rows.Length} rows, in {path}; minima predict {path} DATA.csv uses it.",
            $"已将{(result.Verdict.Clear ? "" : "默认的")} {candidate.Name} 在 {rows.Length} 行上拟合并存入 {path}；用 minima predict {path} DATA.csv 预测。");
    }

    private static bool Is(Candidate candidate, ComparisonRow row) =>
        candidate.Name == row.Name
        && candidate.IsDefault == (row.Kind == RowKind.Default)
        && candidate.Entry.Parameters.Select((parameter, i) => (parameter, i)).All(pair =>
            row.Parameters.FirstOrDefault(reading => reading.Name == pair.parameter.Name) is not { } reading
            || ((reading.Origin == ParameterOrigin.Tuned) == (candidate.Tuned?.Name == reading.Name)
                && (reading.Origin is ParameterOrigin.Given or ParameterOrigin.Tuned) == candidate.IsGiven(pair.parameter)
                && (reading.Origin != ParameterOrigin.Given || Equals(reading.Value, candidate.Create(1).Parameters[pair.i]))));

    private static FitModel Model(Candidate candidate, TargetColumn target, OuterFold fold, TrainedFold trained, ComparisonData data)
    {
        var features = fold.Split.Features!;
        var rows = target.Kind == TargetKind.MultiClass ? target.Classes.Count : 1;
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
        return new FitModel
        {
            Loss = candidate.Name,
            Parameters = [.. candidate.Entry.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, trained.Parameters[i])).Where(pair => candidate.Learned.All(learned => learned.Name != pair.Key))],
            Target = target.Name,
            Kind = target.Kind,
            Mapping = [.. target.Classes.Select((name, k) => (name, margin ? (2.0 * k) - 1 : k))],
            Link = candidate.Entry.Row is null ? candidate.Link.Name : candidate.Entry.Link,
            Encoding = features.Encodings,
            Features = [.. features.Encodings.SelectMany(encoding => encoding.Features)],
            Coefficients = coefficients,
            Intercepts = intercepts,
            L2 = trained.L2,
            Inputs = [.. candidate.Learned.Select((learned, k) => new FitInput(learned.Name, trained.Learned[k], null))],
            Rows = fold.Split.TrainTarget.Length,
            Method = FitMethod.Local,
            Notes = [.. data.Notes.Select(note => note.English), "From minima compare: l2 is that of standardised columns and of the loss over its mean curvature."],
        };
    }
}

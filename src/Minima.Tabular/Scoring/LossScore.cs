namespace Minima.Tabular;

/// <summary>The mean of the loss that a model was trained with, on other rows.</summary>
internal static class LossScore
{
    /// <summary>The score sheet with the mean loss, or with the reason why it is missing.</summary>
    /// <param name="sheet">The sheet without the loss.</param>
    /// <param name="reader">The reader of the outputs of the model.</param>
    /// <param name="targets">For each target column the value of each row.</param>
    /// <param name="raw">The outputs, row after row.</param>
    /// <param name="columns">The source of columns that the loss takes in addition; null if the model cannot have such a loss.</param>
    public static ScoreSheet On(ScoreSheet sheet, OutputReader reader, double[][] targets, double[] raw, ScoredColumns? columns = null)
    {
        if (reader.Losses[0] is null && columns is not null && reader.LossOfColumns is { } besides) return On(sheet, reader, besides.Loss, besides.Columns, targets[0], raw, columns);
        if (reader.Losses[0] is not { } loss) return sheet with { WhyNoLoss = reader.WhyNoLoss };
        sheet = sheet with { LossName = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key };
        try
        {
            return sheet with { Losses = Means(reader, targets, raw) };
        }
        catch (LossException refusal)
        {
            return sheet with { WhyNoLoss = Candidates.Refused(refusal.Message, loss.Entry.Key) };
        }
    }

    private static ScoreSheet On(ScoreSheet sheet, OutputReader reader, Loss loss, IReadOnlyList<(int Index, string Column)> inputs, double[] target, double[] raw, ScoredColumns columns)
    {
        sheet = sheet with { LossName = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key };
        if (columns.Read([.. inputs.Select(input => input.Column)], out var why) is not { } values) return sheet with { WhyNoLoss = why };
        var batch = Batch(reader, target, raw);
        for (var i = 0; i < inputs.Count; i++) batch.SetInput(inputs[i].Index, values[i]);
        try
        {
            return sheet with { Losses = [loss.Evaluate(batch).Value] };
        }
        catch (LossException refusal)
        {
            return sheet with { WhyNoLoss = Candidates.Refused(refusal.Message, loss.Entry.Key) };
        }
    }

    private static double[] Means(OutputReader reader, double[][] targets, double[] raw)
    {
        var meaning = reader.Meaning;
        if (meaning.IsOfClasses) return [new RowMeanLoss(reader.Losses[0]!, Array.ConvertAll(targets[0], value => (int)value), meaning.Classes.Count).Evaluate(raw, [])];
        if (reader.Losses[0]!.Entry.Row is not null) return [OfLabelRows(reader.Losses[0]!, targets, raw)];
        var means = new double[targets.Length];
        for (var k = 0; k < targets.Length; k++)
        {
            var loss = reader.Losses[Math.Min(k, reader.Losses.Count - 1)]!;
            var batch = Batch(reader, targets[k], raw, k);
            for (var j = 0; j < meaning.Further.Count; j++) batch.SetInput(OutputReader.InputOf(loss, meaning.Further[j]), reader.Column(raw, k, j + 1));
            means[k] = loss.Evaluate(batch).Value;
        }

        // Labels are terms of one loss.
        return meaning.HasSeveralNumbers ? means : [means.Average()];
    }

    /// <summary>The rows of one target in the form of its loss, with its constant inputs.</summary>
    private static LossBatch<double> Batch(OutputReader reader, double[] values, double[] raw, int k = 0)
    {
        var unit = reader.Meaning.UnitOf(k);
        var target = Array.ConvertAll(values, value => reader.Meaning.MarginLabels ? (2 * value) - 1 : value / unit);
        var batch = new LossBatch<double> { Prediction = reader.Column(raw, k), Target = target, Reduction = Reduction.Mean, Threads = 1 };
        foreach (var (index, value) in reader.Inputs) batch.SetInput(index, Enumerable.Repeat(value, target.Length).ToArray());
        return batch;
    }

    private static double OfLabelRows(Loss loss, double[][] targets, double[] raw)
    {
        var rows = new double[raw.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = targets[i % targets.Length][i / targets.Length];
        return loss.Evaluate(new LossBatch<double> { Prediction = raw, Target = rows, Classes = targets.Length, IgnoreIndex = IgnoreIndex.None, Reduction = Reduction.Mean, Threads = 1 }).Value;
    }
}

namespace Minima.Tabular;

/// <summary>The mean of the loss that a model was trained with, on other rows.</summary>
internal static class LossScore
{
    /// <summary>The sheet with the mean loss, or with the reason why there is none.</summary>
    public static ScoreSheet On(ScoreSheet sheet, OutputReader reader, double[][] targets, double[] raw)
    {
        if (reader.Losses[0] is not { } loss) return sheet with { WhyNoLoss = reader.WhyNoLoss };
        sheet = sheet with { LossName = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key };
        try
        {
            return sheet with { Losses = Means(reader, targets, raw) };
        }
        catch (LossException refusal)
        {
            return sheet with { WhyNoLoss = Candidates.Refused(refusal) };
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
            var unit = meaning.UnitOf(k);
            var target = Array.ConvertAll(targets[k], value => meaning.MarginLabels ? (2 * value) - 1 : value / unit);
            var batch = new LossBatch<double> { Prediction = reader.Column(raw, k), Target = target, Reduction = Reduction.Mean, Threads = 1 };
            foreach (var (index, value) in reader.Inputs) batch.SetInput(index, Enumerable.Repeat(value, target.Length).ToArray());
            for (var j = 0; j < meaning.Further.Count; j++) batch.SetInput(OutputReader.InputOf(loss, meaning.Further[j]), reader.Column(raw, k, j + 1));
            means[k] = loss.Evaluate(batch).Value;
        }

        // Labels are terms of one loss.
        return meaning.HasSeveralNumbers ? means : [means.Average()];
    }

    private static double OfLabelRows(Loss loss, double[][] targets, double[] raw)
    {
        var rows = new double[raw.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = targets[i % targets.Length][i / targets.Length];
        return loss.Evaluate(new LossBatch<double> { Prediction = raw, Target = rows, Classes = targets.Length, IgnoreIndex = IgnoreIndex.None, Reduction = Reduction.Mean, Threads = 1 }).Value;
    }
}

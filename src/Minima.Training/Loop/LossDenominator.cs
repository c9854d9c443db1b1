namespace Minima.Training;

/// <summary>The denominator of the mean of a term over a batch, known before the forward pass: needed if a batch is processed in parts.</summary>
internal static class LossDenominator
{
    public static double Of(LossTerm term, in TrainingBatch batch)
    {
        var target = batch.TargetAt(term.Target);
        if (term.Loss is TensorLoss)
        {
            throw new TrainingException($"The term '{term.Name}': parts of a batch do not determine what {term.Loss.Entry.Key} is divided by, nor which rows it compares. Train on whole batches.");
        }

        if (term.Loss.Groups is { } groups) return OfSums(term, groups, target, batch);
        var isOfRows = term.Loss.Entry.Row is not null || term.Loss.Entry.Inputs[0].Kind == InputKind.Box;
        var terms = isOfRows && target.Type != ElementType.Int32 ? target.Count / Math.Max(target.Shape[^1], 1) : target.Count;
        var each = batch.Rows == 0 ? 0 : terms / batch.Rows;
        if (term.Loss.Entry.Row is { } row && target.Type == ElementType.Int32)
        {
            return OfLabels(term, row, target.Contiguous().Read<int>(), batch.Weight, each);
        }

        double sum = 0;
        for (var i = 0; i < batch.Rows; i++) sum += WeightOf(batch.Weight, i) * each;
        return sum;
    }

    /// <exception cref="TrainingException">The loss needs sums over the whole batch, which its parts cannot provide.</exception>
    private static double OfSums(LossTerm term, SumGroups groups, Tensor target, in TrainingBatch batch)
    {
        if (groups is SumGroups.Batch or SumGroups.ClassesOfBatch || term.Loss.Entry.Sums!.IsScalar)
        {
            throw new TrainingException($"The term '{term.Name}': the sums of {term.Loss.Entry.Key} run over the whole batch, and cannot be computed from its parts. Train on whole batches.");
        }

        var each = groups == SumGroups.Rows || term.Loss.Entry.Sums.OverClasses || target.Rank < 2 ? 1 : target.Shape[1];
        double sum = 0;
        for (var i = 0; i < batch.Rows; i++) sum += WeightOf(batch.Weight, i) * each;
        return sum;
    }

    private static double OfLabels(LossTerm term, RowInfo row, ReadOnlySpan<int> labels, Tensor weight, int each)
    {
        if (row.Mean == RowMean.ScoresToLabel)
        {
            throw new TrainingException($"The term '{term.Name}': the mean of {term.Loss.Entry.Key} divides by the number of questions that are asked. The labels alone do not determine it, and a batch in parts needs it in advance. Train on whole batches.");
        }

        var byClass = term.ClassWeights is not null && row.Mean == RowMean.ClassWeights;
        double sum = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == row.IgnoreIndex) continue;
            sum += WeightOf(weight, i / Math.Max(each, 1)) * (byClass ? term.ClassWeights![labels[i]] : 1);
        }

        return sum;
    }

    private static double WeightOf(Tensor weight, int row) => weight.IsNone ? 1
        : weight.Type == ElementType.Single ? weight.Read<float>()[row]
        : weight.Read<double>()[row];
}

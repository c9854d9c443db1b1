using System.Numerics;
using System.Runtime.InteropServices;

namespace Minima;

/// <summary>What a batch of a row loss has to satisfy before anything is computed or written.</summary>
internal static class RowBatchCheck<TLoss>
    where TLoss : struct, IRowLoss
{
    private static string Key => LossDescription<RowFormula<TLoss>>.Key;

    /// <summary>Refuses a batch that breaks a rule; returns what a mean divides by. Lengths first: the other checks rely on them.</summary>
    public static double Check<TElement>(in TLoss loss, in LossBatch<TElement> batch, out int rows)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        BatchRules.RefuseMembers(Key, batch, BatchMembers.OfRows);
        CheckChoices(batch);
        rows = CheckLengths(batch);
        CheckOutput(batch, batch.Gradient, "gradient of prediction", InputSet.First, curves: false);
        CheckOutput(batch, batch.TargetGradient, "gradient of target", InputSet.Second, curves: false);
        CheckOutput(batch, batch.Hessian, "hessian of prediction", InputSet.First, curves: true);
        CheckOutput(batch, batch.TargetHessian, "hessian of target", InputSet.Second, curves: true);
        CheckTermsOverlap(batch);
        if (rows > 0)
        {
            LossDescription<RowFormula<TLoss>>.CheckLists(new(loss), batch.Classes.GetValueOrDefault());
        }

        CheckClassWeights(batch, rows);
        CheckLabels(batch, rows);
        CheckDomain(batch, batch.Prediction, 0, LossDescription<RowFormula<TLoss>>.DomainOf(new(loss), 0));
        CheckDomain(batch, batch.Target, 1, LossDescription<RowFormula<TLoss>>.DomainOf(new(loss), 1));
        if (TLoss.PredictionRule == RowRule.PositiveSum)
        {
            CheckPositiveSums(batch, rows);
        }

        return Denominator(batch, rows);
    }

    /// <summary>Whether a mask or the ignored label leaves a row out.</summary>
    public static bool IsLeftOut<TElement>(in LossBatch<TElement> batch, int row)
        where TElement : unmanaged =>
        (!batch.Mask.IsEmpty && !batch.Mask[row]) || (!batch.Labels.IsEmpty && (batch.IgnoreIndex ?? TLoss.IgnoreIndex) is { } ignored && ignored != IgnoreIndex.None && batch.Labels[row] == ignored);

    /// <summary>Enumerations out of their range, and a target that the loss does not take.</summary>
    private static void CheckChoices<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        BatchRules.CheckChoices(Key, batch.Reduction, batch.WeightedMean, batch.Curvature);
        if (!batch.Labels.IsEmpty && !batch.Target.IsEmpty)
        {
            throw Throw.TwoTargets(Key);
        }

        if (!batch.Labels.IsEmpty && (TLoss.Targets & RowTargets.Labels) == 0)
        {
            throw Throw.TargetKind(Key, gotLabels: true, TLoss.Targets);
        }

        if (!batch.Target.IsEmpty && (TLoss.Targets & RowTargets.Rows) == 0)
        {
            throw Throw.TargetKind(Key, gotLabels: false, TLoss.Targets);
        }

        if (batch.IgnoreIndex is not (null or IgnoreIndex.None) && !batch.Target.IsEmpty)
        {
            throw Throw.NoIgnoreIndex(Key);
        }

        if (!batch.ClassWeights.IsEmpty && !TLoss.TakesClassWeights)
        {
            throw Throw.NoClassWeights(Key);
        }
    }

    /// <summary>The lengths of everything that has one number for each row, or for each element; returns the number of rows.</summary>
    private static int CheckLengths<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        var elements = batch.Prediction.Length;
        var rows = 0;
        if (elements > 0)
        {
            if (batch.Classes.GetValueOrDefault() < 1 || (batch.Inner ?? 1) < 1)
            {
                throw Throw.Classes(Key, batch.Classes.GetValueOrDefault(), (batch.Inner ?? 1));
            }

            if (elements % ((long)batch.Classes.GetValueOrDefault() * (batch.Inner ?? 1)) != 0)
            {
                throw Throw.Rows(Key, elements, batch.Classes.GetValueOrDefault(), (batch.Inner ?? 1));
            }

            rows = elements / batch.Classes.GetValueOrDefault();
        }

        if (batch.Labels.IsEmpty && batch.Target.IsEmpty && rows > 0)
        {
            throw Throw.NoTarget(Key, TLoss.Targets switch
            {
                RowTargets.Labels => "one label for each row",
                RowTargets.Rows => "one number for each class, in the shape of 'prediction'",
                _ => "one label for each row, or one number for each class",
            });
        }

        RequireRows("target", batch.Labels.Length, rows, "one label for each row");
        RequireRows("terms", batch.Terms.Length, rows, "one term for each row");
        RequireRows("sample_weight", batch.SampleWeight.Length, rows, "one weight for each row");
        RequireRows("mask", batch.Mask.Length, rows, "one flag for each row");
        if (!batch.Target.IsEmpty && batch.Target.Length != elements)
        {
            throw Throw.Length(Key, "target", batch.Target.Length, "prediction", elements);
        }

        return rows;
    }

    private static void RequireRows(string name, int length, int rows, string each)
    {
        if (length != 0 && length != rows)
        {
            throw Throw.RowLength(Key, name, length, rows, each);
        }
    }

    private static void CheckOutput<TElement>(in LossBatch<TElement> batch, ReadOnlySpan<TElement> output, string name, InputSet input, bool curves)
        where TElement : unmanaged
    {
        if (output.IsEmpty)
        {
            return;
        }

        if ((TLoss.Differentiated & input) == 0 || (input == InputSet.Second && batch.Target.IsEmpty))
        {
            throw Throw.NotDifferentiated(Key, input == InputSet.First ? "prediction" : "target");
        }

        if (curves && LossDescription<RowFormula<TLoss>>.Entry is { StopsGradient: true })
        {
            throw Throw.NoHessian(Key);
        }

        if (output.Length != batch.Prediction.Length)
        {
            throw Throw.Length(Key, name, output.Length, "prediction", batch.Prediction.Length);
        }

        // In place of its own input a gradient may be written: a row is read whole before any of it is. Nothing else may overlap.
        RequireApart(batch.Prediction, output, name, "prediction", mayCoincide: !curves && input == InputSet.First);
        RequireApart(batch.Target, output, name, "target", mayCoincide: !curves && input == InputSet.Second);
        var others = (output.Overlaps(batch.Gradient) ? 1 : 0) + (output.Overlaps(batch.TargetGradient) ? 1 : 0)
            + (output.Overlaps(batch.Hessian) ? 1 : 0) + (output.Overlaps(batch.TargetHessian) ? 1 : 0);
        if (others > 1 || output.Overlaps(batch.SampleWeight) || output.Overlaps(batch.Terms) || output.Overlaps(batch.ClassWeights)
            || MemoryMarshal.AsBytes(output).Overlaps(MemoryMarshal.AsBytes(batch.Labels)))
        {
            throw Throw.Overlap(Key, name, "another buffer of the batch");
        }
    }

    private static void RequireApart<TElement>(ReadOnlySpan<TElement> input, ReadOnlySpan<TElement> output, string name, string other, bool mayCoincide)
        where TElement : unmanaged
    {
        if (output.Overlaps(input, out var offset) && (offset != 0 || !mayCoincide))
        {
            throw Throw.Overlap(Key, name, other);
        }
    }

    private static void CheckTermsOverlap<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        RequireApart(batch.Prediction, batch.Terms, "terms", "prediction", mayCoincide: false);
        RequireApart(batch.Target, batch.Terms, "terms", "target", mayCoincide: false);
        if (batch.Terms.Overlaps(batch.SampleWeight) || batch.Terms.Overlaps(batch.ClassWeights) || MemoryMarshal.AsBytes(batch.Terms).Overlaps(MemoryMarshal.AsBytes(batch.Labels)))
        {
            throw Throw.Overlap(Key, "terms", "another buffer of the batch");
        }
    }

    private static void CheckClassWeights<TElement>(in LossBatch<TElement> batch, int rows)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (!batch.ClassWeights.IsEmpty && rows > 0 && batch.ClassWeights.Length != batch.Classes.GetValueOrDefault())
        {
            throw Throw.ClassWeights(Key, batch.ClassWeights.Length, batch.Classes.GetValueOrDefault());
        }

        for (var k = 0; k < batch.ClassWeights.Length; k++)
        {
            if (!TElement.IsFinite(batch.ClassWeights[k]))
            {
                throw Throw.ClassWeight(Key, k, double.CreateTruncating(batch.ClassWeights[k]));
            }
        }
    }

    private static void CheckLabels<TElement>(in LossBatch<TElement> batch, int rows)
        where TElement : unmanaged
    {
        if (batch.Labels.IsEmpty)
        {
            return;
        }

        var labels = batch.Classes.GetValueOrDefault() + TLoss.LabelsBeyondScores;
        for (var row = 0; row < rows; row++)
        {
            if ((uint)batch.Labels[row] >= (uint)labels && !IsLeftOut(batch, row))
            {
                throw Throw.Label(Key, row, batch.Labels[row], labels, batch.IgnoreIndex ?? TLoss.IgnoreIndex);
            }
        }
    }

    /// <summary>Elements of rows that are left out may be anything.</summary>
    private static void CheckDomain<TElement>(in LossBatch<TElement> batch, ReadOnlySpan<TElement> values, int input, Domain domain)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (domain.IsReal)
        {
            return;
        }

        for (var start = 0; DomainCheck.FirstOutside(values[start..], domain, default) is >= 0 and var found; start += found + 1)
        {
            var index = start + found;
            if (!IsLeftOut(batch, RowOf(batch, index)))
            {
                throw Throw.InputDomain(Key, LossDescription<RowFormula<TLoss>>.InputName(default, input), index, double.CreateTruncating(values[index]), domain);
            }
        }
    }

    /// <summary>The row that an element of the prediction belongs to.</summary>
    public static int RowOf<TElement>(in LossBatch<TElement> batch, int index)
        where TElement : unmanaged => index / (batch.Classes.GetValueOrDefault() * (batch.Inner ?? 1)) * (batch.Inner ?? 1) + index % (batch.Inner ?? 1);

    private static void CheckPositiveSums<TElement>(in LossBatch<TElement> batch, int rows)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var row = 0; row < rows; row++)
        {
            var first = row / (batch.Inner ?? 1) * batch.Classes.GetValueOrDefault() * (batch.Inner ?? 1) + row % (batch.Inner ?? 1);
            var isEmpty = true;
            for (var k = 0; k < batch.Classes.GetValueOrDefault() && isEmpty; k++)
            {
                isEmpty = batch.Prediction[first + k * (batch.Inner ?? 1)] == TElement.Zero;
            }

            if (isEmpty && !IsLeftOut(batch, row))
            {
                throw Throw.EmptyRow(Key, row);
            }
        }
    }

    /// <summary>The sum of the weights or the number of terms, in double and in a fixed order; refuses weights that are not finite.</summary>
    private static double Denominator<TElement>(in LossBatch<TElement> batch, int rows)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var byClass = TLoss.Mean == RowMean.ClassWeights && !batch.ClassWeights.IsEmpty && !batch.Labels.IsEmpty;
        double weights = 0;
        long terms = 0;
        for (var row = 0; row < rows; row++)
        {
            if (IsLeftOut(batch, row))
            {
                continue;
            }

            double weight = 1;
            if (!batch.SampleWeight.IsEmpty)
            {
                weight = double.CreateTruncating(batch.SampleWeight[row]);
                if (!double.IsFinite(weight))
                {
                    throw Throw.Weight(Key, "sample_weight", row, weight);
                }
            }

            var share = byClass ? double.CreateTruncating(batch.ClassWeights[batch.Labels[row]])
                : TLoss.Mean == RowMean.ScoresToLabel ? Math.Min(batch.Labels[row] + 1, batch.Classes.GetValueOrDefault())
                : 1;
            terms += TLoss.Mean == RowMean.ScoresToLabel ? (long)share : 1;
            weights += weight * share;
        }

        if (!double.IsFinite(weights))
        {
            throw Throw.WeightSum(Key, weights);
        }

        return batch.WeightedMean == WeightedMean.Count ? terms : weights;
    }
}

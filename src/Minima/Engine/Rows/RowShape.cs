using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>Losses over rows of classes.</summary>
internal readonly struct RowShape<TLoss> : ILossShape<RowFormula<TLoss>>
    where TLoss : struct, IRowLoss
{
    public static BatchMembers Members => BatchMembers.OfRows;

    public static int? IgnoredLabel => TLoss.IgnoreIndex;

    private static string Key => LossDescription<RowFormula<TLoss>>.Key;

    public static string TermName(in RowFormula<TLoss> formula) => "row";

    public static int TermOf(in BatchLayout layout, int element) => element / (layout.Classes * layout.Inner) * layout.Inner + element % layout.Inner;

    public static int CountOf<TElement>(in LossBatch<TElement> batch, int row)
        where TElement : unmanaged => TLoss.Mean == RowMean.ScoresToLabel ? Math.Min(batch.Labels[row] + 1, batch.Classes.GetValueOrDefault()) : 1;

    public static double ShareOf<TElement>(in LossBatch<TElement> batch, int row)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        TLoss.Mean == RowMean.ClassWeights && !batch.ClassWeights.IsEmpty && !batch.Labels.IsEmpty ? double.CreateTruncating(batch.ClassWeights[batch.Labels[row]]) : CountOf(batch, row);

    public static LossJob<RowFormula<TLoss>, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Pooled<RowJob<TLoss, L, TElement>>.Rent();

    public static BatchLayout LayoutOf<TElement>(in RowFormula<TLoss> formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        CheckTarget(batch);
        var elements = batch.Prediction.Length;
        var classes = batch.Classes.GetValueOrDefault();
        var inner = batch.Inner ?? 1;
        if (elements > 0 && (classes < 1 || inner < 1))
        {
            throw Throw.Classes(Key, classes, inner);
        }

        if (elements > 0 && elements % ((long)classes * inner) != 0)
        {
            throw Throw.Rows(Key, elements, classes, inner);
        }

        var rows = elements == 0 ? 0 : elements / classes;
        if (batch.Labels.IsEmpty && batch.Target.IsEmpty && rows > 0)
        {
            throw Throw.NoTarget(Key, TLoss.Targets switch
            {
                RowTargets.Labels => "one label for each row",
                RowTargets.Rows => "one number for each class, in the shape of 'prediction'",
                _ => "one label for each row, or one number for each class",
            });
        }

        if (!batch.Labels.IsEmpty && batch.Labels.Length != rows)
        {
            throw Throw.TermLength(Key, "target", batch.Labels.Length, rows, TermName(formula));
        }

        if (!batch.Target.IsEmpty && batch.Target.Length != elements)
        {
            throw Throw.Length(Key, "target", batch.Target.Length, "prediction", elements);
        }

        return new(rows, classes, inner);
    }

    public static void CheckValues<TElement>(in RowFormula<TLoss> formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (layout.Terms > 0)
        {
            LossDescription<RowFormula<TLoss>>.CheckLists(formula, layout.Classes);
        }

        CheckClassWeights(batch, layout);
        CheckLabels(batch, layout);
        BatchCheck<RowFormula<TLoss>, RowShape<TLoss>>.CheckDomain(formula, batch, layout, 0);
        BatchCheck<RowFormula<TLoss>, RowShape<TLoss>>.CheckDomain(formula, batch, layout, 1);
        if (TLoss.PredictionRule == RowRule.PositiveSum)
        {
            CheckPositiveSums(batch, layout);
        }
    }

    /// <summary>Throws if the loss does not accept the target, or if another member has no meaning with it.</summary>
    private static void CheckTarget<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
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

    private static void CheckClassWeights<TElement>(in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (!batch.ClassWeights.IsEmpty && layout.Terms > 0 && batch.ClassWeights.Length != layout.Classes)
        {
            throw Throw.ClassWeights(Key, batch.ClassWeights.Length, layout.Classes);
        }

        for (var k = 0; k < batch.ClassWeights.Length; k++)
        {
            if (!TElement.IsFinite(batch.ClassWeights[k]))
            {
                throw Throw.ClassWeight(Key, k, double.CreateTruncating(batch.ClassWeights[k]));
            }
        }
    }

    private static void CheckLabels<TElement>(in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged
    {
        var labels = layout.Classes + TLoss.LabelsBeyondScores;
        var ignored = BatchCheck<RowFormula<TLoss>, RowShape<TLoss>>.IgnoredLabel(batch);
        for (var row = 0; row < batch.Labels.Length; row++)
        {
            if ((uint)batch.Labels[row] >= (uint)labels && !IsLeftOut(batch, ignored, row))
            {
                throw Throw.Label(Key, row, batch.Labels[row], labels, batch.IgnoreIndex ?? TLoss.IgnoreIndex);
            }
        }
    }

    private static bool IsLeftOut<TElement>(in LossBatch<TElement> batch, int? ignored, int row)
        where TElement : unmanaged => BatchCheck<RowFormula<TLoss>, RowShape<TLoss>>.IsLeftOut(batch, ignored, row);

    private static void CheckPositiveSums<TElement>(in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var ignored = BatchCheck<RowFormula<TLoss>, RowShape<TLoss>>.IgnoredLabel(batch);
        for (var row = 0; row < layout.Terms; row++)
        {
            var first = row / layout.Inner * layout.Classes * layout.Inner + row % layout.Inner;
            var isEmpty = true;
            for (var k = 0; k < layout.Classes && isEmpty; k++)
            {
                isEmpty = batch.Prediction[first + k * layout.Inner] == TElement.Zero;
            }

            if (isEmpty && !IsLeftOut(batch, ignored, row))
            {
                throw Throw.EmptyRow(Key, row);
            }
        }
    }
}

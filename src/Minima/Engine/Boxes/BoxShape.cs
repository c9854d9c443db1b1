using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>Losses of pairs of boxes.</summary>
internal readonly struct BoxShape<TLoss> : ILossShape<BoxFormula<TLoss>>
    where TLoss : struct, IBoxLoss
{
    public static bool WritesOverAnyInput => true;

    private static string Key => LossDescription<BoxFormula<TLoss>>.Key;

    public static string TermName(in BoxFormula<TLoss> formula) => "box";

    public static int TermOf(in BatchLayout layout, int element) => element / 4;

    public static LossJob<BoxFormula<TLoss>, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Pooled<BoxJob<TLoss, L, TElement>>.Rent();

    public static BatchLayout LayoutOf<TElement>(in BoxFormula<TLoss> formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.Prediction.Length % 4 != 0)
        {
            throw Throw.BoxLength(Key, batch.Prediction.Length);
        }

        if (batch.Target.Length != batch.Prediction.Length)
        {
            throw batch.Target.IsEmpty ? Throw.NoTarget(Key, "one box for each predicted box") : Throw.Length(Key, "target", batch.Target.Length, "prediction", batch.Prediction.Length);
        }

        return new(batch.Prediction.Length / 4);
    }

    /// <summary>Throws if the second corner of a box is before the first; NaN and masked boxes pass.</summary>
    public static void CheckValues<TElement>(in BoxFormula<TLoss> formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        CheckCorners(batch, "prediction", batch.Prediction);
        CheckCorners(batch, "target", batch.Target);
    }

    private static void CheckCorners<TElement>(in LossBatch<TElement> batch, string name, ReadOnlySpan<TElement> boxes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var start = 0; (start = BoxLayout.FirstInverted(boxes, start)) >= 0; start++)
        {
            if (batch.Mask.IsEmpty || batch.Mask[start])
            {
                var box = boxes.Slice(4 * start, 4);
                throw Throw.InvertedBox(Key, name, start, [.. box.ToArray().Select(double.CreateTruncating)]);
            }
        }
    }
}

using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>Losses of a few sums.</summary>
internal readonly struct SumShape<TLoss> : ILossShape<SumFormula<TLoss>>
    where TLoss : struct, ISumLoss
{
    public static BatchMembers Members => BatchMembers.OfSums;

    public static bool IsScalar => TLoss.IsScalar;

    private static string Key => LossDescription<SumFormula<TLoss>>.Key;

    public static string TermName(in SumFormula<TLoss> formula) => formula.Formula.Groups switch
    {
        SumGroups.Batch => "batch",
        SumGroups.Rows => "row",
        _ => TLoss.OverClasses ? "row" : "class of each row",
    };

    public static int TermOf(in BatchLayout layout, int element) => layout.Sums.TermOf(element);

    /// <remarks>Lanes of double, for every element type (<see cref="SumKernel{TLoss, L, TElement}"/>).</remarks>
    public static LossJob<SumFormula<TLoss>, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var widest = default(Widest<TElement>);
        WidestLanes.OfDouble(ref widest);
        return widest.Job!;
    }

    public static BatchLayout LayoutOf<TElement>(in SumFormula<TLoss> formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        CheckScalar(batch);
        var elements = batch.Prediction.Length;
        var rows = batch.Rows ?? 1;
        var classes = batch.Classes ?? 1;
        if (batch.Target.Length != elements)
        {
            throw batch.Target.IsEmpty ? Throw.NoTarget(Key, "one number for each prediction") : Throw.Length(Key, "target", batch.Target.Length, "prediction", elements);
        }

        if (elements == 0)
        {
            return default;
        }

        if (rows < 1 || classes < 1 || elements % ((long)rows * classes) != 0)
        {
            throw Throw.RowsAndClasses(Key, elements, rows, classes);
        }

        if (TLoss.Classes is { } needed && classes != needed)
        {
            throw Throw.ClassCount(Key, classes, needed);
        }

        var layout = SumLayout.Of(formula.Formula.Groups, TLoss.OverClasses, elements, rows, classes);
        return new(layout.Terms, Sums: layout);
    }

    public static void CheckValues<TElement>(in SumFormula<TLoss> formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        BatchCheck<SumFormula<TLoss>, SumShape<TLoss>>.CheckDomain(formula, batch, layout, 0);
        BatchCheck<SumFormula<TLoss>, SumShape<TLoss>>.CheckDomain(formula, batch, layout, 1);
    }

    private static void CheckScalar<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (!TLoss.IsScalar)
        {
            return;
        }

        if (batch.Reduction != Reduction.Mean)
        {
            throw Throw.ScalarReduction(Key);
        }

        if (!batch.SampleWeight.IsEmpty || !batch.Mask.IsEmpty)
        {
            throw Throw.ScalarWeights(Key, batch.Mask.IsEmpty ? "sample_weight" : "mask");
        }

        if (!batch.Hessian.IsEmpty)
        {
            throw Throw.ScalarHessian(Key);
        }
    }

    private struct Widest<TElement> : ILaneWork<double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public LossJob<SumFormula<TLoss>, TElement>? Job { get; private set; }

        public void Run<L, S>()
            where L : unmanaged, ILanes<L, double>
            where S : unmanaged, ILanes<S, double> => Job = Pooled<SumJob<TLoss, L, TElement>>.Rent();
    }
}

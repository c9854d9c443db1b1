using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>Losses of elements.</summary>
internal readonly struct PointShape<TFormula> : ILossShape<TFormula>
    where TFormula : struct, IPointFormula
{
    public static bool IsOfElements => true;

    public static bool WritesOverAnyInput => true;

    private static string Key => LossDescription<TFormula>.Key;

    public static string TermName(in TFormula formula) => "element";

    public static int TermOf(in BatchLayout layout, int element) => element;

    public static LossJob<TFormula, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Pooled<PointJob<TFormula, L, TElement>>.Rent();

    /// <remarks>A substitute for the curvature needs a residual, and the formula knows only its own inputs.</remarks>
    public static BatchLayout LayoutOf<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.Curvature == Curvature.Weight && !HasResidual(formula))
        {
            throw Throw.NoResidual(Key);
        }

        for (var i = TFormula.Arity; i < 4; i++)
        {
            if (!batch.InputAt(i).IsEmpty || !batch.ConstantsAt(i).IsEmpty)
            {
                throw Throw.UnknownInput(Key, BatchCheck<TFormula, PointShape<TFormula>>.NameOf(formula, i), LossDescription<TFormula>.InputNames(formula));
            }
        }

        return new(batch.Prediction.Length);
    }

    public static void CheckValues<TElement>(in TFormula formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < TFormula.Arity; i++)
        {
            CheckInput(formula, batch, layout, i);
        }
    }

    private static void CheckInput<TElement>(in TFormula formula, in LossBatch<TElement> batch, in BatchLayout layout, int index)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var count = layout.Terms;
        var given = batch.InputAt(index).Length;
        var bound = batch.ConstantsAt(index);
        if (given != count)
        {
            if (given != 0)
            {
                throw Throw.Length(Key, Name(formula, index), given, Name(formula, 0), count);
            }

            if (bound.IsEmpty && (index < 2 || LossDescription<TFormula>.Entry?.Inputs[index].BoundTo is null))
            {
                throw index < 2 ? Throw.Length(Key, Name(formula, index), 0, Name(formula, 0), count) : Throw.MissingInput(Key, Name(formula, index));
            }
        }

        if (bound.Length > 1 && count % bound.Length != 0)
        {
            throw Throw.CycleLength(Key, Name(formula, index), bound.Length, count);
        }

        BatchCheck<TFormula, PointShape<TFormula>>.CheckDomain(formula, batch, layout, index);

        // A constant is a parameter: no parameter domain contains NaN.
        foreach (var value in bound)
        {
            if (LossDescription<TFormula>.DomainOf(formula, index) is var domain && !domain.Contains(double.CreateTruncating(value)))
            {
                throw Throw.ParameterDomain(Key, Name(formula, index), double.CreateTruncating(value), domain);
            }
        }
    }

    private static string Name(in TFormula formula, int input) => LossDescription<TFormula>.InputName(formula, input);

    /// <summary>True if the prediction is in the units of the target, so that their difference is a residual.</summary>
    private static bool HasResidual(in TFormula formula) =>
        LossDescription<TFormula>.TargetIndex > 0
        && LossDescription<TFormula>.DomainOf(formula, LossDescription<TFormula>.TargetIndex) != Domain.MarginLabel
        && LossDescription<TFormula>.Entry?.Link is not (PredictionLink.Logit or PredictionLink.HalfLogit or PredictionLink.Probit or PredictionLink.Log or PredictionLink.Sign);
}

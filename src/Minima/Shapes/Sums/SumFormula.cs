using System.ComponentModel;

namespace Minima;

/// <summary>A loss of sums as the engine sees it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SumFormula<TLoss>(TLoss Formula) : ILossFormula
    where TLoss : struct, ISumLoss
{
    public static int Arity => 2;

    public static InputSet Differentiated => Minima.InputSet.First;

    public static Type LossType => typeof(TLoss);

    /// <summary>The inputs of the loss, for its row of the catalogue.</summary>
    public static IReadOnlyList<InputInfo> Inputs { get; } =
    [
        new("prediction", TLoss.PredictionDomain, true),
        new("target", TLoss.TargetDomain, false),
    ];

    /// <summary>What else the catalogue says of a loss of this shape.</summary>
    public static SumInfo Info { get; } = new(TLoss.Count, TLoss.IsScalar, TLoss.OverClasses, TLoss.Classes);

    public ILoss Loss => Formula;
}

/// <summary>What the catalogue says of a loss of sums.</summary>
/// <param name="Count">How many sums there are.</param>
/// <param name="IsScalar">It is no mean of terms and takes no reduction.</param>
/// <param name="OverClasses">One term a row, over all of its classes.</param>
/// <param name="Classes">How many classes there must be, or null.</param>
public sealed record SumInfo(int Count, bool IsScalar, bool OverClasses, int? Classes);

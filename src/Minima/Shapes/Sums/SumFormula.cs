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

    /// <summary>The facts of the catalogue that only this shape has.</summary>
    public static SumInfo Info { get; } = new(TLoss.Count, TLoss.IsScalar, TLoss.OverClasses, TLoss.Classes);

    public ILoss Loss => Formula;
}

/// <summary>The facts of the catalogue about a loss of sums.</summary>
/// <param name="Count">The number of sums.</param>
/// <param name="IsScalar">True if it is not a mean of terms and takes no reduction.</param>
/// <param name="OverClasses">True if there is one term per row, over all of its classes.</param>
/// <param name="Classes">The required number of classes, or null.</param>
public sealed record SumInfo(int Count, bool IsScalar, bool OverClasses, int? Classes);

using System.ComponentModel;

namespace Minima;

/// <summary>A box loss as the engine sees it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BoxFormula<TLoss>(TLoss Formula) : ILossFormula
    where TLoss : struct, IBoxLoss
{
    public static int Arity => 2;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    /// <summary>The inputs of the loss, for its row of the catalogue.</summary>
    public static IReadOnlyList<InputInfo> Inputs { get; } =
    [
        new("prediction", Domain.Real, (TLoss.Differentiated & Minima.InputSet.First) != 0) { Kind = InputKind.Box },
        new("target", Domain.Real, (TLoss.Differentiated & Minima.InputSet.Second) != 0) { Kind = InputKind.Box },
    ];

    public ILoss Loss => Formula;
}

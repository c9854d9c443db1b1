using System.ComponentModel;

namespace Minima.Tensors;

/// <summary>Calls that a loss on tensors does not have: they end in a compile error that names the call that it has.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MisfitTensorCalls
{
    private const string Tensors = "A loss on tensors takes tensors: Apply(...), then Backward() for the gradient.";

    /// <summary>Not a call of this loss.</summary>
    [Obsolete(Tensors, error: true)]
    public static double Value<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target)
        where TLoss : struct, ITensorLoss => throw new NotSupportedException(Tensors);

    /// <summary>Not a call of this loss.</summary>
    [Obsolete(Tensors, error: true)]
    public static double ValueAndGradient<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target, TElement[] gradient)
        where TLoss : struct, ITensorLoss => throw new NotSupportedException(Tensors);

    /// <summary>Not a call of this loss.</summary>
    [Obsolete(Tensors, error: true)]
    public static double Hessian<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target, TElement[] hessian)
        where TLoss : struct, ITensorLoss => throw new NotSupportedException(Tensors);
}

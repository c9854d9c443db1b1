using System.ComponentModel;

namespace Minima;

/// <summary>Calls that a loss over rows of classes does not support: they fail to compile, with an error that names the right call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MisfitCalls
{
    private const string Classes = "A loss over rows of classes needs their number: Value(prediction, labels, classes), ValueAndGradient(prediction, labels, classes, gradient).";

    /// <summary>Not supported by this loss.</summary>
    [Obsolete(Classes, error: true)]
    public static double Value<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target)
        where TLoss : struct, IRowLoss => throw new NotSupportedException(Classes);

    /// <summary>Not supported by this loss.</summary>
    [Obsolete(Classes, error: true)]
    public static double ValueAndGradient<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target, TElement[] gradient)
        where TLoss : struct, IRowLoss => throw new NotSupportedException(Classes);

    /// <summary>Not supported by this loss.</summary>
    [Obsolete(Classes, error: true)]
    public static double Hessian<TLoss, TElement, TTarget>(this TLoss loss, TElement[] prediction, TTarget[] target, TElement[] hessian)
        where TLoss : struct, IRowLoss => throw new NotSupportedException(Classes);
}

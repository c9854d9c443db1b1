namespace Minima;

/// <summary>An input of a loss by its name, and the buffers for its derivatives: <c>["variance"] = variance</c>, or <c>["variance"] = new() { Values = variance, Gradient = gradient }</c>.</summary>
public ref struct LossInput<TElement>
    where TElement : unmanaged
{
    /// <summary>One number for each element of the prediction.</summary>
    public ReadOnlySpan<TElement> Values { get; set; }

    /// <summary>Constants in place of <see cref="Values"/>, for the third and fourth input of a point loss: one, or one for each position of the last axis, repeated.</summary>
    public ReadOnlySpan<TElement> Constants { get; set; }

    /// <summary>Receives the derivative of the reduced loss with respect to <see cref="Values"/>; refused if there is none.</summary>
    public Span<TElement> Gradient { get; set; }

    /// <summary>Receives the diagonal second derivative of the reduced loss with respect to <see cref="Values"/>. It may not overlap another span.</summary>
    public Span<TElement> Hessian { get; set; }

    internal readonly bool IsEmpty => Values.IsEmpty && Constants.IsEmpty && Gradient.IsEmpty && Hessian.IsEmpty;

    /// <summary>An input without buffers for derivatives.</summary>
    public static implicit operator LossInput<TElement>(TElement[] values) => new() { Values = values };

    /// <inheritdoc cref="op_Implicit(TElement[])"/>
    public static implicit operator LossInput<TElement>(Span<TElement> values) => new() { Values = values };

    /// <inheritdoc cref="op_Implicit(TElement[])"/>
    public static implicit operator LossInput<TElement>(ReadOnlySpan<TElement> values) => new() { Values = values };
}

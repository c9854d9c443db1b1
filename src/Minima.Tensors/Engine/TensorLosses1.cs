namespace Minima.Tensors;

/// <summary>Losses of one input on tensors, known by their types: penalties.</summary>
public static class TensorLosses1
{
    /// <summary>A loss of one input known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor input, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss1 => KnownPoints<Point1<TLoss>>.Operations.Of(new(loss)).Apply(input, default, arguments);
}

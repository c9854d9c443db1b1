namespace Minima.Tensors;

/// <summary>Losses of one input on tensors, known by their types: penalties.</summary>
public static class TensorLosses1
{
    /// <summary>A loss of one input known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor input, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss1 => Operations<TLoss>.Known.Of(loss).Apply(input, default, arguments);

    private static class Operations<TLoss>
        where TLoss : struct, IPointLoss1
    {
        public static readonly FunctionCache<TLoss, LossOperation> Known = new(loss => new LossOperation(new PointRunner<Point1<TLoss>>(new(loss), loss.ToString()!)));
    }
}

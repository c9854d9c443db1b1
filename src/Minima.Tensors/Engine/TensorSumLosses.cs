namespace Minima.Tensors;

/// <summary>Losses of sums on tensors: <c>new Dice().Apply(probabilities, masks)</c>. A class of its own, because the constraint alone does not tell two methods apart.</summary>
public static class TensorSumLosses
{
    /// <summary>A loss of sums known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, ISumLoss => Operations<TLoss>.Known.Of(loss).Apply(prediction, target, arguments);

    private static class Operations<TLoss>
        where TLoss : struct, ISumLoss
    {
        public static readonly FunctionCache<TLoss, SumLossOperation> Known = new(loss => new SumLossOperation(new KnownSums<TLoss>(loss, loss.ToString()!)));
    }
}

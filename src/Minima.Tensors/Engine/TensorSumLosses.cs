namespace Minima.Tensors;

/// <summary>Losses of sums on tensors: <c>new Dice().Apply(probabilities, masks)</c>. A separate class, because constraints alone do not distinguish overloads.</summary>
public static class TensorSumLosses
{
    /// <summary>A loss of sums known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, ISumLoss => Operations<TLoss>.Known.Of(loss).Apply(prediction, target, arguments);

    private static class Operations<TLoss>
        where TLoss : struct, ISumLoss
    {
        public static readonly FunctionCache<TLoss, LossOperation> Known = new(loss => new(new KnownLoss<SumFormula<TLoss>, SumShape<TLoss>>(
            new(loss), new SumForm(loss.ToString()!, loss.Groups, SumFormula<TLoss>.Info), static (of, x) => FormulaTerms.OfSums(of.Formula, x.Inputs[0], x.Inputs[1], x.Layout))));
    }
}

namespace Minima.Tensors;

/// <summary>Losses of boxes on tensors: <c>new GeneralizedIntersectionOverUnion().Apply(boxes, truth)</c>, both [.., 4]. A separate class, because constraints alone do not distinguish overloads.</summary>
public static class TensorBoxLosses
{
    /// <summary>A loss of boxes known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IBoxLoss => Operations<TLoss>.Known.Of(loss).Apply(prediction, target, arguments);

    private static class Operations<TLoss>
        where TLoss : struct, IBoxLoss
    {
        public static readonly FunctionCache<TLoss, LossOperation> Known = new(loss => new(new KnownLoss<BoxFormula<TLoss>, BoxShape<TLoss>>(new(loss), new BoxForm(), static (of, x) => FormulaTerms.OfBoxes(of.Formula, x.Inputs[0], x.Inputs[1]))));
    }
}

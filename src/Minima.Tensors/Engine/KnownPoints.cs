namespace Minima.Tensors;

/// <summary>The operation of each loss of elements that is known by its type, for any number of inputs.</summary>
internal static class KnownPoints<TFormula>
    where TFormula : struct, IPointFormula
{
    public static readonly FunctionCache<TFormula, LossOperation> Operations = new(formula => new(new KnownLoss<TFormula, PointShape<TFormula>>(
        formula, new PointForm(), static (of, x) => FormulaTerms.OfPoints(of, LossDescription<TFormula>.Entry, [], x.Inputs))));
}

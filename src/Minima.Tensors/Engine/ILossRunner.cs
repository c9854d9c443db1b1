using System.Runtime.CompilerServices;

namespace Minima.Tensors;

/// <summary>A loss of any type and shape, as the tensor operation calls it.</summary>
internal interface ILossRunner
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>The form of its shape.</summary>
    LossForm Form { get; }

    /// <summary>The label whose rows are left out by default; null if there is none.</summary>
    int? IgnoredLabel { get; }

    /// <summary>True if there is a gradient with respect to an input.</summary>
    bool Differentiates(int input);

    LossResult Run(in LossBatch<float> batch);

    LossResult Run(in LossBatch<double> batch);

    LossResult Run<TElement>(ref LossBatch<TElement> batch)
        where TElement : unmanaged => typeof(TElement) == typeof(float)
        ? Run(in Unsafe.As<LossBatch<TElement>, LossBatch<float>>(ref batch))
        : Run(in Unsafe.As<LossBatch<TElement>, LossBatch<double>>(ref batch));

    /// <summary>The terms by tensor operations.</summary>
    Tensor Terms(FormulaInputs inputs);
}

/// <summary>The inputs of <see cref="FormulaTerms"/>.</summary>
/// <param name="Inputs">Four; none for an input that the loss does not have or that was omitted.</param>
/// <param name="ClassWeights">The class weights of a loss over rows, or empty.</param>
/// <param name="Layout">The layout of a loss of sums.</param>
internal sealed record FormulaInputs(Tensor[] Inputs, double[] ClassWeights, SumLayout Layout);

/// <summary>A loss chosen at run time.</summary>
internal sealed class ChosenLoss(Loss loss) : ILossRunner
{
    public string Name => loss.Entry.Key;

    public LossForm Form { get; } = LossForm.Of(loss);

    public int? IgnoredLabel => loss.Entry.Row?.IgnoreIndex;

    public bool Differentiates(int input) => loss.Entry.Inputs[input].Differentiated;

    public LossResult Run(in LossBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in LossBatch<double> batch) => loss.Evaluate(batch);

    public Tensor Terms(FormulaInputs inputs) => loss.Accept(new Reading(inputs));

    private sealed class Reading(FormulaInputs x) : LossVisitor<Tensor>
    {
        public override Tensor Point<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfPoints(formula, loss.Entry, loss.Parameters, x.Inputs);

        public override Tensor Row<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfRows(formula, x.Inputs[0], x.Inputs[1], x.ClassWeights);

        public override Tensor Box<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfBoxes(formula, x.Inputs[0], x.Inputs[1]);

        public override Tensor Sum<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfSums(formula, x.Inputs[0], x.Inputs[1], x.Layout);

        public override Tensor Other(Loss loss) => throw new NotSupportedException();
    }
}

/// <summary>A loss known by its type.</summary>
internal sealed class KnownLoss<TFormula, TShape>(TFormula formula, LossForm form, Func<TFormula, FormulaInputs, Tensor> terms) : ILossRunner
    where TFormula : struct, ILossFormula
    where TShape : struct, ILossShape<TFormula>
{
    public string Name { get; } = formula.Loss.ToString()!;

    public LossForm Form => form;

    public int? IgnoredLabel => TShape.IgnoredLabel;

    public bool Differentiates(int input) => ((int)TFormula.Differentiated & (1 << input)) != 0;

    public LossResult Run(in LossBatch<float> batch) => LossEngine<TFormula, TShape>.Run(formula, batch);

    public LossResult Run(in LossBatch<double> batch) => LossEngine<TFormula, TShape>.Run(formula, batch);

    public Tensor Terms(FormulaInputs inputs) => terms(formula, inputs);
}

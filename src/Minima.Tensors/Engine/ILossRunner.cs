using System.Runtime.CompilerServices;

namespace Minima.Tensors;

/// <summary>A loss of whatever type and shape, as tensor operations call it.</summary>
internal interface IBatchRunner
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    LossResult Run(in LossBatch<float> batch);

    LossResult Run(in LossBatch<double> batch);

    LossResult Run<TElement>(ref LossBatch<TElement> batch)
        where TElement : unmanaged => typeof(TElement) == typeof(float)
        ? Run(in Unsafe.As<LossBatch<TElement>, LossBatch<float>>(ref batch))
        : Run(in Unsafe.As<LossBatch<TElement>, LossBatch<double>>(ref batch));
}

/// <summary>A loss of elements or over rows of classes, as the tensor operation calls it.</summary>
internal interface ILossRunner : IBatchRunner
{
    /// <summary>It takes rows of classes.</summary>
    bool IsRow { get; }

    /// <summary>The label that marks a row to be left out unless the caller says otherwise; null where there is none.</summary>
    int? IgnoredLabel { get; }

    /// <summary>Whether there is a gradient with respect to an input.</summary>
    bool Differentiates(int input);

    /// <summary>The terms of a point loss by tensor operations (<see cref="FormulaTerms.OfPoints"/>).</summary>
    Tensor PointTerms(Tensor[] inputs);

    /// <summary>The terms of a row loss by tensor operations (<see cref="FormulaTerms.OfRows"/>).</summary>
    Tensor RowTerms(Tensor prediction, Tensor target, double[] classWeights);
}

/// <summary>A loss chosen at run time.</summary>
internal sealed class ChosenLoss(Loss loss) : ILossRunner
{
    public string Name => loss.Entry.Key;

    public bool IsRow { get; } = loss.Entry.Row is not null;

    public int? IgnoredLabel => loss.Entry.Row?.IgnoreIndex;

    public bool Differentiates(int input) => loss.Entry.Inputs[input].Differentiated;

    public LossResult Run(in LossBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in LossBatch<double> batch) => loss.Evaluate(batch);

    public Tensor PointTerms(Tensor[] inputs) => loss.Accept(new Points(inputs));

    public Tensor RowTerms(Tensor prediction, Tensor target, double[] classWeights) => loss.Accept(new Rows(prediction, target, classWeights));

    private sealed class Points(Tensor[] inputs) : LossVisitor<Tensor>
    {
        public override Tensor Point<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfPoints(formula, loss.Entry, loss.Parameters, inputs);

        public override Tensor Other(Loss loss) => throw new NotSupportedException();
    }

    private sealed class Rows(Tensor prediction, Tensor target, double[] classWeights) : LossVisitor<Tensor>
    {
        public override Tensor Row<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfRows(formula, prediction, target, classWeights);

        public override Tensor Other(Loss loss) => throw new NotSupportedException();
    }
}

/// <summary>A point loss known by its type.</summary>
internal sealed class PointRunner<TFormula>(TFormula formula, string name) : ILossRunner
    where TFormula : struct, IPointFormula
{
    public string Name => name;

    public bool IsRow => false;

    public int? IgnoredLabel => null;

    public bool Differentiates(int input) => ((int)TFormula.Differentiated & (1 << input)) != 0;

    public LossResult Run(in LossBatch<float> batch) => LossEngine<TFormula, PointShape<TFormula>>.Run(formula, batch);

    public LossResult Run(in LossBatch<double> batch) => LossEngine<TFormula, PointShape<TFormula>>.Run(formula, batch);

    public Tensor PointTerms(Tensor[] inputs) => FormulaTerms.OfPoints(formula, LossDescription<TFormula>.Entry, [], inputs);

    public Tensor RowTerms(Tensor prediction, Tensor target, double[] classWeights) => throw new NotSupportedException();
}

/// <summary>A row loss known by its type.</summary>
internal sealed class RowRunner<TLoss>(TLoss loss, string name) : ILossRunner
    where TLoss : struct, IRowLoss
{
    public string Name => name;

    public bool IsRow => true;

    public int? IgnoredLabel => TLoss.IgnoreIndex;

    public bool Differentiates(int input) => ((int)TLoss.Differentiated & (1 << input)) != 0;

    public LossResult Run(in LossBatch<float> batch) => LossEngine<RowFormula<TLoss>, RowShape<TLoss>>.Run(new(loss), batch);

    public LossResult Run(in LossBatch<double> batch) => LossEngine<RowFormula<TLoss>, RowShape<TLoss>>.Run(new(loss), batch);

    public Tensor PointTerms(Tensor[] inputs) => throw new NotSupportedException();

    public Tensor RowTerms(Tensor prediction, Tensor target, double[] classWeights) => FormulaTerms.OfRows(loss, prediction, target, classWeights);
}

namespace Minima.Tensors;

/// <summary>A loss of pairs of boxes, as the tensor operation calls it.</summary>
internal interface IBoxRunner : IBatchRunner
{
    /// <summary>Whether there is a gradient with respect to the target.</summary>
    bool DifferentiatesTarget { get; }

    /// <summary>The terms by tensor operations (<see cref="FormulaTerms.OfBoxes"/>).</summary>
    Tensor Terms(Tensor prediction, Tensor target);
}

/// <summary>A loss of boxes chosen at run time.</summary>
internal sealed class ChosenBoxes(Loss loss) : IBoxRunner
{
    public string Name => loss.Entry.Key;

    public bool DifferentiatesTarget => loss.Entry.Inputs[1].Differentiated;

    public LossResult Run(in LossBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in LossBatch<double> batch) => loss.Evaluate(batch);

    public Tensor Terms(Tensor prediction, Tensor target) => loss.Accept(new Boxes(prediction, target));

    private sealed class Boxes(Tensor prediction, Tensor target) : LossVisitor<Tensor>
    {
        public override Tensor Box<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfBoxes(formula, prediction, target);

        public override Tensor Other(Loss loss) => throw new NotSupportedException();
    }
}

/// <summary>A loss of boxes known by its type.</summary>
internal sealed class KnownBoxes<TLoss>(TLoss loss, string name) : IBoxRunner
    where TLoss : struct, IBoxLoss
{
    public string Name => name;

    public bool DifferentiatesTarget => (TLoss.Differentiated & InputSet.Second) != 0;

    public LossResult Run(in LossBatch<float> batch) => LossEngine<BoxFormula<TLoss>, BoxShape<TLoss>>.Run(new(loss), batch);

    public LossResult Run(in LossBatch<double> batch) => LossEngine<BoxFormula<TLoss>, BoxShape<TLoss>>.Run(new(loss), batch);

    public Tensor Terms(Tensor prediction, Tensor target) => FormulaTerms.OfBoxes(loss, prediction, target);
}

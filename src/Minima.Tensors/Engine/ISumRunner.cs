namespace Minima.Tensors;

/// <summary>A loss of a few sums, as the tensor operation calls it.</summary>
internal interface ISumRunner : IBatchRunner
{
    /// <summary>Which elements one set of sums runs over.</summary>
    SumGroups Groups { get; }

    /// <summary>One term a row, over all of its classes.</summary>
    bool OverClasses { get; }

    /// <summary>It is no mean of terms; what several groups give is averaged.</summary>
    bool IsScalar { get; }

    /// <summary>The terms by tensor operations (<see cref="FormulaTerms.OfSums"/>).</summary>
    Tensor Terms(Tensor prediction, Tensor target, SumLayout layout);
}

/// <summary>A loss of sums chosen at run time.</summary>
internal sealed class ChosenSums(Loss loss) : ISumRunner
{
    public string Name => loss.Entry.Key;

    public SumGroups Groups { get; } = loss.Groups!.Value;

    public bool OverClasses => loss.Entry.Sums!.OverClasses;

    public bool IsScalar => loss.Entry.Sums!.IsScalar;

    public LossResult Run(in LossBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in LossBatch<double> batch) => loss.Evaluate(batch);

    public Tensor Terms(Tensor prediction, Tensor target, SumLayout layout) => loss.Accept(new Sums(prediction, target, layout));

    private sealed class Sums(Tensor prediction, Tensor target, SumLayout layout) : LossVisitor<Tensor>
    {
        public override Tensor Sum<TFormula>(Loss loss, TFormula formula) => FormulaTerms.OfSums(formula, prediction, target, layout);

        public override Tensor Other(Loss loss) => throw new NotSupportedException();
    }
}

/// <summary>A loss of sums known by its type.</summary>
internal sealed class KnownSums<TLoss>(TLoss loss, string name) : ISumRunner
    where TLoss : struct, ISumLoss
{
    public string Name => name;

    public SumGroups Groups { get; } = loss.Groups;

    public bool OverClasses => TLoss.OverClasses;

    public bool IsScalar => TLoss.IsScalar;

    public LossResult Run(in LossBatch<float> batch) => LossEngine<SumFormula<TLoss>, SumShape<TLoss>>.Run(new(loss), batch);

    public LossResult Run(in LossBatch<double> batch) => LossEngine<SumFormula<TLoss>, SumShape<TLoss>>.Run(new(loss), batch);

    public Tensor Terms(Tensor prediction, Tensor target, SumLayout layout) => FormulaTerms.OfSums(loss, prediction, target, layout);
}

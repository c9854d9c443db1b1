namespace Minima.Training;

/// <summary>A loss of whatever type and shape, as the tensor operation calls it.</summary>
internal interface ILossRunner
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>It takes rows of classes.</summary>
    bool IsRow { get; }

    /// <summary>Whether there is a gradient with respect to an input.</summary>
    bool Differentiates(int input);

    LossResult Run(in LossBatch<float> batch);

    LossResult Run(in LossBatch<double> batch);

    LossResult Run(in RowBatch<float> batch);

    LossResult Run(in RowBatch<double> batch);
}

/// <summary>A loss chosen at run time.</summary>
internal sealed class ChosenLoss(Loss loss) : ILossRunner
{
    public string Name => loss.Entry.Key;

    public bool IsRow { get; } = loss.Entry.Row is not null;

    public bool Differentiates(int input) => loss.Entry.Inputs[input].Differentiated;

    public LossResult Run(in LossBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in LossBatch<double> batch) => loss.Evaluate(batch);

    public LossResult Run(in RowBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in RowBatch<double> batch) => loss.Evaluate(batch);
}

/// <summary>A point loss known by its type.</summary>
internal sealed class PointRunner<TFormula>(TFormula formula, string name) : ILossRunner
    where TFormula : struct, IPointFormula
{
    public string Name => name;

    public bool IsRow => false;

    public bool Differentiates(int input) => ((int)TFormula.Differentiated & (1 << input)) != 0;

    public LossResult Run(in LossBatch<float> batch) => PointEngine<TFormula>.Run(formula, batch);

    public LossResult Run(in LossBatch<double> batch) => PointEngine<TFormula>.Run(formula, batch);

    public LossResult Run(in RowBatch<float> batch) => throw new NotSupportedException();

    public LossResult Run(in RowBatch<double> batch) => throw new NotSupportedException();
}

/// <summary>A row loss known by its type.</summary>
internal sealed class RowRunner<TLoss>(TLoss loss, string name) : ILossRunner
    where TLoss : struct, IRowLoss
{
    public string Name => name;

    public bool IsRow => true;

    public bool Differentiates(int input) => ((int)TLoss.Differentiated & (1 << input)) != 0;

    public LossResult Run(in LossBatch<float> batch) => throw new NotSupportedException();

    public LossResult Run(in LossBatch<double> batch) => throw new NotSupportedException();

    public LossResult Run(in RowBatch<float> batch) => RowEngine<TLoss>.Run(loss, batch);

    public LossResult Run(in RowBatch<double> batch) => RowEngine<TLoss>.Run(loss, batch);
}

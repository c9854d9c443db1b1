namespace Minima.Training;

/// <summary>A loss of a few sums, as the tensor operation calls it.</summary>
internal interface ISumRunner
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>Which elements one set of sums runs over.</summary>
    SumGroups Groups { get; }

    /// <summary>One term a row, over all of its classes.</summary>
    bool OverClasses { get; }

    LossResult Run(in SumBatch<float> batch);

    LossResult Run(in SumBatch<double> batch);
}

/// <summary>A loss of sums chosen at run time.</summary>
internal sealed class ChosenSums(Loss loss) : ISumRunner
{
    public string Name => loss.Entry.Key;

    public SumGroups Groups { get; } = loss.Groups!.Value;

    public bool OverClasses => loss.Entry.Sums!.OverClasses;

    public LossResult Run(in SumBatch<float> batch) => loss.Evaluate(batch);

    public LossResult Run(in SumBatch<double> batch) => loss.Evaluate(batch);
}

/// <summary>A loss of sums known by its type.</summary>
internal sealed class KnownSums<TLoss>(TLoss loss, string name) : ISumRunner
    where TLoss : struct, ISumLoss
{
    public string Name => name;

    public SumGroups Groups { get; } = loss.Groups;

    public bool OverClasses => TLoss.OverClasses;

    public LossResult Run(in SumBatch<float> batch) => SumEngine<TLoss>.Run(loss, batch);

    public LossResult Run(in SumBatch<double> batch) => SumEngine<TLoss>.Run(loss, batch);
}

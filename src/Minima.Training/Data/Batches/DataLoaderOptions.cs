namespace Minima.Training.Data;

/// <summary>How rows become batches.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>How many rows a batch has.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The rows are in another order each epoch; otherwise in that of the data.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>The order of an epoch is a function of this number and of the epoch alone.</summary>
    public ulong Seed { get; init; }

    /// <summary>A last batch of fewer rows is left out: with shuffling others each epoch.</summary>
    public bool DropsLast { get; init; }

    /// <summary>The rows that take part, or null for all.</summary>
    public RowSet? Rows { get; init; }

    /// <summary>How many batches are made ahead on another thread; 0 makes each when it is asked for. What they hold does not depend on it.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Weights of the classes of the first target, one each, or null. They multiply the rows' own weights.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Each class weighs as much as any other: rows / (classes * rows of the class), counted over the rows that take part.</summary>
    public bool BalancesClasses { get; init; }
}

namespace Minima.Training.Data;

/// <summary>Options of batching.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The number of rows in a batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>True to shuffle the rows for each epoch; otherwise they are in the order of the data.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>The seed of the order: the order of an epoch is a function of this number and of the epoch alone.</summary>
    public ulong Seed { get; init; }

    /// <summary>True to leave out a last batch of fewer rows; with shuffling these rows differ by epoch.</summary>
    public bool DropsLast { get; init; }

    /// <summary>The rows to use, or null for all.</summary>
    public RowSet? Rows { get; init; }

    /// <summary>The number of batches made ahead on another thread; 0 makes each on request. The content of batches does not depend on it.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>The weight of each class of the first target, or null. They multiply the rows' own weights.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>True to balance the classes by weights of rows / (classes * rows of the class), counted over the rows used.</summary>
    public bool BalancesClasses { get; init; }
}

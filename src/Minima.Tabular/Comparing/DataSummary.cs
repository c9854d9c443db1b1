namespace Minima.Tabular;

/// <summary>The table of a comparison, in numbers and words.</summary>
public sealed record DataSummary
{
    internal DataSummary()
    {
    }

    /// <summary>The file's name without its folder, or that of the bundled data set.</summary>
    public required string Name { get; init; }

    /// <summary>The table is bundled with Minima.</summary>
    public bool Bundled { get; init; }

    /// <summary>The rows stayed in a database, or in files that another engine reads: coefficients are fitted from sums over rows, without a penalty.</summary>
    public bool IsFromSource { get; init; }

    /// <summary>The number of rows of the file.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows used: fewer if rows were sampled or have no target.</summary>
    public required int RowsUsed { get; init; }

    /// <summary>The number of rows of the test file; 0 if there is none.</summary>
    public int TestRows { get; init; }

    /// <summary>The number of model inputs per row, for the first training fold.</summary>
    public required int Features { get; init; }

    /// <summary>The target, or the targets of several labels.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The classes as the user wrote them, in the order of their numbers; the labels' names for several labels; empty for a number.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The proportion of rows of each class or label; empty for a number.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Lowest and highest target; null for classes.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Each decision about a column and the target, one sentence each.</summary>
    public required IReadOnlyList<Localized> Notes { get; init; }

    /// <summary>The target as messages name it.</summary>
    public string Target => string.Join(",", Targets);
}

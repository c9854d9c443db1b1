namespace Minima.Tabular;

/// <summary>A row of the data that shows what a check found.</summary>
/// <param name="Line">The line of the file on which it starts; for a table in memory the line that it would have there, the first row 2.</param>
/// <param name="Text">What the row shows: <c>y = 7, fitted 2.1</c>.</param>
public readonly record struct ExampleRow(int Line, Localized Text)
{
    /// <summary>Cells only, which need no translation.</summary>
    internal ExampleRow(int line, string cells)
        : this(line, new Localized(cells, cells))
    {
    }
}

/// <summary>A check of a table: a statistic, its threshold, a sentence on what it means, rows that show it.</summary>
public sealed record TableCheck
{
    internal TableCheck()
    {
    }

    /// <summary>The one-word name of the check, by which its threshold is set.</summary>
    public required string Name { get; init; }

    /// <summary>The title of the check, for people.</summary>
    public required Localized Title { get; init; }

    /// <summary>The outcome.</summary>
    public required TableCheckStatus Status { get; init; }

    /// <summary>The finding in one sentence with its numbers, or the reason that the check was skipped.</summary>
    public required Localized Sentence { get; init; }

    /// <summary>The statistic, or NaN if there is none.</summary>
    public double Statistic { get; init; } = double.NaN;

    /// <summary>The threshold that the statistic was compared with, or NaN.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>The kind of loss that the finding favours.</summary>
    public LossPurpose Purpose { get; init; }

    /// <summary>The finding is a fault of the data, to be repaired before any loss is chosen.</summary>
    public bool FixFirst { get; init; }

    /// <summary>The columns that the finding is about; empty if it is about none.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Rows of the table that show the finding.</summary>
    public IReadOnlyList<ExampleRow> Rows { get; init; } = [];

    /// <summary>The status is likely or possible.</summary>
    public bool IsFound => Status is TableCheckStatus.Possible or TableCheckStatus.Likely;
}

namespace Minima.Tabular;

/// <summary>A row of the data that shows what a check found.</summary>
/// <param name="Line">The line of the file on which it starts; of a table in memory the line that it would have there, the first row 2.</param>
/// <param name="Text">What is to be seen there: <c>y = 7, fitted 2.1</c>.</param>
public readonly record struct ExampleRow(int Line, Localized Text)
{
    /// <summary>Cells alone, which need no translation.</summary>
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

    /// <summary>The check in a word; thresholds are given by it.</summary>
    public required string Name { get; init; }

    /// <summary>The check as people call it.</summary>
    public required Localized Title { get; init; }

    /// <summary>What came of it.</summary>
    public required TableCheckStatus Status { get; init; }

    /// <summary>What was found, in one sentence with its numbers; or why nothing was looked for.</summary>
    public required Localized Sentence { get; init; }

    /// <summary>The statistic, or NaN if there is none.</summary>
    public double Statistic { get; init; } = double.NaN;

    /// <summary>The threshold that the statistic was compared with, or NaN.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>The kind of loss that the finding speaks for.</summary>
    public LossPurpose Purpose { get; init; }

    /// <summary>The finding is a fault of the data, to be mended before any loss is chosen.</summary>
    public bool FixFirst { get; init; }

    /// <summary>The columns that the finding is about, where it is about columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Rows of the table that show the finding.</summary>
    public IReadOnlyList<ExampleRow> Rows { get; init; } = [];

    /// <summary>The status is likely or possible.</summary>
    public bool IsFound => Status is TableCheckStatus.Possible or TableCheckStatus.Likely;
}

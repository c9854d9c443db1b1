namespace Minima.Tabular;

/// <summary>A row of the data that shows what a check found.</summary>
/// <param name="Line">The line of the file on which it starts.</param>
/// <param name="Text">What is to be seen there: <c>y = 7, fitted 2.1</c>.</param>
internal readonly record struct ExampleRow(int Line, Localized Text)
{
    /// <summary>Cells alone, which need no translation.</summary>
    public ExampleRow(int line, string cells)
        : this(line, new Localized(cells, cells))
    {
    }
}

/// <summary>What a check found: a statistic, its threshold, what it means, rows that show it.</summary>
internal sealed record CheckResult
{
    /// <summary>The check in a word, as JSON and <c>--threshold</c> call it.</summary>
    public required string Key { get; init; }

    /// <summary>The check as people call it.</summary>
    public required Localized Name { get; init; }

    public required CheckStatus Status { get; init; }

    /// <summary>One sentence, with the numbers.</summary>
    public required Localized Text { get; init; }

    /// <summary>The statistic, or NaN where there is none.</summary>
    public double Statistic { get; init; } = double.NaN;

    /// <summary>What it was held against, or NaN.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>What kind of loss it speaks for.</summary>
    public LossPurpose Purpose { get; init; }

    /// <summary>The data has to be mended before any loss is chosen.</summary>
    public bool FixFirst { get; init; }

    public IReadOnlyList<ExampleRow> Rows { get; init; } = [];

    /// <summary>Likely or possible.</summary>
    public bool IsFound => Status is CheckStatus.Possible or CheckStatus.Likely;
}

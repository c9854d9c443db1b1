namespace Minima.Cli.Compare;

/// <summary>What the user said about the file.</summary>
internal sealed record CsvReadOptions
{
    public required string Target { get; init; }

    /// <summary>Columns to leave out; their cells are not looked at.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>Columns of numbers that are neither target nor features, and the options that name them.</summary>
    public IReadOnlyCollection<(string Column, string Option)> Others { get; init; } = [];

    /// <summary>A table without features is refused.</summary>
    public bool NeedsFeatures { get; init; } = true;

    public TargetKind Kind { get; init; } = TargetKind.Automatic;

    /// <summary>The class that becomes 1; without it the later one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>The separator; without it the header line decides between comma, semicolon and tab.</summary>
    public char? Separator { get; init; }
}

namespace Minima.Tabular;

/// <summary>What the user said about the file.</summary>
internal sealed record CsvReadOptions
{
    public required string Target { get; init; }

    /// <summary>Columns to leave out; their cells are not looked at.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>Columns of numbers that are neither target nor features, and the options that name them.</summary>
    public IReadOnlyCollection<(string Column, string Option)> Others { get; init; } = [];

    /// <summary>The column that tells if the event happened at the time that the target is; null for none.</summary>
    public string? Event { get; init; }

    /// <summary>A table without features is refused.</summary>
    public bool NeedsFeatures { get; init; } = true;

    public TargetKind Kind { get; init; } = TargetKind.Automatic;

    /// <summary>A target of more than two classes may be read: of texts, or of whole numbers as <see cref="TargetReader"/> tells them.</summary>
    public bool SeveralClasses { get; init; }

    /// <summary>The folder of a temporary file; null for the system's.</summary>
    public string? Scratch { get; init; }

    /// <summary>The class that becomes 1; without it the later one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }
}

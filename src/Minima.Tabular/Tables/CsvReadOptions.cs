namespace Minima.Tabular;

/// <summary>Options for reading a table for a fit.</summary>
internal sealed record CsvReadOptions
{
    public required string Target { get; init; }

    /// <summary>Columns to leave out; their cells are not read.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>Columns of numbers that are neither target nor features, and the options that name them.</summary>
    public IReadOnlyCollection<(string Column, string Option)> Others { get; init; } = [];

    /// <summary>The column of events: if the event happened at the time in the target; null for none.</summary>
    public string? Event { get; init; }

    /// <summary>Rejects a table without features.</summary>
    public bool NeedsFeatures { get; init; } = true;

    public TargetKind Kind { get; init; } = TargetKind.Automatic;

    /// <summary>Accepts a target of more than two classes: of texts, or of whole numbers that <see cref="TargetReader"/> infers as classes.</summary>
    public bool SeveralClasses { get; init; }

    /// <summary>The folder of a temporary file; null for the system's.</summary>
    public string? Scratch { get; init; }

    /// <summary>The class that becomes 1; by default the last one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }
}

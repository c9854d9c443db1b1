namespace Minima.Cli.Compare;

/// <summary>How one column of a file became features: a number as it is, two texts as 0 and 1, more texts as a column of 0 and 1 for each.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Levels">The texts, in alphabetical order; none for a number.</param>
internal sealed record ColumnEncoding(string Column, IReadOnlyList<string> Levels)
{
    /// <summary>How many features it gives.</summary>
    public int Width => Levels.Count > 2 ? Levels.Count : 1;

    /// <summary>The features' names.</summary>
    public IEnumerable<string> Features => Levels.Count switch
    {
        0 => [Column],
        2 => [$"{Column}={Levels[1]}"],
        _ => Levels.Select(level => $"{Column}={level}"),
    };
}

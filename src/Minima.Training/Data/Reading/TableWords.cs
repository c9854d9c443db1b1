namespace Minima.Training.Data;

/// <summary>The names of the caller's options in messages about columns: options of a command line, or properties.</summary>
/// <param name="Target">The option that names the column to predict.</param>
/// <param name="Ignore">The option that leaves out a column, given its name.</param>
/// <param name="Weight">The option that names the column of weights.</param>
/// <param name="Missing">The option that reads a cell as missing, given its text, or column=text.</param>
internal sealed record TableWords(string Target, Func<string, string> Ignore, string Weight, Func<string, string> Missing)
{
    private const int LongestMark = 40;

    /// <summary>The option that reads a cell as missing; null for a text that cannot be typed as an option.</summary>
    public string? MissingOf(string text) => text.Length <= LongestMark && !text.Contains(',', StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal) && text.All(letter => !char.IsControl(letter)) ? Missing(text) : null;

    /// <summary>The words of the library: its properties.</summary>
    public static readonly TableWords Library = new("Target", name => $"Ignore = [\"{name}\"]", "Weight", text => $"MissingMarks = [MissingMark.Parse(\"{text}\")]");
}

namespace Minima.Training.Data;

/// <summary>What messages about columns call the choices of whoever reads the table: options of a command line, or properties.</summary>
/// <param name="Target">How the column to predict is named.</param>
/// <param name="Ignore">How a column is left out, given its name.</param>
/// <param name="Weight">How the column of weights is named.</param>
/// <param name="Missing">How a cell is read as missing, given its text, or a column and its text with an equals sign between them.</param>
internal sealed record TableWords(string Target, Func<string, string> Ignore, string Weight, Func<string, string> Missing)
{
    private const int LongestMark = 40;

    /// <summary>The option that reads a cell as missing; null for a text that nobody would type.</summary>
    public string? MissingOf(string text) => text.Length <= LongestMark && !text.Contains(',', StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal) && text.All(letter => !char.IsControl(letter)) ? Missing(text) : null;

    /// <summary>The words of a program.</summary>
    public static readonly TableWords Library = new("Target", name => $"Ignore = [\"{name}\"]", "Weight", text => $"MissingMarks = [MissingMark.Parse(\"{text}\")]");
}

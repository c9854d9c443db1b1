using System.CommandLine;

namespace Minima.Cli.Terminal;

/// <summary><c>--ignore</c>: the columns of a table that a command leaves out.</summary>
internal sealed class IgnoreOption() : Option<string[]>("--ignore")
{
    /// <summary>The option with its help.</summary>
    public static IgnoreOption Create() => new() { Description = "A column to leave out; may be repeated, or several separated by commas.", HelpName = "COLUMN[,COLUMN...]" };

    /// <summary>The given names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The table, or null if it is not a file.</param>
    public IReadOnlyList<string> Read(ParseResult parsed, string? path) => [.. (parsed.GetValue(this) ?? []).SelectMany(word => CsvFile.Names(word, path))];
}

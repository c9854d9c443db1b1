using System.Globalization;
using Spectre.Console;

namespace Minima.Cli.Losses;

/// <summary>The losses as a table: with rules and colour in a terminal, as aligned plain text everywhere else.</summary>
internal static class LossTable
{
    private static readonly string[] Header = ["key", "name", "中文名", "family", "parameters", "summary"];

    /// <summary>Columns held apart by two spaces, the last one ragged: good for grep, less and files.</summary>
    public static void WriteAligned(IReadOnlyList<LossEntry> losses, TextWriter output)
    {
        if (losses.Count == 0)
        {
            return;
        }

        var rows = losses.Select(Cells).Prepend(Header).ToArray();
        var widths = Enumerable.Range(0, Header.Length).Select(c => rows.Max(r => TextWidth.Of(r[c]))).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, c) => c == row.Length - 1 ? cell : cell + new string(' ', widths[c] - TextWidth.Of(cell)));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    public static void WriteForTerminal(IReadOnlyList<LossEntry> losses)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var title in Header)
        {
            var column = new TableColumn(new Markup(title, new Style(decoration: Decoration.Bold)));
            table.AddColumn(title == Header[0] ? column.NoWrap() : column);
        }

        foreach (var loss in losses)
        {
            table.AddRow(Cells(loss).Select(c => new Text(c)));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(losses.Count.ToString(CultureInfo.InvariantCulture) + (losses.Count == 1 ? " loss" : " losses"));
    }

    private static string[] Cells(LossEntry loss) =>
        [loss.Key, loss.Name, loss.ChineseName, LossSearch.WordOf(loss.Family), Parameters(loss), loss.English.Summary];

    private static string Parameters(LossEntry loss) => loss.Parameters.Count == 0
        ? "-"
        : string.Join(", ", loss.Parameters.Select(p => $"{p.Name}={ParameterInfo.Format(p.Default)}"));
}

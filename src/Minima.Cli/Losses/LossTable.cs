using System.Globalization;
using Spectre.Console;

namespace Minima.Cli.Losses;

/// <summary>The losses as a table: with rules and colour in a terminal, as aligned plain text everywhere else.</summary>
internal static class LossTable
{
    /// <summary>A text column narrower than this is a ladder of syllables.</summary>
    private const int NarrowestText = 12;

    /// <summary>What Spectre.Console puts around a cell.</summary>
    private const int Padding = 3;

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

    /// <summary>A table where the window has room for it, otherwise a few lines for each loss.</summary>
    public static void WriteForTerminal(IReadOnlyList<LossEntry> losses, IAnsiConsole console)
    {
        var rows = losses.Select(Cells).ToArray();
        if (console.Profile.Width < NarrowestTable(rows))
        {
            WriteBlocks(rows, console.Profile.Out.Writer);
        }
        else
        {
            WriteTable(rows, console);
        }

        console.WriteLine(losses.Count.ToString(CultureInfo.InvariantCulture) + (losses.Count == 1 ? " loss" : " losses"));
    }

    /// <summary>
    /// Spectre.Console never ends when it has to wrap a Chinese character into a column of one cell, so columns that hold them, and
    /// those of single words, must have their full width.
    /// </summary>
    private static bool KeepsItsWidth(int column) => column is 0 or 2 or 3;

    private static int NarrowestTable(string[][] rows) => Enumerable.Range(0, Header.Length).Sum(
        c => Padding + (KeepsItsWidth(c) ? rows.Prepend(Header).Max(r => TextWidth.Of(r[c])) : NarrowestText));

    private static void WriteBlocks(string[][] rows, TextWriter output)
    {
        foreach (var row in rows)
        {
            output.WriteLine($"{row[0]}  {row[2]}");
            output.WriteLine($"  {row[1]}; {row[3]}; {row[4]}");
            output.WriteLine($"  {row[5]}");
        }
    }

    private static void WriteTable(string[][] rows, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var c = 0; c < Header.Length; c++)
        {
            var column = new TableColumn(new Markup(Header[c], new Style(decoration: Decoration.Bold)));
            table.AddColumn(KeepsItsWidth(c) ? column.NoWrap() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(c => new Text(c)));
        }

        console.Write(table);
    }

    private static string[] Cells(LossEntry loss) =>
        [loss.Key, loss.Name, loss.ChineseName, LossSearch.WordOf(loss.Family), Parameters(loss), loss.English.Summary];

    private static string Parameters(LossEntry loss)
    {
        var parameters = loss.Parameters.Select(p => $"{p.Name}={ParameterInfo.Format(p.Default)}");
        if (loss.Row is { } row)
        {
            // Those of the batch that mean something to this loss; the class axis can be moved in all of them.
            parameters = parameters.Concat(row.TakesClassWeights ? ["class_weight=none"] : []).Concat(row.IgnoreIndex is { } label ? [$"ignore_index={ParameterInfo.Format(label)}"] : []);
        }

        var text = string.Join(", ", parameters);
        return text.Length == 0 ? "-" : text;
    }
}

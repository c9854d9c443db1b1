using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace Minima.Cli.Losses;

/// <summary>The losses as a table: with rules and colour in a terminal, as aligned plain text elsewhere.</summary>
internal static class LossTable
{
    /// <summary>A text column narrower than this is unreadable: it holds a syllable per line.</summary>
    private const int NarrowestText = 12;

    /// <summary>The columns that Spectre.Console adds around a cell.</summary>
    private const int Padding = 3;

    /// <summary>The smallest width at which text is wrapped.</summary>
    private const int NarrowestBlock = 24;

    private static string[] Header(Tongue tongue) => tongue.Chinese ? ["键", "英文名", "中文名", "类别", "形状", "输入", "参数", "简介"] : ["key", "name", "中文名", "family", "shape", "inputs", "parameters", "summary"];

    /// <summary>Columns separated by two spaces, the last one ragged: good for grep, less and files.</summary>
    public static void WriteAligned(IReadOnlyList<LossEntry> losses, TextWriter output, Tongue tongue)
    {
        if (losses.Count == 0)
        {
            return;
        }

        var rows = losses.Select(l => Cells(l, tongue)).Prepend(Header(tongue)).ToArray();
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => TextWidth.Of(r[c]))).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, c) => c == row.Length - 1 ? cell : cell + new string(' ', widths[c] - TextWidth.Of(cell)));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>A table if it fits the window, otherwise a few lines for each loss.</summary>
    public static void WriteForTerminal(IReadOnlyList<LossEntry> losses, IAnsiConsole console, Tongue tongue)
    {
        var rows = losses.Select(l => Cells(l, tongue)).ToArray();
        var header = Header(tongue);
        if (console.Profile.Width < NarrowestTable([header, .. rows]))
        {
            WriteBlocks(rows, console);
        }
        else
        {
            WriteTable(header, rows, console);
        }

        var count = losses.Count.ToString(CultureInfo.InvariantCulture);
        console.WriteLine(tongue.Say(count + (losses.Count == 1 ? " loss" : " losses"), $"共 {count} 个损失函数"));
    }

    /// <summary>
    /// Spectre.Console never returns if it must wrap a Chinese character into a column of one cell. Columns of Chinese text, and
    /// of single words, must therefore have their full width.
    /// </summary>
    private static bool KeepsItsWidth(int column) => column is 0 or 2 or 3 or 4;

    private static int NarrowestTable(string[][] rows) => Enumerable.Range(0, rows[0].Length).Sum(
        c => Padding + (KeepsItsWidth(c) ? rows.Max(r => TextWidth.Of(r[c])) : NarrowestText));

    private static void WriteBlocks(string[][] rows, IAnsiConsole console)
    {
        var output = console.Profile.Out.Writer;
        var width = Math.Max(NarrowestBlock, console.Profile.Width - 1 - TextLayout.Indent);
        var styled = console.Profile.Capabilities.Ansi;
        foreach (var row in rows)
        {
            // Written, not rendered: Spectre.Console cannot wrap a Chinese name in a narrow window.
            output.WriteLine($"{(styled ? $"\u001b[1m{row[0]}\u001b[22m" : row[0])}  {row[2]}");
            foreach (var line in Wrapped.Lines($"{row[1]}; {row[3]}; {row[4]}: {row[5]}; {row[6]}", width).Concat(Wrapped.Lines(row[7], width)))
            {
                output.WriteLine(new string(' ', TextLayout.Indent) + line);
            }
        }
    }

    private static void WriteTable(string[] header, string[][] rows, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var c = 0; c < header.Length; c++)
        {
            var column = new TableColumn(new Markup(header[c], new Style(decoration: Decoration.Bold)));
            table.AddColumn(KeepsItsWidth(c) ? column.NoWrap() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(c => new Text(c)));
        }

        console.Write(table);
    }

    private static string[] Cells(LossEntry loss, Tongue tongue) =>
        [loss.Key, loss.Name, loss.ChineseName, LossSearch.WordOf(loss.Family), LossShape.WordOf(loss, tongue), LossShape.Inputs(loss), Parameters(loss), tongue.TextOf(loss).Summary];

    private static string Parameters(LossEntry loss)
    {
        var parameters = loss.Parameters.Select(p => p.IsRequired ? p.Name : $"{p.Name}={ParameterInfo.Format(p.Default)}");
        if (loss.Row is { } row)
        {
            // Only the batch options that affect this loss; all of them let the class axis be moved.
            parameters = parameters.Concat(row.TakesClassWeights ? ["class_weight=none"] : []).Concat(row.IgnoreIndex is { } label ? [$"ignore_index={ParameterInfo.Format(label)}"] : []);
        }

        var text = string.Join(", ", parameters);
        return text.Length == 0 ? "-" : text;
    }
}

using System.Globalization;
using Minima.Cli.Losses;
using Spectre.Console;

namespace Minima.Cli.Compare;

/// <summary>The comparison for people: a table at a terminal, aligned plain text of 80 columns anywhere else.</summary>
internal static class TextReport
{
    /// <summary>The width of plain text.</summary>
    public const int PlainWidth = 80;

    private const int Gap = 1;

    /// <summary>A space on each side and a line.</summary>
    private const int BorderPerColumn = 3;

    /// <summary>Writes to a file or pipe: every metric, in as many blocks as 80 columns take.</summary>
    public static void WritePlain(ComparisonResult result, TextWriter writer)
    {
        foreach (var line in ReportLines.Heading(result)) WriteWrapped(line, writer);
        writer.WriteLine();
        var table = CompareTable.Of(result);
        foreach (var block in table.Blocks(PlainWidth, Gap))
        {
            writer.WriteLine(Join(block, column => Pad(column.Title, column)));
            for (var row = 0; row < table.Rows.Count; row++)
            {
                var index = row;
                writer.WriteLine(Join(block, column => Pad(column.Cell(index), column)));
            }

            writer.WriteLine();
        }

        var differences = ReportLines.Differences(result).ToArray();
        foreach (var line in differences) writer.WriteLine(line);
        if (differences.Length > 0) writer.WriteLine();
        foreach (var line in ReportLines.Curves(result)) writer.WriteLine(line);
        foreach (var line in ReportLines.Parameters(result)) WriteWrapped(line, writer);
        foreach (var line in ReportLines.Footing(result, [])) WriteWrapped(line, writer);
        WriteEnd(result, writer);
    }

    /// <summary>Writes to a terminal, in its width.</summary>
    public static void WriteRich(ComparisonResult result, IAnsiConsole console)
    {
        var writer = console.Profile.Out.Writer;
        foreach (var line in ReportLines.Heading(result)) WriteLine(console, line);
        var table = CompareTable.Of(result);
        table.Fit(console.Profile.Width, BorderPerColumn);
        var grid = new Table().Border(TableBorder.Rounded);
        foreach (var column in table.Columns)
        {
            var header = new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold))).NoWrap();
            grid.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        for (var row = 0; row < table.Rows.Count; row++)
        {
            var index = row;
            grid.AddRow(table.Columns.Select(column => new Text(column.Cell(index), StyleOf(table.Rows[index], column.Best.Contains(index)))));
        }

        console.Write(grid);
        foreach (var line in ReportLines.Differences(result)) writer.WriteLine(line);
        foreach (var line in ReportLines.Curves(result)) writer.WriteLine(line);
        foreach (var line in table.ParametersBelow ? ReportLines.Parameters(result) : []) WriteLine(console, line);
        foreach (var line in ReportLines.Footing(result, table.LeftOut)) WriteLine(console, line);
        WriteEnd(result, writer);
    }

    private static void WriteEnd(ComparisonResult result, TextWriter writer)
    {
        writer.WriteLine();
        WriteWrapped(result.Verdict.Text, writer);
        writer.WriteLine("Run it again:");
        writer.WriteLine(result.Command);
    }

    /// <summary>At words, with what follows the first line set in by two.</summary>
    public static void WriteWrapped(string text, TextWriter writer)
    {
        var width = 0;
        foreach (var word in text.Split(' '))
        {
            var size = TextWidth.Of(word);
            if (width > 0 && width + 1 + size > PlainWidth)
            {
                writer.WriteLine();
                writer.Write("  ");
                width = 2;
            }
            else if (width > 0)
            {
                writer.Write(' ');
                width++;
            }

            writer.Write(word);
            width += size;
        }

        writer.WriteLine();
    }

    /// <summary>Wrapped at words; but Spectre.Console fails on a Chinese word wider than the window, so such lines are the terminal's to wrap.</summary>
    private static void WriteLine(IAnsiConsole console, string line)
    {
        if (System.Text.Ascii.IsValid(line)) console.WriteLine(line);
        else console.Profile.Out.Writer.WriteLine(line);
    }

    private static Style StyleOf(ComparisonRow row, bool best) => (row.Kind, best) switch
    {
        (_, true) => new Style(Color.Green, decoration: Decoration.Bold),
        (RowKind.Constant, _) => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };

    private static string Join(IEnumerable<CompareTable.Column> columns, Func<CompareTable.Column, string> cell) =>
        string.Join(new string(' ', Gap), columns.Select(cell)).TrimEnd();

    private static string Pad(string text, CompareTable.Column column)
    {
        var space = new string(' ', Math.Max(0, column.Width - TextWidth.Of(text)));
        return column.IsNumber ? space + text : text + space;
    }
}

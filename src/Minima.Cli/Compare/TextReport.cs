using Minima.Cli.Terminal;
using Minima.Tabular;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace Minima.Cli.Compare;

/// <summary>The comparison as text: a table on a terminal, otherwise aligned plain text in 80 columns.</summary>
internal static class TextReport
{
    private const int Gap = 1;

    /// <summary>A space on each side and a line.</summary>
    private const int BorderPerColumn = 3;

    /// <summary>Writes to a file or pipe: every metric, in as many blocks as 80 columns require.</summary>
    public static void WritePlain(ComparisonResult result, CompareRequest request, TextWriter writer)
    {
        var lines = new ReportLines(result, request, request.Chinese);
        foreach (var line in lines.Heading()) Wrapped.Write(line, writer, lines.Chinese);
        writer.WriteLine();
        WriteTables(result, lines, writer);
        foreach (var line in lines.Curves()) writer.WriteLine(line);
        foreach (var line in lines.Parameters()) Wrapped.Write(line, writer, lines.Chinese);
        foreach (var line in lines.Footing([])) Wrapped.Write(line, writer, lines.Chinese);
        WriteEnd(result, request, lines, writer);
    }

    /// <summary>Writes the metrics of each loss, and its difference from the default.</summary>
    public static void WriteTables(ComparisonResult result, ReportLines lines, TextWriter writer)
    {
        var table = CompareTable.Of(result, lines);
        foreach (var block in table.Blocks(Screen.WidthOfFiles, Gap))
        {
            writer.WriteLine(Join(block, column => Pad(column.Title, column)));
            for (var row = 0; row < table.Rows.Count; row++)
            {
                var index = row;
                writer.WriteLine(Join(block, column => Pad(column.Cell(index), column)));
            }

            writer.WriteLine();
        }

        var differences = lines.Differences().ToArray();
        foreach (var line in differences) writer.WriteLine(line);
        if (differences.Length > 0) writer.WriteLine();
    }

    /// <summary>Writes to a terminal, in its width.</summary>
    public static void WriteRich(ComparisonResult result, CompareRequest request, IAnsiConsole console)
    {
        var writer = console.Profile.Out.Writer;
        var lines = new ReportLines(result, request, request.Chinese);
        var table = CompareTable.Of(result, lines);
        table.Fit(console.Profile.Width, BorderPerColumn);
        if (lines.Chinese && !table.FitsIn(console.Profile.Width, BorderPerColumn))
        {
            // Spectre.Console never returns if Chinese text is wider than its column; the terminal wraps the plain text.
            WritePlain(result, request, writer);
            return;
        }

        foreach (var line in lines.Heading()) WriteLine(console, line);
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
        foreach (var line in lines.Differences()) writer.WriteLine(line);
        foreach (var line in lines.Curves()) writer.WriteLine(line);
        foreach (var line in table.ParametersBelow ? lines.Parameters() : []) WriteLine(console, line);
        foreach (var line in lines.Footing(table.LeftOut)) WriteLine(console, line);
        WriteEnd(result, request, lines, writer);
    }

    private static void WriteEnd(ComparisonResult result, CompareRequest request, ReportLines lines, TextWriter writer)
    {
        writer.WriteLine();
        var chinese = request.Chinese;
        Wrapped.Write(result.Verdict.Text.In(chinese), writer, chinese);
        if (result.Saving is { } saving) Wrapped.Write(saving.Sentence.In(chinese), writer, chinese);
        if (result.Alarms is { } alarms)
        {
            Wrapped.Write(alarms.Sentence.In(chinese), writer, chinese);
            writer.WriteLine();
            foreach (var line in lines.Alarms()) writer.WriteLine(line);
            writer.WriteLine();
        }

        var coverage = lines.Coverage().ToArray();
        if (coverage.Length > 0)
        {
            writer.WriteLine();
            foreach (var line in coverage) writer.WriteLine(line);
            writer.WriteLine();
        }

        writer.WriteLine(chinese ? "再次运行：" : "Run it again:");
        writer.WriteLine(request.Command(result));
    }

    /// <summary>Wraps at words. Spectre.Console fails on a Chinese word wider than the window, so the terminal wraps such lines.</summary>
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

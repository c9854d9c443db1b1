namespace Minima.Lab;

/// <summary>A report as lines of text: tables, then findings.</summary>
internal static class ReportText
{
    /// <param name="output">Where to.</param>
    /// <param name="report">The results of an experiment.</param>
    /// <param name="language">Of the lines.</param>
    /// <param name="wrapped">Breaks a sentence into lines.</param>
    public static void Write(TextWriter output, LabReport report, Language language, Func<string, IEnumerable<string>> wrapped)
    {
        foreach (var table in report.Tables)
        {
            WriteTable(output, table, language);
            if (table.Note is { } note)
            {
                foreach (var line in wrapped(note.In(language))) output.WriteLine(line);
            }

            output.WriteLine();
        }

        foreach (var line in report.Findings.SelectMany(finding => wrapped(finding.In(language)))) output.WriteLine(line);
    }

    /// <summary>The title, then columns: the first to the left, figures to the right.</summary>
    public static void WriteTable(TextWriter output, LabTable table, Language language)
    {
        output.WriteLine(table.Title.In(language));
        var rows = new[] { table.Heads }.Concat(table.Rows).Select(row => row.Select(cell => cell.In(language)).ToArray()).ToArray();
        var widths = Enumerable.Range(0, table.Heads.Count).Select(column => rows.Max(row => Columns(row[column]))).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell + Blank(widths[0] - Columns(cell)) : Blank(widths[column] - Columns(cell)) + cell);
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Blank(int columns) => new(' ', columns);

    /// <summary>The number of terminal columns of a text: CJK characters take two.</summary>
    private static int Columns(string text) => text.Sum(letter => letter >= '\u2e80' ? 2 : 1);
}

using System.Text;

namespace Minima.Lab;

/// <summary>The section of a report in docs/lab.md.</summary>
internal static class ReportPage
{
    /// <summary>The line before a section, which identifies it.</summary>
    public static string Mark(string name) => $"<!-- lab: {name} -->";

    /// <param name="experiment">The experiment.</param>
    /// <param name="report">Its results.</param>
    /// <param name="pictures">The path from the page to the folder of pictures.</param>
    /// <param name="language">Of the page.</param>
    public static string Section(Experiment experiment, LabReport report, string pictures, Language language)
    {
        var text = new StringBuilder();
        text.Append(Mark(experiment.Name)).Append('\n');
        text.Append("## ").Append(experiment.Title.In(language)).Append("\n\n");
        text.Append("```sh\nminima lab ").Append(experiment.Name).Append("\n```\n\n");
        text.Append(experiment.Setting.In(language)).Append("\n\n");
        foreach (var table in report.Tables) Append(text, table, language);
        foreach (var finding in report.Findings) text.Append("- ").Append(finding.In(language)).Append('\n');
        var code = language == Language.English ? "en" : "zh";
        text.Append("\n![").Append(experiment.Title.In(language)).Append("](").Append(pictures).Append('/').Append(experiment.Name).Append('.').Append(code).Append(".svg)\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, LabTable table, Language language)
    {
        text.Append("**").Append(table.Title.In(language)).Append("**\n\n");
        Row(table.Heads.Select(head => head.In(language)));
        Row(table.Heads.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (var row in table.Rows) Row(row.Select(cell => cell.In(language)));
        text.Append('\n');
        if (table.Note is { } note) text.Append(note.In(language)).Append("\n\n");

        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }
}

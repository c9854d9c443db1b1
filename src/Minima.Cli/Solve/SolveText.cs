using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>A solution for people, in 80 columns: checks, question, comparison, answer, files, commands.</summary>
internal static class SolveText
{
    private const int Indent = 2;

    public static void Write(SolvedTable solved, SolveRequest request, string? page, string? model, bool asked, TextWriter output)
    {
        var chinese = request.Chinese;
        var result = solved.Comparison;
        var lines = new ReportLines(result, request.AsComparison(solved), chinese);
        string Say(string english, ChineseText chineseText) => chinese ? chineseText.ToString() : english;
        void Head(string english, string chineseText)
        {
            output.WriteLine();
            output.WriteLine(Say(english, chineseText));
        }

        void Table(IEnumerable<string> rows)
        {
            foreach (var (row, at) in rows.Select((row, at) => (row, at)))
            {
                if (at == 0) output.WriteLine();
                output.WriteLine(row);
            }
        }

        void Fold(string text) => Wrapped.WriteBeside("", Indent, text, output);

        output.WriteLine(Say($"{result.Data.Name}: {result.Data.Rows} rows, target '{result.Data.Target}'.", $"{result.Data.Name}：{result.Data.Rows} 行，目标列“{result.Data.Target}”。"));
        Head("CHECKS", "检查");
        foreach (var finding in solved.Found) Fold($"{Mark(finding)} {SolveWords.Finding(finding).In(chinese)}");
        var nothing = solved.Plan.Findings.Where(finding => finding.Check.Status == TableCheckStatus.Nothing).Select(finding => finding.Check.Title.In(chinese)).ToArray();
        if (solved.Found.Any())
        {
            Fold(Say(
                "+ is mended for this answer, and the option named undoes it; ! is not: it is for you to judge.",
                "+ 表示本次已处理，用所写选项可撤销；! 表示未处理，由你判断。"));
        }

        if (nothing.Length > 0) Fold(Say($"Looked for and not found: {string.Join(", ", nothing)}.", $"检查过、未发现：{string.Join("、", nothing)}。"));
        Head("QUESTION", "问题");
        foreach (var sentence in SolveWords.Question(solved, asked)) Fold(sentence.In(chinese));
        Head("COMPARISON", "比较");
        TextReport.WriteTables(result, lines, output);
        foreach (var line in lines.Legend()) Fold(line);
        foreach (var warning in SolveWords.Warnings(solved)) Fold(warning.In(chinese));
        Head("ANSWER", "答案");
        Fold(solved.Answer.In(chinese));
        if (!solved.Decision.IsEmpty)
        {
            Head("DECISION", "决定");
            Fold(solved.Decision.In(chinese));
        }

        Table(lines.Alarms());
        Table(lines.Coverage());

        if (SolveWords.Files(solved, page, model).ToArray() is { Length: > 0 } files)
        {
            Head("FILES", "文件");
            foreach (var file in files) Fold(file.In(chinese));
        }

        Head("AGAIN", "再次运行");
        foreach (var (what, line) in request.Commands(solved, model))
        {
            Fold(what.In(chinese));

            // Commands are not wrapped, so that they can be copied.
            output.WriteLine(line);
        }
    }

    private static char Mark(TableFinding finding) => finding.Action == FindingAction.Told ? '!' : '+';
}

using Minima.Cli.Compare;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>A solution as a page: the answer and the checks, then the comparison, then the commands.</summary>
internal sealed class SolvePage(SolvedTable solved, SolveRequest request, string? model)
{
    /// <summary>The page as text: one file, complete in itself.</summary>
    public static string Write(SolvedTable solved, SolveRequest request, string? model)
    {
        var page = new SolvePage(solved, request, model);
        return ComparePage.Write(solved.Comparison, request.AsComparison(solved), new("solve", "求解"), page.Begin, page.End);
    }

    private void Begin(Html body)
    {
        var result = solved.Comparison;
        var name = result.Data.Name;
        body.Element("h1", new Localized($"What to train on {name} with", $"{name} 该用什么训练"));
        body.Open("p", ("class", "note")).Text(new Localized($"{result.Data.Rows} rows, target {result.Data.Target}", $"{result.Data.Rows} 行，目标列 {result.Data.Target}")).Close();
        body.Element("p", solved.Headline, ("class", "answer")).Element("p", solved.Reason);
        if (!solved.Decision.IsEmpty) body.Open("p").Open("strong").Text(new Localized("Decision. ", "决定：")).Close().Text(solved.Decision).Close();
        body.Element("h2", new Localized("What was found in the table", "表格中的发现"), ("id", "checks")).Open("ul");
        foreach (var finding in solved.Found) body.Element("li", SolveWords.Finding(finding));
        var nothing = solved.Plan.Findings.Where(finding => finding.Check.Status == TableCheckStatus.Nothing).Select(finding => finding.Check.Title).ToArray();
        if (nothing.Length > 0) body.Element("li", new Localized("Looked for and not found: ", "检查过、未发现：") + Localized.Join(", ", "、", nothing) + new Localized(".", "。"));
        body.Close().Element("h2", new Localized("The question", "问题"), ("id", "question"));
        foreach (var sentence in SolveWords.Question(solved, asked: false)) body.Element("p", sentence);
        foreach (var warning in SolveWords.Warnings(solved)) body.Open("p").Open("strong").Text(new Localized("Note: ", "注意：")).Close().Text(warning).Close();
    }

    private void End(Html body)
    {
        body.Element("h2", new Localized("Each part again", "重复各个部分"), ("id", "again"));
        foreach (var (what, line) in request.Commands(solved, model)) body.Element("p", what).Element("pre", line, ("class", "wrap"));
    }
}

using Minima.Analysis;
using Minima.Pages;

namespace Minima.Cli.Explain;

/// <summary>A page that explains losses: one, or several below each other with their curves in one picture.</summary>
internal static class ExplainPage
{
    /// <summary>The page as text: one file, complete in itself.</summary>
    /// <param name="losses">The losses, at the parameters at which it opens.</param>
    /// <param name="language">en, zh, or null for the language of the reader's browser.</param>
    public static string Write(IReadOnlyList<Loss> losses, string? language)
    {
        var titles = losses.Select(LossSection.Title).ToArray();
        var page = new Page
        {
            Title = new(string.Join(", ", titles.Select(t => t.English)) + " · minima", string.Join("、", titles.Select(t => t.Chinese)) + " · minima"),
            Kind = new("explain", "损失函数说明"),
            Language = language,
        };
        if (losses.Count > 1)
        {
            Overview(page, losses, titles);
        }

        for (var i = 0; i < losses.Count; i++)
        {
            new LossSection(losses[i], $"loss-{i + 1}").AddTo(page, alone: losses.Count == 1);
        }

        page.Foot.Element("p", new Localized("Written by minima: one file, which works offline.", "由 minima 生成的单个文件，不访问网络。"));
        return page.Write(["page.js", "chart.js", "explain.js"], "minima.explain.start();\nminima.start();\n");
    }

    private static void Overview(Page page, IReadOnlyList<Loss> losses, Localized[] titles)
    {
        var body = page.Body;
        body.Element("h1", new Localized("Losses side by side", "损失函数并列比较"));
        body.Open("nav", ("data-label-en", "Losses"), ("data-label-zh", "损失函数"), ("aria-label", "Losses")).Open("ul", ("class", "toc"));
        for (var i = 0; i < losses.Count; i++)
        {
            body.Open("li").Open("a", ("href", $"#about-loss-{i + 1}")).Text(titles[i]).Close().Close();
        }

        body.Close().Close();

        // Curves share a picture if they share an axis.
        if (losses.All(LossAnalysis.CanAnalyse) && losses.Select(l => LossAnalysis.Of(l).Coordinate).Distinct().Count() == 1)
        {
            body.Open("div", ("class", "charts below"));
            foreach (var chart in new[] { "value", "gradient" })
            {
                var name = LossCurves.NameOf(chart);
                body.Open("figure", ("class", "chart"), ("data-overview", chart)).Element("figcaption", new Localized($"All together: {name.English}", $"合图：{name.Chinese}")).Close();
            }

            body.Close();
        }
    }
}

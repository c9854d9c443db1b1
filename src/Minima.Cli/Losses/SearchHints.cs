using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Losses;

/// <summary>Lines printed with the losses that a search finds.</summary>
internal static class SearchHints
{
    /// <summary>Suggestions for a search without results.</summary>
    public static string NothingFound(string? family, string? search)
    {
        var where = family is null ? "" : $" in the family '{family}'";
        var text = search ?? "";
        var names = Catalogue.All.SelectMany(l => l.Aliases.Prepend(l.Key));
        var count = Catalogue.All.Count.ToString(CultureInfo.InvariantCulture);
        return $"No loss matches {Wording.Quote(text)}{where}{Wording.DidYouMean(text, names)}. Try a shorter word, its Chinese or English name{(family is null ? "" : ", another family")}, or `minima losses` for all {count}.";
    }

    /// <summary>Title and page of each finding of the doctor that matches a search by topic, title or code. A search for NaN or 梯度消失 is about a training, not only about a loss.</summary>
    public static IEnumerable<string> Findings(string search, Tongue tongue)
    {
        var text = search.Trim();
        if (text.Length < 2) return [];
        var problem = ProblemWords.Of(text);
        return (problem is not null ? problem.Found.Select(Diagnoses.Find) : Diagnoses.All.Where(finding => new[] { finding.Code, finding.English.Title, finding.Chinese.Title }.Any(title => SearchText.IsInText(title, text))))
            .Select(finding => tongue.Say($"Training problem: {finding.English.Title} ({finding.Page})", $"训练问题：{finding.Chinese.Title}（{finding.ChinesePage}）"));
    }
}

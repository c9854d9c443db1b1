namespace Minima.Cli.Losses;

/// <summary>Search words for training problems, and the codes of the doctor's findings about them. Codes, not findings: the explorer searches too, and its download has no room for their pages.</summary>
internal static class ProblemWords
{
    private const int ShortestInside = 3;

    private static readonly Problem[] Problems =
    [
        new(["nan", "inf", "infinite", "notfinite", "nonfinite", "非有限", "无穷大"],
            ["nan-input", "nan-target", "nan-parameter", "nan-overflow", "nan-domain", "nan-gradient"], "from_logits"),
        new(["vanishing", "vanishinggradient", "vanishinggradients", "gradientvanishing", "vanishedgradient", "gradientvanishes", "梯度消失", "消失"], ["vanishing-gradient"], "vanishing"),
        new(["exploding", "explodinggradient", "explodinggradients", "gradientexploding", "gradientexplodes", "gradientexplosion", "梯度爆炸", "爆炸"], ["exploding-gradient", "nan-overflow"], "outliers"),
        new(["notconverging", "doesnotconverge", "doesntconverge", "notconverge", "notdecreasing", "doesnotdecrease", "nottraining", "notlearning", "doesnotlearn", "stuck", "plateau", "不收敛", "不下降", "不降", "学不会", "停滞"],
            ["loss-plateau", "one-batch", "learning-rate-small", "learning-rate-large", "loss-rises", "no-gradient", "feature-scale"]),
        new(["diverges", "diverging", "rises", "increasing", "发散", "训练发散", "损失上升"], ["loss-rises", "learning-rate-large", "exploding-gradient"]),
        new(["oscillates", "oscillating", "unstable", "震荡", "振荡", "损失震荡", "训练不稳定"], ["loss-oscillates", "learning-rate-large"]),
        new(["overfitting", "overfit", "过拟合"], ["overfitting"]),
        new(["deadrelu", "dyingrelu", "deadunits", "deadneurons", "神经元死亡", "死亡单元"], ["dead-units"]),
    ];

    /// <summary>All codes of the table.</summary>
    public static IEnumerable<string> AllCodes => Problems.SelectMany(problem => problem.Found).Distinct(StringComparer.Ordinal);

    /// <summary>The problem that a search is about; null if it is about losses.</summary>
    public static Problem? Of(string search)
    {
        var plain = Names.Normalise(string.Concat(SearchText.Words(search)));
        return Problems.FirstOrDefault(problem => problem.Asked.Any(asked => IsMeant(asked, plain, search)));
    }

    /// <summary>True if the search equals the word or, as Chinese has no spaces, contains it.</summary>
    private static bool IsMeant(string asked, string plain, string search) => plain == asked
        || (asked.Length >= ShortestInside && (SearchText.IsShort(asked) ? SearchText.IsInText(search, asked) : SearchText.IsHan(asked) && plain.Contains(asked, StringComparison.Ordinal)));
}

/// <summary>A training problem.</summary>
/// <param name="Asked">The search words, normalised as names are.</param>
/// <param name="Found">The codes of the doctor's findings, the most useful first.</param>
/// <param name="Remedy">A search word of losses that help, for searches that name none.</param>
internal sealed record Problem(string[] Asked, string[] Found, string? Remedy = null);

using System.Text.RegularExpressions;
using Minima.Cli.Explain;
using Minima.Writers;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>
/// The page of every loss shows its formula as LaTeX, in both languages, with every parameter: by its Greek letter (alpha as \alpha, epsilon as
/// \varepsilon), by its name (\mathrm{label\_smoothing}), or by its letter with its number as an index (t1 as t_{1}).
/// </summary>
public sealed partial class LatexTests
{
    /// <summary>Parameters that are in no formula, and why.</summary>
    private static readonly Dictionary<string, string> Exempt = new(StringComparer.Ordinal)
    {
        ["circle differentiate_weights"] = "the same value: it says what is differentiated",
        ["ctc zero_infinity"] = "what stands for a value that is infinite",
        ["dice batch"] = "over which elements the sums run",
        ["generalized_dice batch"] = "over which elements the sums run",
        ["jaccard batch"] = "over which elements the sums run",
        ["tversky batch"] = "over which elements the sums run",
        ["sinkhorn iterations"] = "the most rounds of a solver: the formula is what it converges to",
        ["sinkhorn_histogram iterations"] = "the most rounds of a solver: the formula is what it converges to",
    };

    static LatexTests() => Minima.Tensors.TensorCatalogue.Join();

    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Fact]
    public void Every_loss_is_looked_at() => Assert.Equal(427, Keys.Count);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_page_shows_the_formula_with_every_parameter(string key)
    {
        var entry = Catalogue.Find(key);
        var (english, chinese) = (Formulas("en", key), Formulas("zh", key));
        Assert.True(english.Count > 0, $"the page of {key} shows no LaTeX: nothing is derived from its code, so its file must declare it ([Loss(.., Latex = @\"..\")])");
        Assert.Equal(english, chinese.Select(latex => latex.Replace(@"\text{若 }", @"\text{if }", StringComparison.Ordinal).Replace(@"\text{其他情形}", @"\text{otherwise}", StringComparison.Ordinal)));
        if (entry.Latex.Length > 0) Assert.Equal(entry.Latex, english[0]);
        foreach (var parameter in entry.Parameters.Where(p => !Exempt.ContainsKey($"{key} {p.Name}")))
        {
            Assert.True(IsNamed(english[0], parameter.Name), $"{key}: the parameter '{parameter.Name}' is not in {english[0]}");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Latex_is_whole(string key)
    {
        foreach (var latex in Formulas("en", key).Concat(Formulas("zh", key)))
        {
            Assert.True(Regex.Count(latex, @"\\left(?![A-Za-z])") == Regex.Count(latex, @"\\right(?![A-Za-z])"), $"{key}: \\left and \\right in {latex}");
            Assert.True(Words().Matches(latex).All(word => word.Groups["word"].Value is "if " or "otherwise" or "若 " or "其他情形"), $"{key}: words in {latex}");
            Assert.StartsWith("<math", DeclaredLatex.ToMathMl(latex), StringComparison.Ordinal);
        }
    }

    /// <summary>An exemption that is not needed is none.</summary>
    [Fact]
    public void A_parameter_is_exempt_only_where_it_is() => Assert.All(Exempt, one => Assert.False(IsNamed(Formulas("en", one.Key.Split(' ')[0])[0], one.Key.Split(' ')[1]), one.Key));

    [Theory]
    [InlineData(@"\frac{\alpha}{2}", "alpha", true)]
    [InlineData(@"\mathrm{label\_smoothing} + x", "label_smoothing", true)]
    [InlineData(@"p^{1 - t_{1}}", "t1", true)]
    [InlineData(@"\lambda_{1} x", "lambda1", true)]
    [InlineData(@"\mathrm{margins}", "margin", false)]
    [InlineData(@"\mathrm{std\_epsilon}", "epsilon", false)]
    [InlineData(@"t_{12}", "t1", false)]
    public void A_parameter_is_found(string latex, string name, bool isThere) => Assert.Equal(isThere, IsNamed(latex, name));

    private static bool IsNamed(string latex, string name) =>
        GeneralFormula.Names(latex, name) || (Numbered().Match(name) is { Success: true } parts && Regex.IsMatch(latex, $@"(?<![A-Za-z])\\?{parts.Groups["letter"].Value}_\{{{parts.Groups["number"].Value}\}}"));

    /// <summary>The display formulas of the section on the formula, the first of which is that of the loss.</summary>
    private static List<string> Formulas(string language, string key)
    {
        var page = Documents.Read($"docs/losses/{language}/{key}.md");
        var section = Section().Match(page).Value;
        return [.. Display().Matches(section).Select(match => match.Groups["latex"].Value)];
    }

    [GeneratedRegex(@"^## (Formula|公式)\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\$\$\n(?<latex>.+?)\n\$\$$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Display();

    [GeneratedRegex(@"\\text\{(?<word>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?<letter>[a-z]+)(?<number>\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Numbered();
}

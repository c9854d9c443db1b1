using System.Text.RegularExpressions;
using Minima.Cli.Explain;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>
/// Below the formula of a loss on tensors its page says what every letter is, and so does the terminal. What no input, parameter or axis explains is declared
/// with the texts of the loss: <c>[English(.., Letters = "C: the correlation matrix; i, j: features")]</c>.
/// </summary>
public sealed partial class LegendTests
{
    static LegendTests() => Minima.Tensors.TensorCatalogue.Join();

    public static TheoryData<string> Keys => [.. Catalogue.All.Where(entry => entry.TakesTensors).Select(entry => entry.Key)];

    public static TheoryData<string> All => [.. Catalogue.All.Select(entry => entry.Key)];

    [Fact]
    public void Every_loss_on_tensors_is_looked_at() => Assert.Equal(243, Keys.Count);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_letter_of_a_formula_is_explained(string key)
    {
        var entry = Catalogue.Find(key);
        var legend = Legend.Of(entry, entry.Formula, entry.Latex);
        Assert.True(legend.Unexplained.Count == 0, $"{key}: nothing says what {string.Join(", ", legend.Unexplained)} is in {entry.Formula} and {entry.Latex}; declare it in Letters of [English] and [Chinese]");
        Assert.True(legend.Unused.Count == 0, $"{key}: Letters explain {string.Join(", ", legend.Unused)}, which the formula does not have");
    }

    /// <summary>Rows of classes are explained with their gradient, in RowExplanation.</summary>
    [SlowTheory]
    [MemberData(nameof(All))]
    public void The_terminal_explains_every_letter(string key)
    {
        var entry = Catalogue.Find(key);
        if (entry.Row is not null) return;
        var shown = ReadableFormula.Lettered(entry, ReadableFormula.Value(entry.CreateExample(), chinese: false));
        var unexplained = Legend.Of(entry, shown, "").Unexplained;
        Assert.True(unexplained.Count == 0, $"{key}: nothing says what {string.Join(", ", unexplained)} is in {shown}");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_page_shows_it(string key)
    {
        var entry = Catalogue.Find(key);
        var text = Legend.Of(entry, entry.Formula, entry.Latex).Text;
        Assert.Contains(text.English, Documents.Read($"docs/losses/en/{key}.md"), StringComparison.Ordinal);
        Assert.Contains(text.Chinese, Documents.Read($"docs/losses/zh/{key}.md"), StringComparison.Ordinal);
        Assert.All(SentenceEnd().Split(text.English), sentence => Assert.True(sentence.Split(' ').Length <= 35, $"{key}: {sentence}"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Both_languages_explain_the_same_letters(string key)
    {
        var entry = Catalogue.Find(key);
        Assert.Equal(Legend.Letters(entry.English.Letters), Legend.Letters(entry.Chinese.Letters));
    }

    /// <summary>A letter that nothing explains is found, whether it is in the text or in the LaTeX.</summary>
    [Theory]
    [InlineData("delta |r| + q", "", "q")]
    [InlineData("delta r;  r = p - t", "", "")]
    [InlineData("", @"\sum_{k} w_{k} \, \mathrm{delta}", "k w")]
    [InlineData("", @"\frac{\psi}{2}, \quad \psi = \sigma(p) + e^{t}", "")]
    public void A_letter_that_nothing_explains_is_found(string text, string latex, string expected) =>
        Assert.Equal(expected, string.Join(' ', Legend.Of(Catalogue.Find("huber"), text, latex).Unexplained));

    /// <summary>In code there is code: the words of a Chinese formula stand behind it.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Code_of_a_Chinese_formula_has_no_Chinese_words(string key)
    {
        var section = Section().Match(Documents.Read($"docs/losses/zh/{key}.md")).Value;
        Assert.All(Documents.BlocksOf(section), block => Assert.DoesNotMatch("[\u2e80-\uffef]", block.Code));
        Assert.All(Inline().Matches(section).Select(code => code.Value), code => Assert.DoesNotMatch("[\u2e80-\uffef]", code));
    }

    [GeneratedRegex(@"^## 公式\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex Section();

    [GeneratedRegex("(?<!`)`[^`\n]+`(?!`)", RegexOptions.None, 5000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"(?<=\.)\s+", RegexOptions.None, 5000)]
    private static partial Regex SentenceEnd();
}

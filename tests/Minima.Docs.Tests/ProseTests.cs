using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>Prose that docs/decisions/0034-plain-english.md rules out, in documents, messages, the explorer, docstrings and comments.</summary>
public sealed partial class ProseTests
{
    private const int LongestSentence = 35;

    [Fact]
    public void EnglishHasTheFieldsWords() => Assert.Empty(Of(Sources("*.cs").Concat(EnglishDocuments).Concat(Sources("*.ts")), file => Lines(file, "en").Where(one => Poor().IsMatch(one.Text))));

    /// <summary>Sentences of paragraphs, of points of lists, of cells, of docstrings and comments; code counts as one word, and so does an enumeration of short items behind a colon.</summary>
    [Fact]
    public void EnglishSentencesAreShort() => Assert.Empty(Of(
        Sources("*.cs").Concat(EnglishDocuments).Concat(Sources("*.ts")),
        file => (file.EndsWith(".cs", StringComparison.Ordinal) ? Comments(file) : Lines(file, "en", isProse: true))
            .SelectMany(line => line.Text.Split('|').SelectMany(cell => End().Split(cell)).Select(sentence => (line.Number, Text: sentence.Trim())))
            .Where(sentence => Word().Count(Enumeration().Replace(sentence.Text, ": x")) > LongestSentence)));

    [Fact]
    public void ChineseHasTheFieldsWords() => Assert.Empty(Of(
        Documents.All.Where(IsChinese).Concat(Sources("*.txt")).Concat(Sources("*.ts")),
        file => Lines(file, "zh", isProse: true).Where(one => PoorChinese().IsMatch(one.Text))));

    [Theory]
    [InlineData("/// <summary>What a loss gives.</summary>", true)]
    [InlineData("/// <summary>The value of a loss.</summary>", false)]
    [InlineData("The default is said.", true)]
    [InlineData("var said = model.Forward(x);", true)]
    [InlineData("The default is printed.", false)]
    public void ItIsFound(string line, bool expected) => Assert.Equal(expected, Poor().IsMatch(line));

    [Theory]
    [InlineData("评论家的斜率", true)]
    [InlineData("评判器的斜率", false)]
    [InlineData("该用哪个损失?", true)]
    [InlineData("该用哪个损失？", false)]
    [InlineData("焦点损失(二元)", true)]
    [InlineData("焦点损失（二元）", false)]
    [InlineData("sigmoid(预测值) 为概率", false)]
    [InlineData("file:路径", false)]
    [InlineData("路径:文件", true)]
    [InlineData("见 `损失:参数=值`。", false)]
    [InlineData("斜率有界（Lipschitz 连续）", true)]
    public void PoorChineseIsFound(string line, bool expected) => Assert.Equal(expected, PoorChinese().IsMatch(Code().Replace(line, "x")));

    /// <summary>"Use it when" and "Not when" are followed by a clause, so that something in it does something.</summary>
    [Theory]
    [InlineData("**Use it when** ")]
    [InlineData("**Not when** ")]
    public void AdviceIsAClause(string mark)
    {
        var clauses = Documents.All.Where(document => document.StartsWith("docs/losses/en/", StringComparison.Ordinal))
            .Select(document => (document, Line: Documents.Read(document).Split('\n').FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)))).ToArray();
        Assert.True(clauses.Length > 400);
        Assert.All(clauses, page =>
        {
            Assert.NotNull(page.Line);
            var clause = Clause().Match(page.Line[mark.Length..]).Value;
            Assert.True(Verb().IsMatch(clause) && !NoSubject().IsMatch(clause), $"{page.document}: {page.Line}");
        });
    }

    /// <summary>English documents that readers come to; pages of losses are written by the tool, decisions and the changelog are history.</summary>
    private static IEnumerable<string> EnglishDocuments => Documents.All.Where(document => !IsChinese(document) && !document.StartsWith("docs/losses/", StringComparison.Ordinal)
        && !document.StartsWith("docs/decisions/", StringComparison.Ordinal) && document != "CHANGELOG.md");

    private static bool IsChinese(string document) => document.Contains("/zh/", StringComparison.Ordinal) || document.Contains(".zh.", StringComparison.Ordinal);

    private static string[] Of(IEnumerable<string> files, Func<string, IEnumerable<(int Number, string Text)>> find) =>
        [.. files.Order(StringComparer.Ordinal).SelectMany(file => find(file).Select(one => $"{file}:{one.Number}: {one.Text.Trim()}"))];

    /// <summary>The paragraphs of docstrings and comments, each with the line that its comment begins on; formulas are left out.</summary>
    private static IEnumerable<(int Number, string Text)> Comments(string file)
    {
        var (first, text) = (0, new StringBuilder());
        foreach (var (number, line) in Lines(file, "en").Append((0, string.Empty)))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("//", StringComparison.Ordinal))
            {
                if (text.Length == 0) first = number;
                text.Append(trimmed.TrimStart('/'));
            }
            else if (text.Length > 0)
            {
                foreach (var paragraph in Tag().Split(OneWord().Replace(text.ToString(), "x")).Where(paragraph => !paragraph.TrimStart().StartsWith("Formula:", StringComparison.Ordinal))) yield return (first, paragraph);
                text.Clear();
            }
        }
    }

    /// <summary>The lines of a file, of prose without its code; of the explorer's sources the words that they show in a language.</summary>
    private static IEnumerable<(int Number, string Text)> Lines(string file, string language, bool isProse = false)
    {
        var text = Documents.Read(file);
        if (!file.EndsWith(".ts", StringComparison.Ordinal)) return Numbered(isProse ? Code().Replace(text, Blank) : text);
        return Numbered(text).SelectMany(line => Shown().Matches(line.Text).Where(words => words.Groups["language"].Value == language)
            .Select(words => (line.Number, Code().Replace(Inserted().Replace(words.Groups["text"].Value, "x"), Blank))));

        static IEnumerable<(int Number, string Text)> Numbered(string text) => text.Split('\n').Select((line, i) => (i + 1, line));
    }

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Documents.Root, "src"), pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Documents.Root, file).Replace('\\', '/')).Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal));

    /// <summary>One word in place of code, its line ends kept.</summary>
    private static string Blank(Match code) => "x" + new string('\n', code.Value.Count(letter => letter == '\n'));

    /// <summary>Summaries that begin with a question word or with "Those of", "is said" and "is told" for "is printed" and "is reported", and idioms that a reader of the field does not know.</summary>
    [GeneratedRegex(@"<summary>(What|How|Whether|Those of)\b|\bstands? in\b|\bby heart\b|\bwhere nobody\b|\bnamed wrongly\b|\b[Ww]hoever\b|\bunless (said|told)\b|\b(said|told)\b|\bat hand\b|\btaken for\b|\bas people\b|\bpassed over\b|\b(goes|go|went) on to\b|\bwishes about\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Poor();

    /// <summary>Words beside those of the project's terms, sentences that are word for word English, and punctuation of an English keyboard beside Chinese; a name right before a bracket is a function, before a colon the prefix of an option.</summary>
    [GeneratedRegex(@"评论家|离群值|恰当（proper）|Lipschitz 连续|学习率计划|链接函数|对数链接|海森|尖点|鉴别器|过度拟合|正规化|组 lasso|错行|什么也教不了|未超出偶然|上类|读法|[\u4e00-\u9fff”）][,;:!?](?=[ \u4e00-\u9fff“]|$)|([,;!?]|(?<![a-z]):)[\u4e00-\u9fff]|[\u4e00-\u9fff] ?\([^()]*[\u4e00-\u9fff][^()]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PoorChinese();

    /// <summary>References and code in a docstring.</summary>
    [GeneratedRegex(@"<code>.*?</code>|<c>.*?</c>|<(see|paramref|typeparamref)\b[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OneWord();

    [GeneratedRegex(@"</?\w+[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tag();

    /// <summary>Blocks of code, code in a line, links, markup and shapes of arrays.</summary>
    [GeneratedRegex(@"```.*?```|`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>|\$[^$\n]*\$|\[[^\]\n]*, ?(\.\.|[^\]\n])*\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();

    /// <summary>Words of the explorer: en: "...", zh: `...`.</summary>
    [GeneratedRegex(@"\b(?<language>en|zh): ?([""`])(?<text>(\\.|(?!\1).)*)\1", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Shown();

    [GeneratedRegex(@"\$\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inserted();

    [GeneratedRegex(@"(?<=[.!?][)""]?)\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex End();

    /// <summary>At least four items: settings that were tried, methods with their figures.</summary>
    [GeneratedRegex(@": [^,;:]{1,50}([,;:] [^,;:]{1,50}){3,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Enumeration();

    [GeneratedRegex(@"[\p{L}\p{N}]\S*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Word();

    /// <summary>The first clause: to a colon, a semicolon or a full stop.</summary>
    [GeneratedRegex(@"^[^:;]*?(?=[:;]|\. |\.$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clause();

    [GeneratedRegex(@"^(as|by|added|training (?!starts|is|does)|used|with|for|from|in|early)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoSubject();

    /// <summary>"you", an auxiliary verb, or one of the verbs that the pages have.</summary>
    [GeneratedRegex(@"\b(you|is|are|was|were|has|have|may|must|can|cannot|should|do|does|need|needs|hold|holds|count|counts|matter|matters|drown|regresses|predicts|vary|varies|costs|comes|come|outnumber|grows|drives|spoils|ends|number|differ|differs|span|look|looks|jumps|fall|falls|stands|form|learns|mean|drives|use|follow|repeats|explains|draws|belong|stretch|shrink|lack|exist|conflict|occur|memorises|start|carry|tell|tells|classifies|separate|separates|estimate|estimates|overlap|gives|give|works|want|wants|says|say|begins|lie|lies|arrive|arrives|spread|happen|happens|change|changes|become|becomes|depend|depends|reach|appears|appear|takes|take|starts|fades|wins|dominate|learn|fits|asks|moves|share|cost|die|would|want)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verb();
}

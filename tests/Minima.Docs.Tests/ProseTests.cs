using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>
/// Prose that docs/decisions/0034-plain-english.md wants gone, counted by folder (files move, folders seldom do): a count may only fall, and a fall is written down.
/// <c>UPDATE_BASELINE=1</c> writes the counts that have fallen into prose.txt (English words), prose-long.txt (long English sentences) and prose-zh.txt (Chinese).
/// </summary>
public sealed partial class ProseTests
{
    private const int LongestSentence = 35;

    public static TheoryData<string> Lints => ["prose.txt", "prose-long.txt", "prose-zh.txt"];

    [Theory]
    [MemberData(nameof(Lints))]
    public void CountsOnlyFall(string lint)
    {
        var counts = lint switch { "prose.txt" => Words(), "prose-long.txt" => LongSentences(), _ => Chinese() };
        var baseline = Path.Combine(Documents.Root, "tests", "Minima.Docs.Tests", lint);
        var known = File.Exists(baseline)
            ? File.ReadLines(baseline).Select(line => line.Split(' ')).ToDictionary(pair => pair[1], pair => int.Parse(pair[0], CultureInfo.InvariantCulture), StringComparer.Ordinal)
            : [];
        var risen = counts.Where(pair => pair.Value.Count > known.GetValueOrDefault(pair.Key))
            .Select(pair => $"{pair.Key} has {pair.Value.Count}, it had {known.GetValueOrDefault(pair.Key)}:\n  {string.Join("\n  ", pair.Value.TakeLast(8))}").ToArray();
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINE") == "1" && (risen.Length == 0 || known.Count == 0))
        {
            File.WriteAllLines(baseline, counts.Select(pair => $"{pair.Value.Count} {pair.Key}"));
            return;
        }

        Assert.True(risen.Length == 0, string.Join('\n', risen));
        var fallen = known.Where(pair => pair.Value > (counts.TryGetValue(pair.Key, out var found) ? found.Count : 0)).Select(pair => pair.Key).ToArray();
        Assert.True(fallen.Length == 0, $"fewer than {lint} has, well done; UPDATE_BASELINE=1 keeps it: {string.Join(", ", fallen)}");
    }

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

    private static SortedDictionary<string, List<string>> Words() => Count(
        Sources("*.cs").Concat(EnglishDocuments).Concat(Sources("*.ts")),
        file => Lines(file, "en").Where(one => Poor().IsMatch(one.Text)));

    private static SortedDictionary<string, List<string>> Chinese() => Count(
        Documents.All.Where(IsChinese).Concat(Sources("*.txt")).Concat(Sources("*.ts")),
        file => Lines(file, "zh", isProse: true).Where(one => PoorChinese().IsMatch(one.Text)));

    /// <summary>Sentences of paragraphs, of points of lists and of cells; code counts as one word, and so does an enumeration of short items behind a colon.</summary>
    private static SortedDictionary<string, List<string>> LongSentences() => Count(EnglishDocuments.Concat(Sources("*.ts")), file => Lines(file, "en", isProse: true)
        .SelectMany(line => line.Text.Split('|').SelectMany(cell => End().Split(cell)).Select(sentence => (line.Number, Text: sentence.Trim())))
        .Where(sentence => Word().Count(Enumeration().Replace(sentence.Text, ": x")) > LongestSentence));

    private static SortedDictionary<string, List<string>> Count(IEnumerable<string> files, Func<string, IEnumerable<(int Number, string Text)>> find)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var poor = find(file).Select(one => $"{file}:{one.Number}: {one.Text.Trim()}").ToArray();
            if (poor.Length == 0) continue;
            var isPage = file.EndsWith(".md", StringComparison.Ordinal) && !file.StartsWith("docs/losses/", StringComparison.Ordinal);
            var folder = isPage ? file : Path.GetDirectoryName(file)!.Replace('\\', '/');
            if (!found.TryGetValue(folder, out var list)) found[folder] = list = [];
            list.AddRange(poor);
        }

        return found;
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

    /// <summary>Summaries that begin with a question word, "is said" and "is told" for "is printed" and "is reported", and idioms that a reader of the field does not know.</summary>
    [GeneratedRegex(@"<summary>(What|How|Whether)\b|\b(said|told)\b|\bat hand\b|\btaken for\b|\bas people\b|\bpassed over\b|\b(goes|go|went) on to\b|\bwishes about\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Poor();

    /// <summary>Words beside those of the project's terms, sentences that are word for word English, and punctuation of an English keyboard beside Chinese; a name right before a bracket is a function, before a colon the prefix of an option.</summary>
    [GeneratedRegex(@"评论家|离群值|恰当（proper）|Lipschitz 连续|学习率计划|链接函数|对数链接|海森|尖点|鉴别器|过度拟合|正规化|组 lasso|错行|什么也教不了|未超出偶然|上类|读法|[\u4e00-\u9fff”）][,;:!?](?=[ \u4e00-\u9fff“]|$)|([,;!?]|(?<![a-z]):)[\u4e00-\u9fff]|[\u4e00-\u9fff] ?\([^()]*[\u4e00-\u9fff][^()]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PoorChinese();

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

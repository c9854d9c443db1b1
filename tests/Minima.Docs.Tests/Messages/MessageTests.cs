using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests.Messages;

/// <summary>Every message that the sources can give has its Chinese, which says the same of the same things, and no line of the tables is left over.</summary>
public sealed partial class MessageTests
{
    private const int Seed = 20_261_122;

    /// <summary>Pieces that no call site writes by itself: how messages are put together, and what .NET reports.</summary>
    private const string Foreign = "foreign.txt";

    private static readonly string[] Folders = ["src/Minima", "src/Minima.Trees", "src/Minima.Tensors", "src/Minima.Training", "src/Minima.Distributed", "src/Minima.Tabular", "src/Minima.Sql", "src/Minima.Pages", "src/Minima.Cli", "src/Minima.Lab"];
    private static readonly string[] Tables = ["src/Minima/Words/Messages", "src/Minima.Trees/Messages", "src/Minima.Tensors/Messages", "src/Minima.Training/Messages", "src/Minima.Distributed/Messages", "src/Minima.Tabular/Messages", "src/Minima.Sql/Messages", "src/Minima.Cli/Messages"];

    /// <summary>Words that hold an English phrase together. A Chinese sentence has names, options and terms in Latin letters, but none of these.</summary>
    private static readonly HashSet<string> Joints =
    [
        "an", "the", "of", "in", "on", "at", "by", "to", "from", "with", "without", "for", "as", "is", "are", "was", "were", "be", "has", "have", "had", "it", "its", "this", "that", "these",
        "those", "which", "and", "or", "not", "than", "there", "they", "one", "two", "each", "every", "some", "any", "must", "may", "can", "cannot", "does", "only", "number", "numbers", "single", "between",
    ];

    private static readonly Lazy<IReadOnlyList<MessageTemplate>> AllSources = new(() => MessageSources.Read(Documents.Root, Folders));
    private static readonly Lazy<IReadOnlyList<(string File, MessagePattern Pattern)>> AllLines = new(() => [.. Tables
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Documents.Root, folder), "*.txt").Order(StringComparer.Ordinal))
        .SelectMany(file => Read(file).Select(pattern => (Path.GetFileName(file), pattern)))]);

    private static Dictionary<string, MessagePattern> Known => AllLines.Value.DistinctBy(line => line.Pattern.English).ToDictionary(line => line.Pattern.English, line => line.Pattern, StringComparer.Ordinal);

    [SlowFact]
    public void EveryMessageOfTheSourcesHasItsChinese()
    {
        var known = Known;
        Assert.InRange(AllSources.Value.Count, 1500, 20_000);
        Holds(AllSources.Value.Where(template => !known.ContainsKey(template.Text)).Select(template => $"{template.File}:{template.Line}: add to a table\nen|{template.Text.Replace("\n", "\\n", StringComparison.Ordinal)}\nzh|"));
    }

    [SlowFact]
    public void WordsInHolesAreTranslatedToo()
    {
        var known = Known;
        Holds(from template in AllSources.Value
              where known.ContainsKey(template.Text)
              let pattern = known[template.Text]
              where pattern.Chinese != pattern.English
              from hole in Enumerable.Range(0, template.Holes.Count)
              where template.Holes[hole].HoldsWords && !IsQuoted(pattern.English, hole) && pattern.Chinese.Contains($"{{{hole}}}", StringComparison.Ordinal)
              select $"{template.File}:{template.Line}: {{{hole}}} is {template.Holes[hole].Expression}, which holds words: {{{hole}:t}}\n{pattern.English}\n{pattern.Chinese}");
    }

    [SlowFact]
    public void NoLineOfTheTablesIsLeftOver()
    {
        var used = AllSources.Value.Select(template => template.Text).ToHashSet(StringComparer.Ordinal);
        Holds(AllLines.Value.Where(line => !line.File.EndsWith(Foreign, StringComparison.Ordinal) && !used.Contains(line.Pattern.English)).Select(line => $"{line.File}: no source says this any more\n{line.Pattern.English}"));
    }

    [Fact]
    public void NothingIsTranslatedInTwoWays() => Holds(AllLines.Value
        .GroupBy(line => line.Pattern.English, StringComparer.Ordinal)
        .Where(group => group.Select(line => line.Pattern.Chinese).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(group => $"{group.Key}\n{string.Join('\n', group.Select(line => $"{line.File}: {line.Pattern.Chinese}"))}"));

    [Fact]
    public void TheChineseIsChinese() => Holds(AllLines.Value
        .Where(line => line.Pattern.Chinese != line.Pattern.English && !line.Pattern.Chinese.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff') && MessagePattern.CountWords(Speaker().Replace(line.Pattern.Chinese, "")) > 0)
        .Select(line => $"{line.File}: {line.Pattern.Chinese}"));

    /// <summary>A finished message finds the pattern that made it, whatever stands in the holes.</summary>
    [Fact]
    public void EveryMessageFindsItsOwnPattern()
    {
        var patterns = Known.Values.ToList();
        var table = new MessageTable(patterns);
        var random = new Random(Seed);
        Holds(from pattern in patterns
              let holes = Enumerable.Range(0, pattern.Translated.Length).Select(i => i > 0 && pattern.Literals[i].Length == 0 ? "" : random.Next(10, 1000).ToString(CultureInfo.InvariantCulture)).ToArray()
              let english = string.Concat(pattern.Literals.Select((text, i) => i < holes.Length ? text + holes[i] : text))
              let chinese = table.Translate(english)
              where chinese != pattern.Fill(holes)
              select $"{english}\n{chinese}\n{pattern.Fill(holes)}");
    }

    /// <summary>Who speaks, and the place in a formula, stay outside of the sentence behind them: no pattern that begins with a hole swallows them.</summary>
    [SlowTheory]
    [InlineData("minima: ", "minima：")]
    [InlineData("minima evaluate: ", "minima evaluate：")]
    public void NoSentenceSwallowsWhoSpeaks(string english, string chinese)
    {
        var table = new MessageTable(Known.Values);
        Holds(from pattern in Known.Values
              where pattern.English.EndsWith('.') && !pattern.English.StartsWith("minima", StringComparison.Ordinal)
              let sentence = Filled(pattern)
              let answer = table.Translate(english + sentence)
              where answer != chinese + table.Translate(sentence)
              select $"{english}{sentence}\n{answer}");
    }

    [Fact]
    public void AFormulaErrorNamesItsPlaceFirst()
    {
        var table = new MessageTable(Known.Values);
        Holds(from line in AllLines.Value
              where line.File == "minima-text.txt" && line.Pattern.English.EndsWith('.') && !line.Pattern.English.Contains("formula, ", StringComparison.Ordinal)
              let sentence = Filled(line.Pattern)
              let answer = table.Translate($"minima: formula, column 7: found the end of the text; {sentence}")
              where answer != $"minima：公式，列 7：遇到文本末尾；{table.Translate(sentence)}"
              select $"{sentence}\n{answer}");
    }

    /// <summary>Rules of domains and shapes are put together by no call site, so that the sources do not show them.</summary>
    [Fact]
    public void RulesInMessagesAreTranslated()
    {
        var table = new MessageTable(Known.Values);
        var domains = Catalogue.All.SelectMany(entry => entry.Inputs.Select(input => input.Domain).Concat(entry.Parameters.Select(parameter => parameter.Domain))).Distinct();
        Holds(from domain in domains
              let answer = table.Translate($"loss: parameter 'p' is 3; it must be {domain}.")
              where LeftOver(answer.Replace("loss：", "", StringComparison.Ordinal)).Count > 0
              select $"{domain}\n{answer}");
    }

    /// <summary>Every message with samples in its holes is Chinese to the last word: what is left of English is a name, an option, code or a term, and no phrase.</summary>
    [Fact]
    public void NoEnglishWordIsLeftInAChineseMessage()
    {
        var table = new MessageTable(Known.Values);
        Holds(from pattern in Known.Values
              where pattern.Chinese != pattern.English
              let english = Filled(pattern)
              let answer = table.Translate(english)
              let left = LeftOver(answer)
              where left.Count > 0
              select $"{string.Join(' ', left)}: {english}\n{answer}");
    }

    /// <summary>A message with a number in each hole, and with a known piece in each hole that holds words.</summary>
    private static string Filled(MessagePattern pattern) =>
        string.Concat(pattern.Literals.Select((text, i) => i < pattern.Translated.Length ? text + (i > 0 && text.Length == 0 ? "" : pattern.Translated[i] && !text.EndsWith('\'') ? "a number" : "7") : text));

    private static List<string> LeftOver(string chinese) =>
        [.. EnglishWord().Matches(Plain().Replace(chinese, " ")).Select(match => match.Value).Where(Joints.Contains)];

    /// <summary>What no table knows stays whole, rather than becoming half Chinese.</summary>
    [Theory]
    [InlineData("the weather is fine and nobody knows what it has to do with this")]
    [InlineData("a sentence of another program: it is not a thing that we say; ask there. Good luck")]
    public void AnUnknownSentenceStaysWhole(string sentence) => Assert.Equal(sentence, new MessageTable(Known.Values).Translate(sentence));

    /// <summary>The command that a message comes from, which has its name in every language.</summary>
    [GeneratedRegex("^minima( [a-z]+)?(: |：)")]
    private static partial Regex Speaker();

    /// <summary>What is quoted, code, options, paths, names with signs in them, and what stands before a colon as the name of a command.</summary>
    [GeneratedRegex("“[^”]*”|`[^`]*`|\"[^\"]*\"|'[^']*'|--?[a-z][-a-z]*( [A-Z]+)?|[\\w./<>\\[\\]{}+*=|^-]*[_./<>{}+*=|^0-9][\\w./<>\\[\\]{}+*=|^-]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Plain();

    [GeneratedRegex("(?<![A-Za-z(-])[a-z]+(?![A-Za-z(-])", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EnglishWord();

    private static bool IsQuoted(string english, int hole)
    {
        var at = english.IndexOf($"{{{hole}}}", StringComparison.Ordinal);
        return at > 0 && english[at - 1] is '\'' or '"' && english[at + $"{{{hole}}}".Length] == english[at - 1];
    }

    private static List<MessagePattern> Read(string file)
    {
        using var reader = new StreamReader(file);
        return [.. MessageTable.Read(reader)];
    }

    private static void Holds(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n{string.Join("\n\n", all.Take(40))}");
    }
}

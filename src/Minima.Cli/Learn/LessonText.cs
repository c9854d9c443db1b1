using System.Globalization;
using System.Text.RegularExpressions;

namespace Minima.Cli.Learn;

/// <summary>A lesson embedded in the tool: the Markdown of the folder lessons, in one language.</summary>
internal sealed partial class LessonText
{
    private const string Fence = "```";

    private readonly string[] _lines;

    private LessonText(int number, string text)
    {
        Number = number;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>The numbers of the lessons, in order.</summary>
    public static IReadOnlyList<int> Numbers { get; } = [.. typeof(LessonText).Assembly.GetManifestResourceNames().Select(name => ResourceName().Match(name)).Where(match => match.Success).Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)).Order()];

    public int Number { get; }

    /// <summary>The title with the number of the lesson.</summary>
    public string Title => _lines[0].TrimStart('#', ' ');

    /// <summary>The losses of the picture and its axis, or null.</summary>
    public LessonPicture? Picture => _lines.Select(line => PictureLine().Match(line)).Where(match => match.Success).Select(match => new LessonPicture(
        match.Groups["losses"].Value.Split(';', StringSplitOptions.TrimEntries),
        Value(match, "target"),
        Value(match, "from"),
        Value(match, "to"))).FirstOrDefault();

    /// <summary>The text below the title, without the picture, which is drawn, and without the hints and answers, which the page folds.</summary>
    public IEnumerable<string> Body => _lines.Skip(1).Where((_, i) => !IsFolded(i + 1)).Where(line => !line.StartsWith("<!--", StringComparison.Ordinal) && !line.StartsWith("![", StringComparison.Ordinal) && !LanguageLine().IsMatch(line));

    /// <summary>The folded texts in order: the hint, then an answer.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Folded
    {
        get
        {
            var folded = new List<List<string>>();
            for (var i = 0; i < _lines.Length; i++)
            {
                if (_lines[i].StartsWith("<details", StringComparison.Ordinal)) folded.Add([]);
                else if (IsFolded(i) && _lines[i] != "</details>") folded[^1].Add(_lines[i]);
            }

            return folded;
        }
    }

    /// <summary>The lesson of a number.</summary>
    public static LessonText Read(int number, bool chinese)
    {
        using var reader = new StreamReader(typeof(LessonText).Assembly.GetManifestResourceStream("lessons/" + number.ToString("00", CultureInfo.InvariantCulture) + (chinese ? ".zh.md" : ".en.md"))!);
        return new(number, reader.ReadToEnd());
    }

    /// <summary>True for a line that opens or closes a block of code.</summary>
    public static bool IsFence(string line) => line.StartsWith(Fence, StringComparison.Ordinal);

    /// <summary>A line without link markup.</summary>
    public static string Plain(string line) => Link().Replace(line, "${text}");

    private static double Value(Match match, string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    private bool IsFolded(int line)
    {
        var opened = Array.FindLastIndex(_lines, line, text => text.StartsWith("<details", StringComparison.Ordinal));
        return opened >= 0 && Array.FindIndex(_lines, opened, text => text == "</details>") >= line;
    }

    [GeneratedRegex(@"^lessons/(?<number>\d\d)\.en\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"^<!-- picture: (?<losses>.+) \| target (?<target>\S+) \| from (?<from>\S+) to (?<to>\S+) -->$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PictureLine();

    [GeneratedRegex(@"^\[[^]]*\]\(\d\d\.(en|zh)\.md\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageLine();

    [GeneratedRegex(@"\[(?<text>[^]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}

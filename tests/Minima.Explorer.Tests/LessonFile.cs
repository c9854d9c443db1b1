using System.Globalization;
using System.Text.RegularExpressions;

namespace Minima.Explorer.Tests;

/// <summary>A lesson as its Markdown has it, in one language: what a reader of the page is to see of it.</summary>
internal sealed partial class LessonFile(int number, string language)
{
    private readonly string[] _lines = File.ReadAllText(Path.Combine(Repository.Root, "lessons", $"{number.ToString("00", CultureInfo.InvariantCulture)}.{language}.md")).Split('\n');

    public string Title => _lines[0][2..];

    public IReadOnlyList<string> Sections => [.. Prose().Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..])];

    public IReadOnlyList<string> Scenes => [.. _lines.Select(line => Scene().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    /// <summary>The losses of its picture.</summary>
    public IReadOnlyList<string> Losses => [.. _lines.Select(line => Picture().Match(line)).Where(match => match.Success).SelectMany(match => match.Groups[1].Value.Split("; "))];

    /// <summary>All text in order: titles, paragraphs, blocks of code, cells, hints. Link to the other language and comments are no text.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            var texts = new List<string>();
            var isNamed = false;
            for (var i = 0; i < _lines.Length; i++)
            {
                var line = _lines[i];
                if (line.StartsWith("```", StringComparison.Ordinal))
                {
                    var end = Array.FindIndex(_lines, i + 1, other => other == "```");
                    texts.Add(string.Join('\n', _lines[(i + 1)..end]));
                    i = end;
                }
                else if (line.StartsWith('#'))
                {
                    texts.Add(line.TrimStart('#', ' '));
                    isNamed = line is "## Read on" or "## 继续阅读";
                }
                else if (line.StartsWith('|'))
                {
                    if (!Rule().IsMatch(line)) texts.AddRange(line[1..^1].Split('|').Select(cell => Plain(cell.Trim(), isNamed)));
                }
                else if (Summary().Match(line) is { Success: true } summary) texts.Add(summary.Groups[1].Value);
                else if (Image().Match(line) is { Success: true } image) texts.Add(image.Groups[1].Value);
                else if (line.Length > 0 && line != "</details>" && !line.StartsWith("<!--", StringComparison.Ordinal) && !OtherLanguage().IsMatch(line)) texts.Add(Plain(line, isNamed));
            }

            return texts;
        }
    }

    private IEnumerable<string> Prose()
    {
        var isCode = false;
        foreach (var line in _lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            else if (!isCode) yield return line;
        }
    }

    /// <summary>The words of links; a document that the page does not have is named at the end of a lesson.</summary>
    private static string Plain(string line, bool isNamed) => Link().Replace(line, match =>
        match.Groups[1].Value + (isNamed && match.Groups[2].Value.StartsWith("../", StringComparison.Ordinal) && !match.Groups[2].Value.Contains("/losses/", StringComparison.Ordinal) ? $" ({match.Groups[2].Value[3..]})" : "")).Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex("^<!-- scene: (.+) -->$")]
    private static partial Regex Scene();

    [GeneratedRegex(@"^<!-- picture: (.+?) \| .*-->$")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^\|[-| ]+\|$")]
    private static partial Regex Rule();

    [GeneratedRegex("<summary>(.+)</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex(@"^!\[(.*)\]\(")]
    private static partial Regex Image();

    [GeneratedRegex(@"^\[[^]]*\]\(\d\d\.(en|zh)\.md\)$")]
    private static partial Regex OtherLanguage();

    [GeneratedRegex(@"\[([^]]*)\]\(([^)]*)\)")]
    private static partial Regex Link();
}

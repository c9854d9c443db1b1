using System.Runtime.CompilerServices;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>Every finding has a page in both languages, which says what the program says.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Codes => [.. Diagnoses.All.Select(entry => entry.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void APageSaysWhatTheFindingSays(string code)
    {
        var entry = Diagnoses.Find(code);
        Check(Lines(entry.Page), entry.English, ["## Symptom", "## Cause", "## How to see it", "## Remedy"]);
        Check(Lines(entry.ChinesePage), entry.Chinese, ["## 现象", "## 原因", "## 如何确认", "## 解决办法"]);
        Assert.Equal(Code(entry.Page), Code(entry.ChinesePage));
    }

    [Fact]
    public void TheIndexHasEveryPageAndEveryPageAFinding()
    {
        var codes = Diagnoses.All.Select(entry => entry.Code + ".md").Append("README.md").Order(StringComparer.Ordinal).ToArray();
        foreach (var (folder, chinese) in new[] { ("docs/doctor", false), ("docs/zh/doctor", true) })
        {
            Assert.Equal(codes, Directory.EnumerateFiles(Path.Combine(Root(), folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            var index = Lines($"{folder}/README.md");
            Assert.All(Diagnoses.All, entry => Assert.Single(index, line => line.StartsWith($"| [{(chinese ? entry.Chinese : entry.English).Title}]({entry.Code}.md) | `{entry.Code}` |", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void TitlesAndCodesAreDistinct()
    {
        Assert.Equal(Diagnoses.All.Count, Diagnoses.All.Select(entry => entry.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Diagnoses.All.Count, Diagnoses.All.Select(entry => entry.English.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Diagnoses.All.Count, Diagnoses.All.Select(entry => entry.Chinese.Title).Distinct(StringComparer.Ordinal).Count());
    }

    private static void Check(string[] lines, DiagnosisText text, string[] headings)
    {
        Assert.Equal($"# {text.Title}", lines[0]);
        Assert.Equal(headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)), StringComparer.Ordinal);
        Assert.Equal(text.Cause, lines[Array.IndexOf(lines, headings[1]) + 2]);
        Assert.Equal(text.Remedy, lines[Array.IndexOf(lines, headings[3]) + 2]);
    }

    /// <summary>The blocks of commands and of C#.</summary>
    private static string Code(string page)
    {
        var inside = false;
        return string.Join('\n', Lines(page).Where(line => (line.StartsWith("```", StringComparison.Ordinal) ? !(inside = !inside) : inside) || line.StartsWith("```", StringComparison.Ordinal)));
    }

    private static string[] Lines(string page) => File.ReadAllText(Path.Combine(Root(), page)).Split('\n');

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}

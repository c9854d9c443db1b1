using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>The page of cases shows what the program prints: its commands are run in a copy of the example data, and each line that it shows must come, in that order.</summary>
public sealed partial class CaseTests
{
    private const string Document = "docs/cases.md";

    [Fact]
    public async Task What_the_commands_print_is_what_is_shown()
    {
        var folder = Directory.CreateTempSubdirectory("minima-cases-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Documents.Root, "examples", "data")))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            // The cases do not need each other; within one a command may need the file of an earlier one.
            var cases = Documents.Read(Document).Split("\n## ").Where(part => Documents.BlocksOf(part).Any(block => block.Language == "text")).ToArray();
            string[] last = [cases[^1][cases[^1].LastIndexOf("```sh", StringComparison.Ordinal)..]];
            var chosen = Sweep.Of(thin: last, wide: [.. Sweep.Sample(cases, 0.25, part => part.Split('\n')[0])], full: cases);
            var compared = await Task.WhenAll(chosen.Select(part => CompareAsync(folder, part)));
            Assert.Equal(chosen.Sum(part => Documents.BlocksOf(part).Count(block => block.Language == "text")), compared.Sum());
            Assert.True(Documents.Blocks(Document).Count(block => block.Language == "text") >= 10);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc")]
    [InlineData("a\nb\nc\n", "...\nb\n...")]
    [InlineData("a\nb\na\nd\n", "...\na\nd")]
    public void Excerpts_are_found(string output, string excerpt) => AssertShown("", excerpt, output);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nc")]
    [InlineData("a\nb\nc\n", "b\nc")]
    [InlineData("a\nb\nc\n", "a\nb")]
    [InlineData("a\nb\nc\n", "a\n...\nx\n...")]
    public void Other_excerpts_are_not(string output, string excerpt) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertShown("", excerpt, output));

    private static async Task<int> CompareAsync(string folder, string text)
    {
        var blocks = Documents.BlocksOf(text).ToArray();
        var compared = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Language != "sh" || blocks[i].Code.Contains("large.csv", StringComparison.Ordinal))
            {
                continue;
            }

            var output = await RunAsync(folder, blocks[i].Code);
            if (i + 1 < blocks.Length && blocks[i + 1].Language == "text")
            {
                AssertShown(blocks[i].Code, blocks[i + 1].Code, output);
                compared++;
            }
        }

        return compared;
    }

    /// <summary>Runs of lines between lines of three points stand together in the output, one run after the other.</summary>
    private static void AssertShown(string command, string excerpt, string output)
    {
        string[] printed = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        string[] shown = excerpt.TrimEnd('\n').Split('\n');
        var runs = new List<List<string>> { new() };
        foreach (var line in shown)
        {
            if (line == "...")
            {
                runs.Add([]);
            }
            else
            {
                runs[^1].Add(line);
            }
        }

        var from = 0;
        for (var k = 0; k < runs.Count; k++)
        {
            if (runs[k].Count == 0)
            {
                continue;
            }

            var last = printed.Length - runs[k].Count;
            var at = k == 0 ? (Stands(0) ? 0 : -1)
                : k == runs.Count - 1 ? (last >= from && Stands(last) ? last : -1)
                : Enumerable.Range(from, Math.Max(0, last - from + 1)).FirstOrDefault(Stands, -1);
            Assert.True(at >= 0 && (k < runs.Count - 1 || at == last), $"{command}\nprinted:\n{output}\nand not, at its place:\n{string.Join('\n', runs[k])}");
            from = at + runs[k].Count;

            bool Stands(int place) => place + runs[k].Count <= printed.Length && runs[k].SequenceEqual(printed.Skip(place).Take(runs[k].Count), StringComparer.Ordinal);
        }
    }

    private static async Task<string> RunAsync(string folder, string line)
    {
        var words = Word().Matches(line).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)).ToArray();
        if (words[0] == "sed")
        {
            // sed '2d;5d' FROM > TO, for machines that have no sed.
            Assert.Equal(">", words[3]);
            var gone = words[1].Split(';').Select(w => int.Parse(w.TrimEnd('d'), System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
            var lines = (await File.ReadAllTextAsync(Path.Combine(folder, words[2]), TestContext.Current.CancellationToken)).Split('\n');
            await File.WriteAllTextAsync(
                Path.Combine(folder, words[4]), string.Join('\n', lines.Where((_, i) => !gone.Contains(i + 1))), new UTF8Encoding(true), TestContext.Current.CancellationToken);
            return "";
        }

        Assert.Equal("minima", words[0]);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"));
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["COLUMNS"] = "80";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{line}\n{await error}");
        return output;
    }

    [GeneratedRegex("""(?:[^\s"']|"[^"]*"|'[^']*')+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}

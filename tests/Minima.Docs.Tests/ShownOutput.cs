using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>Commands of a page with the output that it shows: they run in this process, in a folder with the example data, and each line that is shown must come, in that order.</summary>
internal static partial class ShownOutput
{
    /// <summary>A copy of the example data, which is the current folder until it is disposed of.</summary>
    public static IDisposable Folder() => new ExampleFolder();

    /// <summary>Runs every command of a text, and compares those with an output behind them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="form">What both outputs become before they are compared; nothing leaves them as they are.</param>
    /// <param name="language">The language of the output.</param>
    /// <returns>The number of outputs.</returns>
    public static async Task<int> CompareAsync(string text, Func<string, string>? form = null, string language = "en")
    {
        form ??= whole => whole;
        var blocks = Documents.BlocksOf(text).ToArray();
        var compared = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Language != "sh" || blocks[i].Code.Contains("large.csv", StringComparison.Ordinal)) continue;
            var output = "";
            foreach (var line in blocks[i].Code.Split('\n', StringSplitOptions.RemoveEmptyEntries)) output += await RunAsync(line, language);
            if (i + 1 >= blocks.Length || blocks[i + 1].Language != "text") continue;
            AssertShown(blocks[i].Code, form(blocks[i + 1].Code), form(output));
            compared++;
        }

        return compared;
    }

    /// <summary>Runs of lines between lines of three points stand together in the output, one run after the other.</summary>
    public static void AssertShown(string command, string excerpt, string output)
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

    /// <summary>Runs one line, and gives what it prints.</summary>
    public static async Task<string> RunAsync(string line, string language = "en")
    {
        var words = Word().Matches(line).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)).ToArray();
        if (words[0] == "sed")
        {
            // sed '2d;5d' FROM > TO, for machines that have no sed.
            Assert.Equal(">", words[3]);
            var gone = words[1].Split(';').Select(w => int.Parse(w.TrimEnd('d'), CultureInfo.InvariantCulture)).ToHashSet();
            var lines = (await File.ReadAllTextAsync(words[2], TestContext.Current.CancellationToken)).Split('\n');
            await File.WriteAllTextAsync(words[4], string.Join('\n', lines.Where((_, i) => !gone.Contains(i + 1))), new UTF8Encoding(true), TestContext.Current.CancellationToken);
            return "";
        }

        Assert.Equal("minima", words[0]);
        var to = Array.FindIndex(words, word => word is ">" or "2>");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Cli.CommandLine.RunAsync([.. words[1..(to < 0 ? words.Length : to)], "--language", language], output, error, TestContext.Current.CancellationToken);

        // Of a log that goes to a file the page shows the file, of whatever training, without the time that was left.
        if (to > 0 && words[to] == "2>") return TimeLeft().Replace(error.ToString(), "");
        Assert.True(code == 0, $"{line}\n{error}");
        if (to > 0) await File.WriteAllTextAsync(words[to + 1], output.ToString(), TestContext.Current.CancellationToken);
        return output.ToString();
    }

    [GeneratedRegex("  (\\S+( \\S+)* left|约剩 .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeLeft();

    [GeneratedRegex("""(?:[^\s"']|"[^"]*"|'[^']*')+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    private sealed class ExampleFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("minima-cases-").FullName;
        private readonly string _before = Environment.CurrentDirectory;

        public ExampleFolder()
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Documents.Root, "examples", "data"), "*.?sv", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
            Environment.CurrentDirectory = _folder;
        }

        public void Dispose()
        {
            Environment.CurrentDirectory = _before;
            Directory.Delete(_folder, recursive: true);
        }
    }
}

using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>An option that a document or a message names is one that some program here has.</summary>
public sealed partial class OptionTests
{
    /// <summary>Of dotnet, Chromium and srun; and what stands for any option, or for one of every program.</summary>
    private static readonly string[] Others = ["--project", "--dump-dom", "--screenshot", "--kill-on-bad-exit", "--mpi", "--name", "--version"];

    private static readonly string[] Programs = ["src", "bench", "tools"];

    private static HashSet<string> Known { get; } = [.. Others, .. Sources("*.cs", "*.mjs", "*.ts", "*.py").SelectMany(file => Declared().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void Documents_name_options_that_exist() =>
        Assert.Empty(Documents.All.SelectMany(document => Code().Matches(Documents.Read(document)).SelectMany(code => Unknown(code.Value)).Select(option => $"{document}: {option}")).Distinct());

    [Fact]
    public void Messages_name_options_that_exist() =>
        Assert.Empty(Sources("*.cs").SelectMany(file => Text().Matches(File.ReadAllText(file)).SelectMany(text => Unknown(text.Value)).Select(option => $"{file}: {option}")).Distinct());

    [Theory]
    [InlineData("`minima compare --losses huber`", "--losses")]
    [InlineData("`--loss huber` and `--l2`", "")]
    [InlineData("give --l2, or --leave-out", "--leave-out")]
    public void AnUnknownOptionIsFound(string text, string expected) => Assert.Equal(expected, string.Join(' ', Unknown(text)));

    private static IEnumerable<string> Unknown(string text) => Option().Matches(text).Select(match => match.Value).Where(option => !Known.Contains(option));

    private static IEnumerable<string> Sources(params IReadOnlyList<string> patterns) =>
        from folder in Programs
        from pattern in patterns
        from file in Directory.EnumerateFiles(Path.Combine(Documents.Root, folder), pattern, SearchOption.AllDirectories)
        where !file.Contains("node_modules", StringComparison.Ordinal)
        select file;

    [GeneratedRegex(@"""(?<name>--[a-z][a-z0-9-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Declared();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();

    [GeneratedRegex(@"""[^""\n]*[ (]--[a-z][^""\n]*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Text();

    [GeneratedRegex("(?<=[ (`|\"])--[a-z][a-z0-9-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Option();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>What the documents show must compile, resolve and be equally complete in both languages.</summary>
public sealed partial class DocumentTests
{
    /// <summary>The losses of the core; those on tensors join the catalogue when another test asks for them, and have pages of another form.</summary>
    private static IEnumerable<LossEntry> Core => Catalogue.All.Where(entry => entry.Type.Assembly == typeof(Loss).Assembly);

    public static TheoryData<string> Handwritten => [.. Documents.All.Where(d => !d.StartsWith("docs/losses/", StringComparison.Ordinal))];

    [SlowTheory]
    [MemberData(nameof(Handwritten))]
    public void Code_compiles(string document)
    {
        foreach (var (language, code) in Documents.Blocks(document))
        {
            if (language == "csharp" && new CodeBlock(document, code) is { IsExcerpt: false } block)
            {
                block.Compile();
            }
        }
    }

    public static TheoryData<int> Programs => [.. Enumerable.Range(0, CodeBlock.ProgramsOf(Handwritten.Select(row => row.Data)).Count())];

    /// <summary>What a reader copies into a project does what the document says: it ends well, and prints what its comments say that it prints.</summary>
    [SlowTheory(Wide = 1)]
    [SampledData(nameof(Programs), Thin = 0.15, Wide = 0.5)]
    public async Task Programs_run(int index)
    {
        var (document, program) = CodeBlock.ProgramsOf(Handwritten.Select(row => row.Data)).ElementAt(index);
        var output = await program.RunAsync();
        Assert.All(program.Promised, promised => Assert.True(output.Contains(promised, StringComparison.Ordinal), $"{document} promises '{promised}'; printed was:\n{output}"));
    }

    /// <summary>What the C# of docs/training.md saves, the command line reads.</summary>
    [SlowFact]
    public async Task The_model_of_the_training_page_predicts()
    {
        var program = CodeBlock.ProgramsOf(["docs/training.md"]).Single(one => one.Block.Contains("SaveModel")).Block;
        var lines = (await program.RunAsync("predict", "digits", "data/digits.csv")).TrimEnd().Split('\n');
        var predictions = lines[^1797..].Select(line => line.Split(',')[^1].Trim()).ToArray();
        var digits = File.ReadLines(Path.Combine(Documents.Root, "data", "digits.csv")).Skip(1).Select(line => line.Split(',')[^1].Trim()).ToArray();
        Assert.Equal(1797, digits.Length);
        Assert.True(predictions.Zip(digits).Count(pair => pair.First == pair.Second) > 1700, $"{lines[^1798]}\n{lines[^1]}");
    }

    [Fact]
    public void There_are_programs_to_run() => Assert.True(Programs.Count >= 15, $"{Programs.Count} programs were found");

    [Fact]
    public async Task A_program_that_fails_is_found() =>
        Assert.Contains("no_such_file", (await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => new CodeBlock("none", "Console.WriteLine(File.ReadAllText(\"no_such_file\"));").RunAsync())).Message, StringComparison.Ordinal);

    [Fact]
    public void Code_of_every_loss_page_runs()
    {
        // Both languages show the same code, so one runs and the other is compared; a formula may hold words.
        var run = Sweep.Sample([.. Core.Select(entry => entry.Key)], Sweep.Slow, key => key);
        foreach (var entry in Core)
        {
            var english = Documents.Blocks($"docs/losses/en/{entry.Key}.md").ToArray();
            Assert.Equal(english.Where(b => b.Language != "text"), Documents.Blocks($"docs/losses/zh/{entry.Key}.md").Where(b => b.Language != "text"));
            var csharp = english.Where(b => b.Language == "csharp").ToArray();
            Assert.Equal(2, csharp.Length);
            if (run.Contains(entry.Key)) Assert.All(csharp, b => new CodeBlock(entry.Key, b.Code).RunHere());
        }
    }

    /// <summary>The code of a loss on tensors gives the number that its page names.</summary>
    [SlowFact]
    public void Code_of_every_page_of_a_loss_on_tensors_gives_its_number()
    {
        var tensors = Documents.All.Where(document => document.StartsWith("docs/losses/en/", StringComparison.Ordinal)).Select(document => Path.GetFileNameWithoutExtension(document)!)
            .Except(Core.Select(entry => entry.Key), StringComparer.Ordinal).Select(key => (Key: key, Code: Documents.Blocks($"docs/losses/en/{key}.md").SingleOrDefault(block => block.Language == "csharp").Code)).Where(page => page.Code is not null).ToArray();
        Assert.True(tensors.Length > 200);
        Assert.All(Sweep.Sample(tensors, Sweep.Slow, page => page.Key), page =>
        {
            var (key, code) = page;
            Assert.Contains(code, Documents.Read($"docs/losses/zh/{key}.md"), StringComparison.Ordinal);
            var number = Named().Match(Documents.Read($"docs/losses/en/{key}.md")).Groups["number"].Value;
            new CodeBlock(key, $"{code}\nif (Math.Abs(loss.Item() - ({number})) > 1e-5 * Math.Max(1, Math.Abs({number}))) throw new InvalidOperationException($\"{{loss.Item()}}, where the page has {number}\");").RunHere();
        });
    }

    [Fact]
    public void An_error_in_the_code_of_a_document_is_found() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new CodeBlock("none", "using Minima;\nusing Minima.Losses;\ndouble mean = new Huber(\"1\").Value([1.0], [2.0]);").Compile());

    /// <summary>What is shown is what runs.</summary>
    [Theory]
    [InlineData("docs/training.md")]
    [InlineData("docs/zh/training.md")]
    public void The_loop_that_is_shown_is_the_example(string document)
    {
        var lines = File.ReadLines(Path.Combine(Documents.Root, "examples", "TwentyLines.cs")).Where(line => !line.StartsWith("#:", StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', lines).Trim(), Documents.Blocks(document).Where(block => block.Language == "csharp").Select(block => block.Code.ReplaceLineEndings("\n").Trim()), StringComparer.Ordinal);
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        foreach (var document in Documents.All)
        {
            var folder = Path.GetDirectoryName(Path.Combine(Documents.Root, document))!;
            Assert.All(Documents.Links(document), l => Assert.True(Path.Exists(Path.Combine(folder, l)), $"{document}: no {l}"));
        }
    }

    [Theory]
    [InlineData("README.md", "README.zh.md")]
    [InlineData("docs/library.md", "docs/zh/library.md")]
    [InlineData("docs/numerics.md", "docs/zh/numerics.md")]
    [InlineData("docs/formulas.md", "docs/zh/formulas.md")]
    [InlineData("docs/files.md", "docs/zh/files.md")]
    [InlineData("docs/fit.md", "docs/zh/fit.md")]
    [InlineData("docs/tabular.md", "docs/zh/tabular.md")]
    [InlineData("docs/advise.md", "docs/zh/advise.md")]
    [InlineData("docs/solve.md", "docs/zh/solve.md")]
    [InlineData("docs/check.md", "docs/zh/check.md")]
    [InlineData("docs/pages.md", "docs/zh/pages.md")]
    [InlineData("docs/cases.md", "docs/zh/cases.md")]
    [InlineData("docs/tables.md", "docs/zh/tables.md")]
    [InlineData("docs/training.md", "docs/zh/training.md")]
    [InlineData("docs/training-results.md", "docs/zh/training-results.md")]
    [InlineData("docs/lab.md", "docs/zh/lab.md")]
    [InlineData("docs/mission.md", "docs/zh/mission.md")]
    [InlineData("docs/terminal.md", "docs/zh/terminal.md")]
    [InlineData("docs/performance.md", "docs/zh/performance.md")]
    [InlineData("docs/parity.md", "docs/zh/parity.md")]
    [InlineData("docs/architecture.md", "docs/zh/architecture.md")]
    [InlineData("docs/testing.md", "docs/zh/testing.md")]
    [InlineData("CONTRIBUTING.md", "CONTRIBUTING.zh.md")]
    [InlineData("SECURITY.md", "SECURITY.zh.md")]
    [InlineData("data/README.md", "data/README.zh.md")]
    [InlineData("docs/losses/README.md", "docs/losses/README.zh.md")]
    public void Chinese_is_as_complete_as_English(string english, string chinese)
    {
        Assert.Equal(Documents.Headings(english), Documents.Headings(chinese));
        Assert.Equal(TableRows(english), TableRows(chinese));
        // The Chinese tables show what the program prints in Chinese, which CaseTests runs.
        var output = english == "docs/tables.md" ? "text" : "";
        Assert.Equal(Documents.Blocks(english).Where(block => block.Language != output).Select(WithoutComments), Documents.Blocks(chinese).Where(block => block.Language != output).Select(WithoutComments));
    }

    [Fact]
    public void Every_loss_has_a_page_and_a_picture_in_each_language()
    {
        foreach (var entry in Core)
        {
            var english = $"docs/losses/en/{entry.Key}.md";
            var chinese = $"docs/losses/zh/{entry.Key}.md";
            Assert.Equal(Documents.Headings(english), Documents.Headings(chinese));
            Assert.Equal(TableRows(english), TableRows(chinese));
            foreach (var language in new[] { "en", "zh" })
            {
                var picture = XDocument.Load(Path.Combine(Documents.Root, "docs", "losses", "img", $"{entry.Key}.{language}.svg"));
                Assert.Contains(entry.Key, picture.Root!.Value, StringComparison.Ordinal);
                Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_page_of_a_loss_links_to_two_others_or_more()
    {
        Minima.Tensors.TensorCatalogue.Join();
        Assert.Empty(Catalogue.All.Where(entry => entry.Related.Count < 2 || entry.Related.Any(other => !Documents.Read($"docs/losses/en/{entry.Key}.md").Contains($"]({other.Key}.md)", StringComparison.Ordinal))).Select(entry => entry.Key));
    }

    [Fact]
    public void Requests_on_the_loss_pages_are_JSON_with_known_names()
    {
        foreach (var entry in Core)
        {
            var line = Documents.Blocks($"docs/losses/en/{entry.Key}.md").Single(b => b.Code.StartsWith("echo '", StringComparison.Ordinal)).Code;
            using var request = JsonDocument.Parse(line[6..line.LastIndexOf('\'')]);
            Assert.Equal(entry.Key, request.RootElement.GetProperty("loss").GetString());
            Assert.All(request.RootElement.GetProperty("inputs").EnumerateObject(), i => Assert.Contains(entry.Inputs, e => e.Name == i.Name));
        }
    }

    private static (string Language, string Code) WithoutComments((string Language, string Code) block) =>
        (block.Language, block.Language switch
        {
            "csharp" => CodeBlock.Comment().Replace(block.Code, ""),
            "sh" => SearchText().Replace(ShellComment().Replace(block.Code, ""), "--search"),
            _ => SearchText().Replace(block.Code, "--search"),
        });

    private static int TableRows(string document) => Documents.Read(document).Split('\n').Count(l => l.StartsWith('|'));

    [GeneratedRegex(@"^The loss is (?<number>\S+)\.$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(" +# .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellComment();

    [GeneratedRegex(@"--search \S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SearchText();
}

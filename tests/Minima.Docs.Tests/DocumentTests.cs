using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Generator;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>What the documents show must compile, resolve and be equally complete in both languages.</summary>
public sealed partial class DocumentTests
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))];

    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    // What ImplicitUsings gives to a console project.
    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;",
        Parse);

    public static TheoryData<string> Handwritten => [.. Documents.All.Where(d => !d.StartsWith("docs/losses/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Handwritten))]
    public void Code_compiles(string document)
    {
        foreach (var (language, code) in Documents.Blocks(document))
        {
            if (language == "csharp" && !IsExcerpt(code))
            {
                AssertCompiles(document, code);
            }
        }
    }

    [Fact]
    public void Code_of_every_loss_page_compiles()
    {
        // Both languages show the same code, so one is compiled and the other compared; a formula may hold words.
        foreach (var entry in Catalogue.All)
        {
            var english = Documents.Blocks($"docs/losses/en/{entry.Key}.md").ToArray();
            Assert.Equal(english.Where(b => b.Language != "text"), Documents.Blocks($"docs/losses/zh/{entry.Key}.md").Where(b => b.Language != "text"));
            var csharp = english.Where(b => b.Language == "csharp").ToArray();
            Assert.Equal(2, csharp.Length);
            Assert.All(csharp, b => AssertCompiles(entry.Key, b.Code));
        }
    }

    [Fact]
    public void An_error_in_the_code_of_a_document_is_found() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertCompiles("none", "using Minima;\nusing Minima.Losses;\ndouble mean = new Huber(\"1\").Value([1.0], [2.0]);"));

    /// <summary>What is shown is what runs.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh.md")]
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
    [InlineData("docs/numerics.md", "docs/zh/numerics.md")]
    [InlineData("docs/formulas.md", "docs/zh/formulas.md")]
    [InlineData("docs/fit.md", "docs/zh/fit.md")]
    [InlineData("docs/advise.md", "docs/zh/advise.md")]
    [InlineData("docs/check.md", "docs/zh/check.md")]
    [InlineData("docs/pages.md", "docs/zh/pages.md")]
    [InlineData("docs/cases.md", "docs/zh/cases.md")]
    [InlineData("docs/training.md", "docs/zh/training.md")]
    [InlineData("docs/training-results.md", "docs/zh/training-results.md")]
    [InlineData("docs/lab.md", "docs/zh/lab.md")]
    [InlineData("docs/terminal.md", "docs/zh/terminal.md")]
    [InlineData("docs/parity.md", "docs/zh/parity.md")]
    [InlineData("docs/losses/README.md", "docs/losses/README.zh.md")]
    public void Chinese_is_as_complete_as_English(string english, string chinese)
    {
        Assert.Equal(Documents.Headings(english), Documents.Headings(chinese));
        Assert.Equal(TableRows(english), TableRows(chinese));
        Assert.Equal(Documents.Blocks(english).Select(WithoutComments), Documents.Blocks(chinese).Select(WithoutComments));
    }

    [Fact]
    public void Every_loss_has_two_pages_and_a_picture_that_is_XML()
    {
        foreach (var entry in Catalogue.All)
        {
            var english = $"docs/losses/en/{entry.Key}.md";
            var chinese = $"docs/losses/zh/{entry.Key}.md";
            Assert.Equal(Documents.Headings(english), Documents.Headings(chinese));
            Assert.Equal(TableRows(english), TableRows(chinese));
            var file = Path.Combine(Documents.Root, "docs", "losses", "img", entry.Key + ".svg");
            if (!entry.Inputs.Any(input => input.Differentiated) && !File.Exists(file))
            {
                continue; // Nothing moves along a gradient that is not there.
            }

            var picture = XDocument.Load(file);
            Assert.Contains(entry.ChineseName, picture.Root!.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Requests_on_the_loss_pages_are_JSON_with_known_names()
    {
        foreach (var entry in Catalogue.All)
        {
            var line = Documents.Blocks($"docs/losses/en/{entry.Key}.md").Single(b => b.Code.StartsWith("echo '", StringComparison.Ordinal)).Code;
            using var request = JsonDocument.Parse(line[6..line.LastIndexOf('\'')]);
            Assert.Equal(entry.Key, request.RootElement.GetProperty("loss").GetString());
            Assert.All(request.RootElement.GetProperty("inputs").EnumerateObject(), i => Assert.Contains(entry.Inputs, e => e.Name == i.Name));
        }
    }

    /// <summary>The showpiece at the top of README: the formula alone, without its attributes.</summary>
    private static bool IsExcerpt(string code) => !code.Contains("using ", StringComparison.Ordinal);

    private static (string Language, string Code) WithoutComments((string Language, string Code) block) =>
        (block.Language, block.Language == "csharp" ? Comment().Replace(block.Code, "") : SearchText().Replace(block.Code, "--search"));

    private static int TableRows(string document) => Documents.Read(document).Split('\n').Count(l => l.StartsWith('|'));

    private static void AssertCompiles(string where, string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Parse);
        var isProgram = tree.GetCompilationUnitRoot().Members.Any(m => m is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax);
        var compilation = CSharpCompilation.Create(
            "Deliveries",
            [Usings, tree],
            References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new CatalogueGenerator().AsSourceGenerator()], parseOptions: Parse);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var all, out var said, TestContext.Current.CancellationToken);
        var faults = said.Concat(all.GetDiagnostics(TestContext.Current.CancellationToken)).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1701");
        Assert.True(!faults.Any(), $"{where}:\n{code}\n{string.Join('\n', faults)}");
    }

    [GeneratedRegex(@" //.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"--search \S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SearchText();
}

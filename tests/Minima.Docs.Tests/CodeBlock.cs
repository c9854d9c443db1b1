using System.Diagnostics;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Minima.Generator;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>C# that a document shows: compiled as a user's project compiles it, and run where it is a program.</summary>
internal sealed partial class CodeBlock
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))];

    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    // What ImplicitUsings gives to a console project.
    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;",
        Parse);

    private readonly string _where;
    private readonly string _code;
    private readonly SyntaxTree _tree;

    public CodeBlock(string where, string code)
    {
        _where = where;
        _code = code;
        _tree = CSharpSyntaxTree.ParseText(code, Parse);
    }

    /// <summary>It has statements, not declarations alone.</summary>
    public bool IsProgram => _tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax });

    /// <summary>A declaration without its usings, shown for its own sake: the formula at the top of README, a method that a writer wrote.</summary>
    public bool IsExcerpt => !IsProgram && !_code.Contains("using ", StringComparison.Ordinal);

    public bool Contains(string text) => _code.Contains(text, StringComparison.Ordinal);

    /// <summary>What a comment behind a line that prints says that it prints: comments that begin with a number.</summary>
    public IEnumerable<string> Promised => Printed().Matches(_code).Select(match => match.Groups["output"].Value.TrimEnd());

    /// <summary>Every distinct program of the documents written by hand, in both languages; programs that differ in comments alone are one.</summary>
    public static IEnumerable<(string Document, CodeBlock Block)> ProgramsOf(IEnumerable<string> documents) =>
        documents.SelectMany(document => Documents.Blocks(document).Where(block => block.Language == "csharp").Select(block => (document, new CodeBlock(document, block.Code))))
            .Where(one => one.Item2.IsProgram)
            .DistinctBy(one => Comment().Replace(one.Item2._code, string.Empty));

    /// <summary>Compiles without a warning.</summary>
    public Compilation Compile()
    {
        var compilation = CSharpCompilation.Create(
            "Deliveries",
            [Usings, _tree],
            References,
            new CSharpCompilationOptions(IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new CatalogueGenerator().AsSourceGenerator()], parseOptions: Parse);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var all, out var reported, TestContext.Current.CancellationToken);
        var faults = reported.Concat(all.GetDiagnostics(TestContext.Current.CancellationToken)).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS1701");
        Assert.True(!faults.Any(), $"{_where}:\n{_code}\n{string.Join('\n', faults)}");
        return all;
    }

    /// <summary>Runs here: for programs that read no files and print nothing.</summary>
    public void RunHere()
    {
        using var image = new MemoryStream();
        var emitted = Compile().Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext(_where, isCollectible: true);
        try
        {
            context.LoadFromStream(image).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        catch (System.Reflection.TargetInvocationException thrown)
        {
            Assert.Fail($"{_where}:\n{_code}\n{thrown.InnerException}");
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>Runs as a user's program, in a folder that holds the repository's data and nothing else.</summary>
    /// <param name="command">Arguments of <c>minima</c>, which runs in the same folder afterwards; none for no command.</param>
    /// <returns>What the program printed, then the command.</returns>
    public async Task<string> RunAsync(params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("minima-program-").FullName;
        try
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
            foreach (var library in new[] { typeof(Loss), typeof(Tensors.Tensor), typeof(Minima.Trees.TreeModel), typeof(Minima.Training.Module), typeof(Minima.Tabular.Table), typeof(System.Numerics.Tensors.TensorPrimitives) })
            {
                File.Copy(library.Assembly.Location, Path.Combine(home, Path.GetFileName(library.Assembly.Location)));
            }

            var program = Path.Combine(home, "Deliveries.dll");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Minima.Docs.Tests.runtimeconfig.json"), Path.ChangeExtension(program, ".runtimeconfig.json"));
            var emitted = Compile().Emit(program, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
            var here = Directory.CreateDirectory(Path.Combine(folder, "here")).FullName;
            Directory.CreateDirectory(Path.Combine(here, "data"));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Documents.Root, "data"))) File.Copy(file, Path.Combine(here, "data", Path.GetFileName(file)));
            var printed = await RunAsync(here, program);
            return command.Length == 0 ? printed : printed + await RunAsync(here, [Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), .. command]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(10));
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{_where}:\n{_code}\nended with {process.ExitCode}:\n{output}\n{await error}");
        return output;
    }

    [GeneratedRegex(@" //.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Comment();

    [GeneratedRegex(@"Console\.WriteLine\(.*\); // (?<output>-?\d.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();
}

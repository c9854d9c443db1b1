using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Minima.Generator.Tests;

/// <summary>One run of the generator over source text.</summary>
internal sealed class Run
{
    private const string Usings = "using System; using System.Collections.Immutable; using System.Runtime.CompilerServices; using Minima; using Minima.Reals;\n";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(p) == "Minima.dll")
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private Run(string[] sources, string assembly, string? rootNamespace)
    {
        Compilation = CSharpCompilation.Create(
            assembly,
            sources.Select((s, i) => ParseFile(s, i)),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Driver = CSharpGeneratorDriver.Create(
            [new CatalogueGenerator().AsSourceGenerator()],
            parseOptions: Options,
            optionsProvider: new RootNamespace(rootNamespace),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Again(Compilation);
    }

    public CSharpCompilation Compilation { get; private set; }

    public GeneratorDriver Driver { get; private set; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results[0];

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The generated text.</summary>
    public string Text => Assert.Single(Result.GeneratedSources).SourceText.ToString();

    public static Run Over(params string[] sources) => new(sources, "Some.Losses", "Some.Losses");

    public static Run In(string assembly, string? rootNamespace, params string[] sources) => new(sources, assembly, rootNamespace);

    /// <summary>A loss with one thing in it that a test wants to be otherwise.</summary>
    public static string Loss(
        string attribute = "[Loss(\"good\", \"Good\", \"好\")]",
        string texts = "[English(\"Is good.\")] [Chinese(\"很好。\")]",
        string header = "public readonly record struct Good([Positive] double Delta) : IPointLoss",
        string constructor = "public Good() : this(1) { }",
        string inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]",
        string formula = "public T Of<T>(T prediction, T target) where T : IReal<T> => T.Of(Delta) * (prediction - target);",
        string more = "") =>
        $"{Usings}namespace Some.Losses.Robust;\n{attribute}\n{texts}\n{header}\n{{\n{constructor}\n{inline}\n{formula}\n}}\n{more}\n";

    /// <summary>Runs the driver once more over a changed compilation.</summary>
    public void Again(CSharpCompilation compilation)
    {
        Compilation = compilation;
        Driver = Driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
        Assert.Null(Result.Exception);
    }

    public void Replace(int file, string source) =>
        Again(Compilation.ReplaceSyntaxTree(Compilation.SyntaxTrees[file], ParseFile(source, file)));

    /// <summary>The text that a diagnostic points at.</summary>
    public string Pointed(Diagnostic diagnostic)
    {
        var tree = Compilation.SyntaxTrees.Single(t => t.FilePath == diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(tree.GetLineSpan(diagnostic.Location.SourceSpan).Span, diagnostic.Location.GetLineSpan().Span);
        return tree.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan);
    }

    /// <summary>Errors and warnings of the compiler over source and generated text together.</summary>
    public IEnumerable<Diagnostic> Compile() =>
        Compilation
            .AddSyntaxTrees(Result.GeneratedSources.Select(s => s.SyntaxTree))
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning);

    private static SyntaxTree ParseFile(string source, int index) => CSharpSyntaxTree.ParseText(source, Options, path: $"File{index}.cs");
}

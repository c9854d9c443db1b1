using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Examples;

namespace Minima.Training.Tests.Proofs;

/// <summary>examples/TwentyLines.cs, compiled and run.</summary>
public sealed partial class TwentyLinesTests
{
    private static readonly string[] Lines = [.. File.ReadAllLines(Path.Combine(Repository.Root, "examples", "TwentyLines.cs")).Where(line => !line.StartsWith("#:", StringComparison.Ordinal))];

    [Fact]
    public void AreTwentyLines() => Assert.InRange(Lines.Count(line => line.Trim() is not ("" or "{" or "}")), 15, 20);

    [SlowFact]
    public async Task LearnTheirTable()
    {
        using var image = new MemoryStream();
        var said = Compilation().Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(said.Success, string.Join('\n', said.Diagnostics));
        Assert.DoesNotContain(said.Diagnostics, one => one.Severity >= DiagnosticSeverity.Warning);
        image.Position = 0;
        var program = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        var output = await OutputOf(program, Path.Combine(Repository.Root, "data", "breast-cancer.csv"));
        var percent = double.Parse(Percent().Match(output).Groups["percent"].Value.Replace(',', '.'), CultureInfo.InvariantCulture);
        Assert.True(percent > 93, output);
    }

    private static CSharpCompilation Compilation()
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;", parse, cancellationToken: TestContext.Current.CancellationToken);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create(
            "TwentyLines",
            [usings, CSharpSyntaxTree.ParseText(string.Join('\n', Lines), parse, cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What a program prints. Others may print meanwhile; it is looked for in the output.</summary>
    private static async Task<string> OutputOf(MethodInfo program, string argument)
    {
        var console = Console.Out;
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(TextWriter.Synchronized(output));
        try
        {
            var result = program.Invoke(null, [new[] { argument }]);
            if (result is Task task) await task;
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    [GeneratedRegex("kept back: (?<percent>[0-9.,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Percent();
}

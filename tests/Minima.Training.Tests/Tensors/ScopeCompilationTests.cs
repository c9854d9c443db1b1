using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Minima.Training.Tests.Tensors;

/// <summary>The compiler refuses what would take a scope to another thread.</summary>
public class ScopeCompilationTests
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    public static TheoryData<string> Scopes => ["StepScope.Begin()", "Autograd.NoGradient()"];

    [SlowTheory]
    [MemberData(nameof(Scopes))]
    public void AnAwaitWithinAScopeDoesNotCompile(string scope)
    {
        Assert.Contains("CS4007", Errors($"using var scope = {scope}; await Task.Yield();"));
        Assert.Contains("CS4007", Errors($"using ({scope}) {{ await Task.Yield(); }}"));
        Assert.Contains("CS4007", Errors($"using var scope = {scope}; await foreach (var x in Later()) _ = x;"));
        Assert.Empty(Errors($"await Task.Yield(); using ({scope}) {{ _ = Tensor.Ones([2]); }} await Task.Yield();"));
    }

    /// <summary>Nor does it let one wait in a field, a closure or an iterator for a thread to come by.</summary>
    [SlowTheory]
    [MemberData(nameof(Scopes))]
    public void AScopeStaysWithinItsMethod(string scope)
    {
        Assert.NotEmpty(Errors($"var scope = {scope}; await Task.Run(() => scope.Dispose());"));
        Assert.NotEmpty(Errors($"object scope = {scope}; await Task.Yield();"));
        Assert.NotEmpty(Errors($"static System.Collections.Generic.IEnumerable<int> Walk() {{ using var scope = {scope}; yield return 1; }} await Task.Yield(); _ = Walk();"));
    }

    private static string[] Errors(string body)
    {
        var code = $$"""
            using System.Threading.Tasks;
            using Minima.Tensors;

            public static class Request
            {
                public static async Task Run() { {{body}} }

                public static async System.Collections.Generic.IAsyncEnumerable<int> Later() { await Task.Yield(); yield return 1; }
            }
            """;
        var compilation = CSharpCompilation.Create("Request", [CSharpSyntaxTree.ParseText(code)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        // What may not live across an await is found when the compiler rewrites the method, so only where code is emitted.
        return [.. compilation.Emit(Stream.Null).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.Id)];
    }
}

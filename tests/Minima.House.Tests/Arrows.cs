using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Minima.House.Tests;

/// <summary>Which room names what another room declares: read from the symbols that the compiler finds.</summary>
internal static class Arrows
{
    /// <summary>Every arrow, with the names it consists of and how often each occurs.</summary>
    /// <param name="projects">The house.</param>
    /// <param name="isWanted">Which files are read, by path; all unless given.</param>
    public static IReadOnlyDictionary<(string From, string To), IReadOnlyDictionary<string, int>> Of(IReadOnlyList<SourceProject> projects, Func<string, bool>? isWanted = null)
    {
        var found = new ConcurrentDictionary<(string, string, string), int>();
        foreach (var project in projects)
        {
            Parallel.ForEach(project.Trees.Where(tree => isWanted?.Invoke(tree.FilePath) ?? true), new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, tree =>
            {
                var model = project.Compilation.GetSemanticModel(tree);
                var room = SourceFolder.RoomOf(tree.FilePath);

                foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    if (Declaring(model.GetSymbolInfo(name)) is not { } type || Home(type, room) is not { } home || home == room) continue;
                    found.AddOrUpdate((room, home, type.Name), 1, (_, count) => count + 1);
                }
            });
        }

        return found.GroupBy(one => (one.Key.Item1, one.Key.Item2)).ToDictionary(
            group => group.Key,
            IReadOnlyDictionary<string, int> (group) => group.ToDictionary(one => one.Key.Item3, one => one.Value, StringComparer.Ordinal));
    }

    /// <summary>The outermost type that a name is, or belongs to.</summary>
    private static INamedTypeSymbol? Declaring(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            INamedTypeSymbol named => named,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        while (type?.ContainingType is { } outer) type = outer;
        return type?.OriginalDefinition;
    }

    /// <summary>Where a type is declared; a type of several files belongs to the one that has its name, and to each room for that room's own files. Null for what is no source of ours.</summary>
    private static string? Home(INamedTypeSymbol type, string asking)
    {
        string[] files = [.. type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Where(file => file.StartsWith(SourceFolder.Path, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (files.Length == 0) return Rule(type) is { } rule ? Home(rule, asking) : null;
        if (files.Any(file => SourceFolder.RoomOf(file) == asking)) return asking;
        return SourceFolder.RoomOf(files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == type.Name) ?? files[0]);
    }

    /// <summary>The rule that the generator made an optimizer of: the optimizer belongs to its room.</summary>
    private static INamedTypeSymbol? Rule(INamedTypeSymbol type)
    {
        var name = type.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().DescendantTokens()).Select(token => token.ValueText).FirstOrDefault(text => text.EndsWith("Rule", StringComparison.Ordinal));
        return name is null ? null : type.ContainingNamespace.GetTypeMembers(name).FirstOrDefault(rule => rule.DeclaringSyntaxReferences.Length > 0);
    }
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.House.Tests;

/// <summary>What an assembly reads of the internals of those below it.</summary>
internal static class Internals
{
    /// <summary>The types, <c>ASSEMBLY TYPE</c>, of which something is named that is not public.</summary>
    public static IReadOnlyCollection<string> Of(SourceProject project)
    {
        var found = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Parallel.ForEach(project.Trees, tree =>
        {
            var model = project.Compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var info = model.GetSymbolInfo(name);
                var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
                if (symbol is IMethodSymbol { ReducedFrom: { } extension }) symbol = extension;
                if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol) || symbol.ContainingAssembly is not { } assembly || assembly.Name == project.Name || !assembly.Name.StartsWith("Minima", StringComparison.Ordinal) || IsOpen(symbol)) continue;
                var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
                while (type.ContainingType is { } outer) type = outer;
                found[$"{assembly.Name} {type.Name}"] = true;
            }
        });
        return [.. found.Keys.Order(StringComparer.Ordinal)];
    }

    private static bool IsOpen(ISymbol symbol)
    {
        for (var at = symbol; at is not (null or INamespaceSymbol); at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable)) return false;
        }

        return true;
    }
}

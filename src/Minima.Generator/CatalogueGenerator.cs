using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Minima.Generator;

/// <summary>Lists the losses of an assembly in a <c>LossModule</c>, and reports their errors.</summary>
[Generator]
public sealed class CatalogueGenerator : IIncrementalGenerator
{
    /// <summary>The steps of the pipeline whose caching is tested.</summary>
    internal const string ParsedStep = "Parsed", ModuleStep = "Module";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "Minima.LossAttribute",
                static (node, _) => node is StructDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword },
                static (found, cancellation) => LossParser.Parse(found, cancellation))
            .WithTrackingName(ParsedStep);

        // Locations leave the pipeline here: a line added above a loss moves its diagnostics and changes nothing else.
        context.RegisterSourceOutput(parsed.SelectMany(static (p, _) => p.Diagnostics.Items), static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        context.RegisterSourceOutput(parsed.Select(static (p, _) => p.Claim).Collect(), static (output, claims) => ReportNamesTaken(output, claims));

        var unused = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is ParameterSyntax { AttributeLists.Count: > 0, Parent.Parent: StructDeclarationSyntax { BaseList: not null } or RecordDeclarationSyntax { BaseList: not null } or BaseMethodDeclarationSyntax { Parent: StructDeclarationSyntax or RecordDeclarationSyntax } },
            static (found, cancellation) => LossParser.DeadDomain(found, cancellation));
        context.RegisterSourceOutput(unused, static (output, diagnostic) =>
        {
            if (diagnostic is not null) output.ReportDiagnostic(diagnostic.ToDiagnostic());
        });

        var assembly = context.CompilationProvider
            .Select(static (c, _) => c.AssemblyName ?? "")
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (o, _) =>
                o.GlobalOptions.TryGetValue("build_property.RootNamespace", out var name) ? name : ""));
        var rootNamespace = assembly.Select(static (a, _) => NamespaceOf(a.Left, a.Right));
        DeclarationEmitter.Register(context, rootNamespace);
        var module = parsed
            .Select(static (p, _) => new Box(p.Model))
            .Collect()
            .Select(static (losses, _) => losses.ToEquatable())
            .Combine(assembly)
            .Select(static (all, _) => all.Left.Count == 0 ? null : ModuleOf(all.Left, all.Right.Left, all.Right.Right))
            .WithTrackingName(ModuleStep);
        context.RegisterSourceOutput(module, static (output, m) =>
        {
            if (m is not null)
            {
                output.AddSource("GeneratedLosses.g.cs", SourceText.From(LossEmitter.Emit(m), Encoding.UTF8));
            }
        });
    }

    /// <summary>The module; empty if every loss is refused, so that code that joins it causes no further errors.</summary>
    private static ModuleModel ModuleOf(EquatableArray<Box> losses, string assemblyName, string rootNamespace) => new(
        NamespaceOf(assemblyName, rootNamespace),
        assemblyName,
        losses.Select(b => b.Model).OfType<LossModel>().OrderBy(m => m.Key, StringComparer.Ordinal).ToEquatable());

    private static string NamespaceOf(string assemblyName, string rootNamespace) => string.IsNullOrEmpty(rootNamespace) ? IdentifierOf(assemblyName) : rootNamespace;

    private static string IdentifierOf(string assemblyName)
    {
        var name = new string([.. assemblyName.Select(c => c == '.' || SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        return name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name;
    }

    private static void ReportNamesTaken(SourceProductionContext output, ImmutableArray<NameClaim> claims)
    {
        var owners = new Dictionary<string, NameClaim>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            foreach (var name in claim.Aliases.Prepend(claim.Key))
            {
                var normal = SnakeCase.Normalise(name);
                if (!owners.TryGetValue(normal, out var owner))
                {
                    owners.Add(normal, claim);
                }
                else if (owner != claim)
                {
                    output.ReportDiagnostic(Diagnostic.Create(Diagnostics.NameTaken, claim.Location.ToLocation(), claim.Type, name, owner.Type));
                }
            }
        }
    }

    /// <summary>An optional loss, comparable by value in a list.</summary>
    private sealed record Box(LossModel? Model);
}

using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Minima.Docs;

/// <summary>The public C# interface as Markdown, one page for each namespace, from the assemblies and the XML documentation beside them.</summary>
internal sealed class ApiPages
{
    private static readonly string[] Packages = ["Minima", "Minima.Trees", "Minima.Tensors", "Minima.Training", "Minima.Tabular"];

    private static readonly SymbolDisplayFormat Signature = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeModifiers,
        kindOptions: SymbolDisplayKindOptions.None,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly Dictionary<string, XElement> documentation = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<INamedTypeSymbol>> namespaces = new(StringComparer.Ordinal);

    private ApiPages(string folder)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("api", references: platform);
        foreach (var package in Packages)
        {
            foreach (var member in XDocument.Load(Path.Combine(folder, package + ".xml")).Descendants("member")) documentation[member.Attribute("name")!.Value] = member;
            var reference = compilation.References.Single(one => Path.GetFileNameWithoutExtension(one.Display) == package);
            Collect(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!).GlobalNamespace);
        }
    }

    /// <summary>The pages, by file name.</summary>
    /// <param name="folder">Where the assemblies and their XML documentation are.</param>
    public static SortedDictionary<string, string> Write(string folder)
    {
        var api = new ApiPages(folder);
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, types) in api.namespaces) pages[name + ".md"] = api.Page(name, types);
        var index = new StringBuilder("# C# interface\n\nThe public types of the packages, by namespace, from the documentation in the sources.\n\n");
        foreach (var (name, types) in api.namespaces) index.Append(CultureInfo.InvariantCulture, $"- [`{name}`](/api/{name}.html): {types.Count} {(types.Count == 1 ? "type" : "types")}\n");
        pages["index.md"] = index.ToString();
        return pages;
    }

    private void Collect(INamespaceSymbol space)
    {
        foreach (var inner in space.GetNamespaceMembers()) Collect(inner);
        foreach (var type in space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public).OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            var name = space.ToDisplayString();
            if (!namespaces.TryGetValue(name, out var list)) namespaces[name] = list = [];
            list.Add(type);
        }
    }

    private string Page(string name, List<INamedTypeSymbol> types)
    {
        var page = new StringBuilder($"# {name}\n\n[All namespaces](/api/)\n\n");
        foreach (var type in types)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {Kind(type)} {Code(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))}\n\n{Summary(type)}\n\n");
            if (Catalogue.All.FirstOrDefault(entry => entry.Type.FullName == type.ToDisplayString()) is { } loss)
            {
                page.Append(CultureInfo.InvariantCulture, $"The loss [`{loss.Key}`](/losses/{loss.Key}.html): formula, parameters, examples.\n\n");
                continue;
            }

            var members = type.GetMembers().Where(IsShown).ToArray();
            if (members.Length == 0) continue;
            page.Append("| member | |\n|---|---|\n");
            foreach (var member in members) page.Append(CultureInfo.InvariantCulture, $"| {Code(member.ToDisplayString(Signature)).Replace("|", "\\|", StringComparison.Ordinal)} | {Summary(member).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            page.Append('\n');
        }

        return page.ToString();
    }

    private static bool IsShown(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        && !member.IsImplicitlyDeclared
        && member is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion) }
        && member is not INamedTypeSymbol
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static string Kind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Enum } => "enum",
        { TypeKind: TypeKind.Delegate } => "delegate",
        { TypeKind: TypeKind.Struct } => "struct",
        _ => "class",
    };

    private string Summary(ISymbol symbol) =>
        symbol.GetDocumentationCommentId() is { } id && documentation.TryGetValue(id, out var member) && member.Element("summary") is { } summary ? Text(summary) : "";

    /// <summary>A piece of documentation as Markdown on one line.</summary>
    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => Escape(words.Value),
                XElement { Name.LocalName: "see" or "seealso" } see => Code(see.Attribute("langword")?.Value ?? ShortName(see.Attribute("cref")?.Value ?? see.Attribute("href")?.Value ?? see.Value)),
                XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => Code(parameter.Attribute("name")!.Value),
                XElement { Name.LocalName: "c" or "code" } code => Code(code.Value),
                XElement inner => Text(inner),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary><c>M:Minima.Loss.Create(System.String)</c> as <c>Loss.Create</c>.</summary>
    private static string ShortName(string id)
    {
        var name = id.Length > 2 && id[1] == ':' ? id[2..] : id;
        name = name.Split('(')[0];
        var parts = name.Split('.');
        return string.Join('.', parts.TakeLast(id.StartsWith("T:", StringComparison.Ordinal) ? 1 : 2)).Split('`')[0];
    }

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";

    private static string Escape(string text) => text
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("{{", "{&#8203;{", StringComparison.Ordinal);
}

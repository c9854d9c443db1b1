using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Minima.Generator;
using Xunit;

namespace Minima.House.Tests;

/// <summary>A project of src/, compiled from its sources as its project file says.</summary>
internal sealed class SourceProject
{
    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    // Minima's own assemblies are compiled here.
    private static readonly MetadataReference[] Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && !name.StartsWith("Minima", StringComparison.Ordinal) && !name.StartsWith("xunit", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file))];

    private static readonly string[] ImplicitUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private SourceProject(string folder, IReadOnlyList<SourceProject> references, IReadOnlyList<(string Path, string Text)> added)
    {
        Name = Path.GetFileName(folder);
        var project = XDocument.Load(Path.Combine(folder, Name + ".csproj"));
        Trees = [.. Sources(folder).Concat(added).Select(file => CSharpSyntaxTree.ParseText(file.Text, Parse, file.Path))];
        var usings = ImplicitUsings.Concat(Included(project, "Using")).Select(name => $"global using {name};");
        var friends = Included(project, "InternalsVisibleTo").Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]");
        var compilation = CSharpCompilation.Create(
            Name,
            [CSharpSyntaxTree.ParseText(string.Join('\n', usings.Concat(friends)), Parse), .. Trees],
            [.. Platform, .. references.Select(reference => reference.Compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        if (Included(project, "ProjectReference").Any(path => path.EndsWith("Minima.Generator.csproj", StringComparison.Ordinal)))
        {
            CSharpGeneratorDriver.Create([new CatalogueGenerator().AsSourceGenerator()], parseOptions: Parse).RunGeneratorsAndUpdateCompilation(compilation, out var all, out _, TestContext.Current.CancellationToken);
            compilation = (CSharpCompilation)all;
        }

        Compilation = compilation;
    }

    public string Name { get; }

    /// <summary>Its files; what a generator adds is not among them.</summary>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>All projects of src/ but the generator, each after those that it references.</summary>
    /// <param name="added">Files that are not there, by path from src/: what a test makes up.</param>
    public static IReadOnlyList<SourceProject> All(params IReadOnlyList<(string Path, string Text)> added)
    {
        var waiting = Directory.GetDirectories(SourceFolder.Path).Where(folder => Path.GetFileName(folder) != "Minima.Generator" && Directory.EnumerateFiles(folder, "*.csproj").Any()).Order(StringComparer.Ordinal).ToList();
        var done = new List<SourceProject>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(folder => References(folder).All(name => done.Any(project => project.Name == name)));
            waiting.Remove(next);
            var references = Closure(next).Select(name => done.First(project => project.Name == name));
            done.Add(new(next, [.. references], [.. added.Where(file => file.Path.StartsWith(Path.GetFileName(next) + "/", StringComparison.Ordinal)).Select(file => (Path.Combine(SourceFolder.Path, file.Path), file.Text))]));
        }

        return done;

        IEnumerable<string> Closure(string folder) =>
            References(folder).SelectMany(name => Closure(Path.Combine(SourceFolder.Path, name)).Append(name)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The assemblies to which a project opens its internals.</summary>
    public static IReadOnlyList<string> FriendsOf(string folder) => [.. Included(XDocument.Load(Directory.EnumerateFiles(folder, "*.csproj").Single()), "InternalsVisibleTo")];

    private static IEnumerable<string> References(string folder) =>
        Included(XDocument.Load(Directory.EnumerateFiles(folder, "*.csproj").Single()), "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Where(name => name != "Minima.Generator");

    private static IEnumerable<string> Included(XDocument project, string item) => project.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    private static IEnumerable<(string Path, string Text)> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;
namespace Minima.House.Tests;
public sealed class DumpTests
{
    [Fact]
    public void Dump()
    {
        var found = new System.Collections.Concurrent.ConcurrentDictionary<(string, string, string), int>();
        foreach (var project in SourceProject.All())
            Parallel.ForEach(project.Trees, tree =>
            {
                var model = project.Compilation.GetSemanticModel(tree);
                foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    var type = Arrows.Declaring(model.GetSymbolInfo(name));
                    if (type is null) continue;
                    var all = type.DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath).Where(f => f.StartsWith(SourceFolder.Path)).Order(StringComparer.Ordinal).ToArray();
                    if (all.Any(f => SourceFolder.RoomOf(f) == SourceFolder.RoomOf(tree.FilePath))) all = all.Where(f => SourceFolder.RoomOf(f) == SourceFolder.RoomOf(tree.FilePath)).ToArray();
                    if (all.Contains(tree.FilePath)) continue;
                    if (all.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == type.Name) is { } own) all = [own];
                    foreach (var file in all.Take(1))
                        found.AddOrUpdate((tree.FilePath, file, type.Name), 1, (_, c) => c + 1);
                }
            });
        File.WriteAllLines("/tmp/filearrows.txt", found.Select(a => $"{Path.GetRelativePath(SourceFolder.Path, a.Key.Item1)}\t{Path.GetRelativePath(SourceFolder.Path, a.Key.Item2)}\t{a.Key.Item3}\t{a.Value}").Order());
    }
}

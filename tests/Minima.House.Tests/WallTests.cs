using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Minima.Docs;
using Xunit;

namespace Minima.House.Tests;

/// <summary>The walls of src/: which room may name which stands in src/rooms.txt, and what the code names is read from the code.</summary>
public sealed class WallTests
{
    private const int MostFiles = 25;

    private static readonly IReadOnlyList<Room> Rooms = Room.Read(File.ReadLines(Path.Combine(SourceFolder.Path, "rooms.txt")));
    private static readonly Lazy<IReadOnlyList<SourceProject>> Projects = new(() => SourceProject.All());
    private static readonly Lazy<IReadOnlyDictionary<(string From, string To), IReadOnlyDictionary<string, int>>> Found = new(() => Arrows.Of(Projects.Value));

    [Fact]
    public void EveryRoomHasItsLine()
    {
        var onDisk = Projects.Value.SelectMany(project => project.Trees).Select(tree => SourceFolder.RoomOf(tree.FilePath)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(onDisk, Rooms.Select(room => room.Name).Order(StringComparer.Ordinal));
        Assert.All(Rooms, room => Assert.EndsWith(".", room.Sentence, StringComparison.Ordinal));
        Assert.All(Rooms, room => Assert.EndsWith("。", room.Chinese, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryArrowIsAllowed()
    {
        var allowed = Rooms.SelectMany(room => room.Named.Select(to => (room.Name, to))).ToHashSet();
        Assert.All(Found.Value, arrow => Assert.True(allowed.Contains(arrow.Key), $"{arrow.Key.From} names {arrow.Key.To} by {Names(arrow.Value)}; src/rooms.txt does not allow it"));
    }

    [Fact]
    public void EveryAllowedArrowIsUsed() =>
        Assert.All(Rooms, room => Assert.All(room.Named, to => Assert.True(Found.Value.ContainsKey((room.Name, to)), $"{room.Name} does not name {to}: take it out of src/rooms.txt")));

    /// <summary>A room stands below those that may name it: the file is a proof that there is no circle.</summary>
    [Fact]
    public void ArrowsPointDown()
    {
        var place = Rooms.Select((room, i) => (room.Name, i)).ToDictionary(one => one.Name, one => one.i, StringComparer.Ordinal);
        Assert.All(Rooms, room => Assert.All(room.Named, to => Assert.True(place[to] < place[room.Name], $"{room.Name} names {to}, which stands above it in src/rooms.txt")));
    }

    [Fact]
    public void NoFolderIsWide()
    {
        var wide = Directory.EnumerateFiles(SourceFolder.Path, "*.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetRelativePath(SourceFolder.Path, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => folder.Count() > MostFiles && !folder.Key.Contains("/Losses", StringComparison.Ordinal) && !folder.Key.EndsWith("/Primitives", StringComparison.Ordinal))
            .ToDictionary(folder => folder.Key, folder => folder.Count(), StringComparer.Ordinal);
        Assert.All(wide, folder => Assert.Fail($"src/{folder.Key} has {folder.Value} files; {MostFiles} are the most"));
    }

    /// <summary>Users write one using for a package; its larger rooms have a namespace of their own.</summary>
    [Fact]
    public void ANamespaceIsThatOfItsPackageOrItsRoom() => Assert.All(Projects.Value.SelectMany(project => project.Trees.Select(tree => (project, tree))), one =>
    {
        var room = SourceFolder.RoomOf(one.tree.FilePath).Replace('/', '.');
        var name = one.tree.GetRoot().ChildNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        Assert.True(name is null || name == one.project.Name || name == room || name.StartsWith(room + ".", StringComparison.Ordinal), $"{one.tree.FilePath}: the namespace {name} is neither {one.project.Name} nor {room}");
    });

    /// <summary>Primitives are read as functions of formulas, in a namespace that users do not open.</summary>
    [Fact]
    public void NoPublicNameIsDeclaredTwice()
    {
        var types = Projects.Value.SelectMany(project => project.Compilation.SyntaxTrees.Where(project.Trees.Contains).SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax && type.Modifiers.Any(word => word.IsKind(SyntaxKind.PublicKeyword)))
            .Select(type => (Name: type.Identifier.Text + "`" + ((type as TypeDeclarationSyntax)?.TypeParameterList?.Parameters.Count ?? 0), Namespace: ((BaseNamespaceDeclarationSyntax)type.Parent!).Name.ToString())))
            .Where(type => type.Namespace != "Minima.Reals.Primitives");
        Assert.All(types.GroupBy(type => type.Name, type => type.Namespace, StringComparer.Ordinal), name => Assert.Single(name.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void TheLabIsALeaf() =>
        Assert.Equal(["Minima.Cli/Lab"], Rooms.Where(room => !room.Name.StartsWith("Minima.Lab", StringComparison.Ordinal) && room.Named.Any(to => to.StartsWith("Minima.Lab", StringComparison.Ordinal))).Select(room => room.Name));

    [Fact]
    public void OnlyMinimaPagesWritesSvg() =>
        Assert.Equal(["Minima.Pages/Pictures"], Directory.EnumerateFiles(SourceFolder.Path, "*.cs", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("<svg", StringComparison.Ordinal)).Select(SourceFolder.RoomOf).Distinct(StringComparer.Ordinal));

    /// <summary>What the command can do, a C# program can: of the packages' internals it names the types of this list, which may only become shorter. Pages and lab are no packages.</summary>
    [Fact]
    public void TheCommandNamesNoOtherInternals()
    {
        string[] found = [.. Internals.Of(Projects.Value.Single(project => project.Name == "Minima.Cli")).Where(name => !name.StartsWith("Minima.Pages ", StringComparison.Ordinal) && !name.StartsWith("Minima.Lab ", StringComparison.Ordinal))];
        string[] listed = [.. File.ReadLines(Path.Combine(SourceFolder.Path, "internals.txt")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")[0])];
        Assert.All(found, name => Assert.True(listed.Contains(name, StringComparer.Ordinal), $"the command names an internal member of {name}; src/internals.txt does not list it. Make it public, or do without"));
        Assert.All(listed, name => Assert.True(found.Contains(name, StringComparer.Ordinal), $"the command names no internal member of {name} any more: take it out of src/internals.txt"));
    }

    /// <summary>Packages stand in a line: each opens its internals to those above it only.</summary>
    [Fact]
    public void InternalsAreOpenedUpwards()
    {
        string[] line = ["Minima", "Minima.Trees", "Minima.Tensors", "Minima.Training", "Minima.Distributed", "Minima.Tabular", "Minima.Sql", "Minima.Pages", "Minima.Lab", "Minima.Cli"];
        for (var i = 0; i < line.Length; i++)
        {
            var friends = SourceProject.FriendsOf(Path.Combine(SourceFolder.Path, line[i]));
            Assert.All(friends.Where(line.Contains), friend => Assert.True(Array.IndexOf(line, friend) > i, $"{line[i]} opens its internals to {friend}, which it stands on"));
        }
    }

    [Fact]
    public void AForbiddenArrowIsFound()
    {
        const string File = "Minima/Losses/Forbidden.cs";
        var projects = SourceProject.All((File, "namespace Minima.Losses; internal static class Forbidden { public static string Name => nameof(Minima.Writers.FormulaWriter); }"));
        var arrow = Assert.Single(Arrows.Of(projects, path => path.EndsWith(File, StringComparison.Ordinal)));
        Assert.Equal(("Minima/Losses", "Minima/Writers"), arrow.Key);
        Assert.DoesNotContain("Minima/Writers", Rooms.Single(room => room.Name == "Minima/Losses").Named);
    }

    private static string Names(IReadOnlyDictionary<string, int> names) => string.Join(", ", names.OrderByDescending(name => name.Value).Take(8).Select(name => $"{name.Key} {name.Value}"));
}

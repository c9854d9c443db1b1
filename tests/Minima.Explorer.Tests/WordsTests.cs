using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>A page carries the messages of the rooms whose code it carries, and no others.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("Minima.Tensors")]
    [InlineData("Minima.Training")]
    [InlineData("Minima.Tabular")]
    [InlineData("Minima.Trees")]
    public void Messages_travel_with_the_code_that_reports_them(string assembly)
    {
        var (types, carried) = Published(assembly);
        var needed = Directory.GetFiles(Path.Combine(Repository.Root, "src", assembly, "Messages"), "*.txt").Where(path => FilesOf(path).Any(types.Contains)).Select(path => "messages/" + Path.GetFileName(path)).Order(StringComparer.Ordinal);
        Assert.Equal(needed, carried.Order(StringComparer.Ordinal));
    }

    /// <summary>The code files whose messages a file holds: "# src/Minima.Trees/Growth/Histogram.cs" is Histogram.</summary>
    private static IEnumerable<string> FilesOf(string path) => File.ReadLines(path).Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => Path.GetFileName(line).Split('.')[0]);

    /// <summary>The outer types of which the trimmer kept code, and the messages that the assembly embeds.</summary>
    private static (HashSet<string> Types, IEnumerable<string> Messages) Published(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Folder, "engine", assembly + ".dll"));
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var types = reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(type => type.GetMethods().Any(method => reader.GetMethodDefinition(method).RelativeVirtualAddress != 0))
            .Select(type => Outer(reader, type)).ToHashSet(StringComparer.Ordinal);
        string[] messages = [.. reader.ManifestResources.Select(one => reader.GetString(reader.GetManifestResource(one).Name)).Where(name => name.StartsWith("messages/", StringComparison.Ordinal))];
        return (types, messages);
    }

    private static string Outer(MetadataReader reader, TypeDefinition type)
    {
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return reader.GetString(type.Name).Split('`')[0];
    }
}

using System.Globalization;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>README is short enough to be read, its counts are those of the catalogue, and the list of documents is whole.</summary>
public sealed class ReadmeTests
{
    /// <summary>More belongs to a document that README names.</summary>
    private const int MostLines = 120;

    [Theory]
    [InlineData("README.md", "{0} losses in {1} families")]
    [InlineData("README.zh.md", "{0} 个损失，分 {1} 类")]
    public void CountsAreThoseOfTheCatalogue(string file, string sentence)
    {
        Tensors.TensorCatalogue.Join();
        var families = Catalogue.All.Select(entry => entry.Family).Distinct().Count();
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, sentence, Catalogue.All.Count, families), Documents.Read(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh.md")]
    public void IsShort(string file) => Assert.InRange(Documents.Read(file).TrimEnd().Split('\n').Length, 1, MostLines);

    /// <summary>The list of documents names each document of both languages and each decision; pages below other folders are named by their own lists.</summary>
    [Fact]
    public void EveryDocumentIsListed()
    {
        const string List = "docs/README.md";
        var listed = Documents.Links(List).Select(link => $"docs/{link}").ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Documents.All.Where(document => Path.GetDirectoryName(document) is "docs" or "docs/zh" or "docs/decisions").Except([List, .. listed]));
    }
}

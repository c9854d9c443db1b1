using Xunit;

namespace Minima.Docs.Tests;

/// <summary>Every family has a page in both languages, which name the same of its losses.</summary>
public sealed class FamilyTests
{
    static FamilyTests() => Minima.Tensors.TensorCatalogue.Join();

    public static TheoryData<LossFamily> Families => [.. Enum.GetValues<LossFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_its_page(LossFamily family)
    {
        var english = "docs/" + Page.FamilyPage(family, new Tongue(Chinese: false));
        var chinese = "docs/" + Page.FamilyPage(family, new Tongue(Chinese: true));
        var named = Losses(english, "losses/en/");
        Assert.Equal(named, Losses(chinese, "losses/zh/"));
        var members = Catalogue.All.Where(entry => entry.Family == family).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.Count(members.Contains) >= Math.Min(4, members.Count), $"{english} names {string.Join(", ", named)}");
        Assert.Contains(Path.GetFileName(english), Documents.Links("docs/families/README.md"), StringComparer.Ordinal);
        Assert.Contains(Path.GetFileName(english), Documents.Links("docs/zh/families/README.md"), StringComparer.Ordinal);
    }

    private static string[] Losses(string page, string folder) =>
        [.. Documents.Links(page).Where(link => link.Contains(folder, StringComparison.Ordinal)).Select(link => Path.GetFileNameWithoutExtension(link)).Distinct(StringComparer.Ordinal)];
}

using Minima.Tests.CatalogueRules;
using Minima.Tests.PublicSurface;

namespace Minima.Trees.Tests;

/// <summary>The public surface of the package of trees, written down: a change of it is a decision, never an accident.</summary>
public sealed class PublicApiTests
{
    private const string Update = "UPDATE_BASELINE";

    private static string Baseline => Path.Combine(Repository.Root, "tests", "Minima.Trees.Tests", "PublicApi.txt");

    [Fact]
    public void ThePublicSurfaceIsTheOneWrittenDown()
    {
        var found = PublicSurfaceText.Of(typeof(TreeModel).Assembly);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(Baseline, found);
        var expected = File.ReadAllText(Baseline).ReplaceLineEndings("\n");
        var (foundLines, expectedLines) = (found.Split('\n'), expected.Split('\n'));
        Assert.True(
            found == expected,
            $"The public surface changed. If that is meant, run once with {Update}=1 and commit tests/Minima.Trees.Tests/PublicApi.txt.\n"
            + string.Join('\n', foundLines.Except(expectedLines, StringComparer.Ordinal).Select(line => "+ " + line).Concat(expectedLines.Except(foundLines, StringComparer.Ordinal).Select(line => "- " + line)).Take(40)));
    }
}

using Minima.Tests.CatalogueRules;
using Xunit;

namespace Minima.Tests.PublicSurface;

/// <summary>The public surface of the library, written down: a change of it is a decision, never an accident.</summary>
public sealed class PublicApiTests
{
    private const string Update = "UPDATE_BASELINE";

    private static string Baseline => Path.Combine(Repository.Root, "tests", "Minima.Tests", "PublicApi.txt");

    [Fact]
    public void Public_surface_is_the_one_written_down()
    {
        var got = PublicSurfaceText.Of(typeof(Loss).Assembly);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(Baseline, got);
        }

        var want = File.ReadAllText(Baseline).ReplaceLineEndings("\n");
        var (gotLines, wantLines) = (got.Split('\n'), want.Split('\n'));
        Assert.True(
            got == want,
            $"The public surface changed. If that is meant, run once with {Update}=1 and commit tests/Minima.Tests/PublicApi.txt.\n"
            + string.Join('\n', gotLines.Except(wantLines, StringComparer.Ordinal).Select(l => "+ " + l).Concat(wantLines.Except(gotLines, StringComparer.Ordinal).Select(l => "- " + l)).Take(40)));
    }

    [Fact]
    public void Surface_sees_types_members_and_parameters()
    {
        var surface = PublicSurfaceText.Of(typeof(Loss).Assembly);
        Assert.Contains("Minima.Losses.Huber", surface, StringComparison.Ordinal);
        Assert.Contains("Minima.Loss.Create(", surface, StringComparison.Ordinal);
        Assert.DoesNotContain("Minima.LossEngine", surface, StringComparison.Ordinal);
    }
}

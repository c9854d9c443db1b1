using Minima.Tests.CatalogueRules;
using Minima.Tests.PublicSurface;

namespace Minima.Training.Tests.PublicSurface;

/// <summary>The public surfaces of the tensors and of the training system, written down: a change of it is a decision, never an accident.</summary>
public sealed class PublicApiTests
{
    private const string Update = "UPDATE_BASELINE";

    [Theory]
    [InlineData("PublicApi.txt", typeof(Module))]
    [InlineData("PublicApi.Tensors.txt", typeof(Tensor))]
    public void ThePublicSurfaceIsTheOneWrittenDown(string name, Type type)
    {
        var found = PublicSurfaceText.Of(type.Assembly);
        var baseline = Path.Combine(Repository.Root, "tests", "Minima.Training.Tests", name);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(baseline, found);
        var expected = File.ReadAllText(baseline).ReplaceLineEndings("\n");
        var (foundLines, expectedLines) = (found.Split('\n'), expected.Split('\n'));
        Assert.True(
            found == expected,
            $"The public surface changed. If that is meant, run once with {Update}=1 and commit tests/Minima.Training.Tests/{name}.\n"
            + string.Join('\n', foundLines.Except(expectedLines, StringComparer.Ordinal).Select(line => "+ " + line).Concat(expectedLines.Except(foundLines, StringComparer.Ordinal).Select(line => "- " + line)).Take(40)));
    }
}

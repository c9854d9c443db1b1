using System.Xml.Linq;
using Minima.Examples.Gradients;
using Minima.Examples.LossTable;
using Minima.Pages;
using Minima.Training.Tests.Checkpoints;

namespace Minima.Training.Tests.Proofs;

/// <summary>The examples that docs/mission.md names, each run small: two seeds, one epoch.</summary>
public sealed class ExampleCommandTests
{
    private static readonly int[] Seeds = [1, 2];

    [Fact]
    public void GradientsPrintTheirTablesAndDrawTheirPicture() => Runs((output, pictures) => GradientsCommand.Run(output, pictures, Seeds, epochs: 1), "gradients", tables: 4);

    [Fact]
    public void LossesPrintTheirTablesAndDrawTheirPicture() => Runs((output, pictures) => LossTableCommand.Run(output, pictures, Seeds, epochs: 1), "losses", tables: 2);

    private static void Runs(Action<TextWriter, PictureFolder> run, string picture, int tables)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        run(output, new PictureFolder(folder.Path));
        Assert.Equal(tables, output.ToString().TrimEnd().Split("\n\n").Count(part => part.Split('\n').Length > 2));
        Assert.DoesNotContain("NaN", output.ToString(), StringComparison.Ordinal);
        foreach (var language in new[] { "en", "zh" }) Assert.DoesNotContain("NaN", XDocument.Load(Path.Combine(folder.Path, $"{picture}.{language}.svg")).ToString(), StringComparison.Ordinal);
    }
}

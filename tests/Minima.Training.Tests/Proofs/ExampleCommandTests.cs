using System.Xml.Linq;
using Minima.Examples.Gradients;
using Minima.Examples.LossTable;
using Minima.Pages;

namespace Minima.Training.Tests.Proofs;

/// <summary>The examples that docs/mission.md names, each run small: two seeds, one epoch.</summary>
public sealed class ExampleCommandTests
{
    private static readonly int[] Seeds = [1, 2];

    [Fact]
    public void GradientsPrintTheirTablesAndDrawTheirPicture() => Runs(pictures => GradientsCommand.Run(pictures.Output, pictures.Folder, Seeds, epochs: 1), "gradients", tables: 4);

    [Fact]
    public void LossesPrintTheirTablesAndDrawTheirPicture() => Runs(pictures => LossTableCommand.Run(pictures.Output, pictures.Folder, Seeds, epochs: 1), "losses", tables: 2);

    private static void Runs(Action<(TextWriter Output, PictureFolder Folder)> run, string picture, int tables)
    {
        var path = Directory.CreateTempSubdirectory("minima-examples-").FullName;
        try
        {
            using var output = new StringWriter();
            run((output, new PictureFolder(path)));
            Assert.Equal(tables, output.ToString().TrimEnd().Split("\n\n").Count(part => part.Split('\n').Length > 2));
            Assert.DoesNotContain("NaN", output.ToString(), StringComparison.Ordinal);
            foreach (var language in new[] { "en", "zh" }) Assert.DoesNotContain("NaN", XDocument.Load(Path.Combine(path, $"{picture}.{language}.svg")).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}

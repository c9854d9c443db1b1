using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Explain;

public sealed class PicturesTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    /// <summary>Every loss is seen: along one number, or by a picture of its shape.</summary>
    [SlowTheory]
    [SlowData(nameof(Keys))]
    public void EveryLossHasAPictureThatSuitsItsShape(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var pictures = ShapePictures.Of(loss);
        var hasSlope = loss.Entry.Inputs.Any(input => input.Differentiated);
        Assert.True(!hasSlope || pictures.Count > 0 || LossAnalysis.CanAnalyse(loss) || RowAnalysis.CanAnalyse(loss), $"{key} has no picture");
        foreach (var picture in pictures)
        {
            Assert.False(picture.Title.English.Length == 0 || picture.Title.Chinese.Length == 0);
            switch (picture)
            {
                case CurvePicture curve:
                    Assert.All(curve.Lines, line => Assert.True(line.Heights.Count(double.IsFinite) >= line.Heights.Length / 3, $"{key}: {line.Heights.Count(double.IsFinite)} of {line.Heights.Length} heights"));
                    break;
                case SurfacePicture surface:
                    var values = surface.At([.. Enumerable.Range(0, 400).Select(i => ((i % 20 + 0.5) / 20, (i / 20 + 0.5) / 20))]);
                    Assert.True(values.Count(double.IsFinite) >= 100, $"{key}: {values.Count(double.IsFinite)} of {values.Length} cells");
                    Assert.True(values.Where(double.IsFinite).Distinct().Count() > 1, $"{key}: the surface is flat");
                    break;
                default:
                    Assert.All(Assert.IsType<BoxPicture>(picture).Gradient, slope => Assert.True(double.IsFinite(slope)));
                    break;
            }
        }

        foreach (var ascii in new[] { false, true })
        {
            foreach (var line in new TextPictures(new Tongue(Chinese: true), new TextLayout(80), ascii).Lines(pictures))
            {
                Assert.DoesNotContain("NaN", line.Text, StringComparison.Ordinal);
                if (ascii) Assert.DoesNotContain(line.Text, c => c is >= '\u2500' and <= '\u28ff');
            }
        }
    }

    [Fact]
    public void TheSimplexHasItsCornersWhereItSays()
    {
        var surface = Assert.IsType<SurfacePicture>(Assert.Single(ShapePictures.Of(Loss.Create("cross_entropy"))));
        var values = surface.At([(0, 0), (1, 0), (0.5, 1), (0.5, 1.0 / 3), (0, 1)]);
        Assert.Equal(0, values[0], 0.01);
        Assert.Equal(-Math.Log(0.001), values[1], 0.01);
        Assert.Equal(values[1], values[2], 1e-9);
        Assert.Equal(Math.Log(3), values[3], 1e-9);
        Assert.True(double.IsNaN(values[4]));
    }

    [Fact]
    public void TheSurfaceOfAMeanAndAVarianceIsTheLoss()
    {
        var surface = Assert.IsType<SurfacePicture>(Assert.Single(ShapePictures.Of(Loss.Create("gaussian_nll"))));
        var (p, v) = (surface.X.At(0.75), surface.Y.At(0.5));
        Assert.Equal((1.5, 1.5), (p, v));
        Assert.Equal(0.5 * (Math.Log(v) + (p * p / v)), Assert.Single(surface.At([(0.75, 0.5)])), 1e-12);
    }

    [Fact]
    public void ThePathLeadsDownhillFromTheBatch()
    {
        var curve = Assert.IsType<CurvePicture>(ShapePictures.Of(Loss.Create("info_nce"))[0]);
        var heights = Assert.Single(curve.Lines).Heights;
        var middle = heights.Length / 2;
        Assert.True(heights[middle + 1] < heights[middle] && heights[middle] < heights[middle - 1]);
    }

    [Fact]
    public void BoxesThatMissAreFlatForIouAndNotForGiou()
    {
        double[] Moved(string key) => Assert.Single(Assert.IsType<CurvePicture>(ShapePictures.Of(Loss.Create(key))[1]).Lines).Heights;
        Assert.Equal(Moved("iou")[0], Moved("iou")[20], 1e-6);
        Assert.True(Moved("giou")[0] > Moved("giou")[20] + 0.01);
    }
}

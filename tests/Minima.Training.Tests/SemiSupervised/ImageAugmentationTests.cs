using Minima.Tensors.Randomness;
using Minima.Training.SemiSupervised;

namespace Minima.Training.Tests.SemiSupervised;

/// <summary>Images changed at random.</summary>
public sealed class ImageAugmentationTests
{
    private const int Height = 3;
    private const int Width = 4;

    private static readonly float[] Image = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Fact]
    public void WithoutChangesImagesStayAsTheyAre() =>
        Assert.Equal(Image, new ImageAugmentation(Height, Width).Apply(Images(1), new RandomState(1)).Read<float>().ToArray());

    /// <summary>Every shift comes about as often as the others, and each result is the image moved by it, zeros from outside.</summary>
    [Fact]
    public void ShiftsAreThoseOfTheImage()
    {
        const int draws = 1800;
        var changed = new ImageAugmentation(Height, Width) { MostShift = 1 }.Apply(Images(draws), new RandomState(2)).Read<float>().ToArray().Chunk(Height * Width).ToArray();
        for (var down = -1; down <= 1; down++)
        {
            for (var right = -1; right <= 1; right++)
            {
                var expected = Shifted(down, right);
                Assert.InRange(changed.Count(image => image.SequenceEqual(expected)), 150, 250);
            }
        }
    }

    [Fact]
    public void ASquareIsCovered()
    {
        var changed = new ImageAugmentation(Height, Width) { CoveredSide = 2 }.Apply(Images(200), new RandomState(3)).Read<float>().ToArray().Chunk(Height * Width).ToArray();
        Assert.All(changed, image =>
        {
            var covered = Enumerable.Range(0, image.Length).Where(i => image[i] == 0).ToArray();
            Assert.Equal([covered[0], covered[0] + 1, covered[0] + Width, covered[0] + Width + 1], covered);
            Assert.All(Enumerable.Range(0, image.Length).Except(covered), i => Assert.Equal(Image[i], image[i]));
        });

        // Two rows and three columns where the corner may stand.
        Assert.Equal(6, changed.Select(image => Array.IndexOf(image, 0)).Distinct().Count());
    }

    [Fact]
    public void NoiseHasItsDeviation()
    {
        const int images = 2000;
        var changed = new ImageAugmentation(Height, Width) { Noise = 0.5 }.Apply(Images(images), new RandomState(4)).Read<float>().ToArray();
        var noise = changed.Select((pixel, i) => (double)pixel - Image[i % Image.Length]).ToArray();
        Assert.Equal(0, noise.Average(), 4 * 0.5 / Math.Sqrt(noise.Length));
        Assert.Equal(0.25, noise.Average(x => x * x), 4 * 0.25 * Math.Sqrt(2.0 / noise.Length));
    }

    [Fact]
    public void OtherShapesOfRowsAreKept() =>
        Assert.Equal([2, 1, Height, Width], new ImageAugmentation(Height, Width) { MostShift = 1 }.Apply(Images(2).Reshape([2, 1, Height, Width]), new RandomState(1)).Shape);

    [Fact]
    public void BadRequestsAreRefused()
    {
        var plain = new ImageAugmentation(Height, Width);
        Assert.Contains("3 x 4", Refused(() => plain.Apply(Tensor.Zeros([2, 11]), new RandomState(1))), StringComparison.Ordinal);
        Assert.Contains("3 x 4", Refused(() => plain.Apply(Tensor.Zeros([2, 12], ElementType.Double), new RandomState(1))), StringComparison.Ordinal);
        Assert.Contains("does not fit", Refused(() => (plain with { CoveredSide = 4 }).Apply(Images(1), new RandomState(1))), StringComparison.Ordinal);
        Assert.Contains("Cannot shift", Refused(() => plain with { MostShift = -1 }), StringComparison.Ordinal);
        Assert.Contains("add noise", Refused(() => plain with { Noise = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("covered", Refused(() => plain with { CoveredSide = -1 }), StringComparison.Ordinal);
    }

    private static float[] Shifted(int down, int right)
    {
        var shifted = new float[Image.Length];
        for (var i = 0; i < Image.Length; i++)
        {
            var (y, x) = ((i / Width) + down, (i % Width) + right);
            if (y is >= 0 and < Height && x is >= 0 and < Width) shifted[(y * Width) + x] = Image[i];
        }

        return shifted;
    }

    private static Tensor Images(int count) => Tensor.Of(Enumerable.Repeat(Image, count).SelectMany(image => image).ToArray(), [count, Height * Width]);

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}

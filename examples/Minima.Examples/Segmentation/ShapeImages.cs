using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;

namespace Minima.Examples.Segmentation;

/// <summary>
/// Drawn images of noise in which small discs and rectangles are to be found. Thin lines of the same brightness are not: a pixel's own value does not
/// tell, its surroundings do.
/// </summary>
/// <param name="Pixels">Brightness, image by image, row by row.</param>
/// <param name="Masks">1 where a shape is, 0 elsewhere.</param>
internal sealed record ShapeImages(float[] Pixels, float[] Masks)
{
    public const int Side = 32;
    public const int Area = Side * Side;

    private const int Lines = 2;
    private const double Noise = 0.7;

    public int Count => Masks.Length / Area;

    /// <summary>The share of pixels that belong to shapes.</summary>
    public double Foreground => Masks.Average(pixel => (double)pixel);

    public static ShapeImages Draw(RandomState random, int count)
    {
        var pixels = new float[count * Area];
        var masks = new float[count * Area];
        for (var image = 0; image < count; image++)
        {
            var pixel = pixels.AsSpan(image * Area, Area);
            var mask = masks.AsSpan(image * Area, Area);
            for (var shape = random.NextInt(3); shape >= 0; shape--) AddShape(random, mask);
            mask.CopyTo(pixel);
            for (var line = 0; line < Lines; line++) AddLine(random, pixel);
            foreach (ref var value in pixel) value += (float)(Noise * random.NextNormal());
        }

        return new ShapeImages(pixels, masks);
    }

    /// <summary>Images, their masks, the distances from the masks' outlines, and masks of background and shapes, two channels.</summary>
    public ArrayData Data() => new(
        [DataArray.Of("image", Pixels, [1, Side, Side])],
        [DataArray.Of("mask", Masks, [1, Side, Side]), DataArray.Of("distance", Distances(), [1, Side, Side]), DataArray.Of("classes", Classes(), [2, Side, Side])]);

    private float[] Classes()
    {
        var classes = new float[2 * Masks.Length];
        for (var i = 0; i < Masks.Length; i++)
        {
            var at = (i / Area * 2 * Area) + (i % Area);
            (classes[at], classes[at + Area]) = (1 - Masks[i], Masks[i]);
        }

        return classes;
    }

    private float[] Distances()
    {
        using var step = StepScope.Begin();
        return DistanceMap.Signed(Tensor.Of(Masks, [Count, Side, Side])).Read<float>().ToArray();
    }

    /// <summary>A disc or a rectangle, 3 to 6 pixels wide.</summary>
    private static void AddShape(RandomState random, Span<float> mask)
    {
        var isDisc = random.NextInt(2) == 0;
        double x = 4 + (random.NextDouble() * (Side - 8)), y = 4 + (random.NextDouble() * (Side - 8));
        double width = 1.5 + (1.5 * random.NextDouble()), height = isDisc ? width : 1.5 + (1.5 * random.NextDouble());
        for (var i = 0; i < Area; i++)
        {
            double right = ((i % Side) - x) / width, down = ((i / Side) - y) / height;
            if (isDisc ? (right * right) + (down * down) <= 1 : Math.Max(Math.Abs(right), Math.Abs(down)) <= 1) mask[i] = 1;
        }
    }

    /// <summary>A line along a row or a column, one pixel thick.</summary>
    private static void AddLine(RandomState random, Span<float> pixels)
    {
        var step = random.NextInt(2) == 0 ? 1 : Side;
        var length = 6 + random.NextInt(8);
        var (along, across) = (random.NextInt(Side - length), random.NextInt(Side));
        for (var k = along; k < along + length; k++) pixels[step == 1 ? (across * Side) + k : (k * Side) + across] = 1;
    }
}

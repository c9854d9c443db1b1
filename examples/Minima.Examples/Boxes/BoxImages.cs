using Minima.Tensors.Randomness;

namespace Minima.Examples.Boxes;

/// <summary>Images with one ellipse or rectangle in noise, and the box around it.</summary>
internal sealed class BoxImages
{
    public const int Side = 24;
    public const int Area = Side * Side;
    private const double Noise = 0.3;

    private BoxImages(float[] pixels, float[] boxes) => (Pixels, Boxes) = (pixels, boxes);

    public float[] Pixels { get; }

    /// <summary>x1, y1, x2, y2 in pixels, one box for each image.</summary>
    public float[] Boxes { get; }

    public int Count => Boxes.Length / 4;

    public static BoxImages Draw(int count, RandomState random)
    {
        var (pixels, boxes) = (new float[count * Area], new float[count * 4]);
        for (var n = 0; n < count; n++)
        {
            var (width, height) = (4 + (10 * random.NextDouble()), 4 + (10 * random.NextDouble()));
            var (left, top) = (random.NextDouble() * (Side - width), random.NextDouble() * (Side - height));
            var isRound = random.NextDouble() < 0.5;
            float[] box = [(float)left, (float)top, (float)(left + width), (float)(top + height)];
            box.CopyTo(boxes, n * 4);
            for (var i = 0; i < Area; i++)
            {
                var (x, y) = (((i % Side) + 0.5 - left) / width, ((i / Side) + 0.5 - top) / height);
                var isInside = isRound ? Math.Pow((2 * x) - 1, 2) + Math.Pow((2 * y) - 1, 2) <= 1 : x is >= 0 and <= 1 && y is >= 0 and <= 1;
                pixels[(n * Area) + i] = (isInside ? 1 : 0) + (float)(Noise * random.NextNormal());
            }
        }

        return new(pixels, boxes);
    }

    /// <summary>The shared area over that of the union.</summary>
    public static double Overlap(ReadOnlySpan<double> a, ReadOnlySpan<float> b)
    {
        var width = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]);
        var height = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]);
        var shared = Math.Max(width, 0) * Math.Max(height, 0);
        return shared / (((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - shared);
    }
}

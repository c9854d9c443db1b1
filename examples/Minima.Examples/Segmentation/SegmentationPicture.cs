namespace Minima.Examples.Segmentation;

/// <summary>Two test images, their truth, and what each loss makes of them.</summary>
internal static class SegmentationPicture
{
    private const int Columns = 6;
    private const int Size = 4;
    private const int Tile = ShapeImages.Side * Size;
    private const int Step = Tile + 26;
    private const int Left = 36;
    private const int Shades = 16;

    private const string Found = Svg.Ink;
    private static readonly string Missed = Series.Colours[5];
    private static readonly string Wrong = Series.Colours[1];

    public static string Draw(Language language, ShapeImages images, IReadOnlyList<float[]> probabilities)
    {
        var rows = ((probabilities.Count + 1) / Columns) + 1;
        var svg = new Svg((2 * Left) + (Columns * Step) - 26, 60 + (rows * (Tile + 40)), new Words("Small shapes on noise, by loss", "噪声上的小形状：各损失的结果").In(language));
        Legend(svg, language);
        var image = Enumerable.Range(0, images.Count).First(one => Area(images, one) is > 35 and < 50);
        var start = image * ShapeImages.Area;
        var pixels = images.Pixels.AsSpan(start, ShapeImages.Area).ToArray();
        var truth = images.Masks.AsSpan(start, ShapeImages.Area).ToArray();
        Place(0, new("image", "图像"), Array.ConvertAll(pixels, Shade));
        Place(1, new("truth", "真值"), Array.ConvertAll(truth, pixel => pixel > 0 ? Found : null));
        for (var i = 0; i < probabilities.Count; i++)
        {
            var said = probabilities[i].AsSpan(start, ShapeImages.Area).ToArray();
            Place(i + 2, MaskLoss.All[i].Name, [.. said.Zip(truth, (p, t) => (p > 0.5f, t > 0) switch { (true, true) => Found, (true, false) => Wrong, (false, true) => Missed, _ => null })]);
        }

        return svg.ToString();

        void Place(int tile, Words name, string?[] colours)
        {
            double x = Left + (tile % Columns * Step), y = 84 + (tile / Columns * (Tile + 40));
            svg.Text(x + (Tile / 2.0), y - 7, name.In(language), Anchor.Middle);
            svg.Pixels(x, y, Size, ShapeImages.Side, colours);
            svg.Box(x, y, Tile, Tile, "none", Svg.Frame);
        }
    }

    private static double Area(ShapeImages images, int image) => images.Masks.AsSpan(image * ShapeImages.Area, ShapeImages.Area).ToArray().Sum();

    /// <summary>Bright is dark on paper; a few shades, so that the picture stays small.</summary>
    private static string Shade(float brightness)
    {
        var share = Math.Round(Math.Clamp((brightness + 1) / 3, 0, 1) * (Shades - 1)) / (Shades - 1);
        var level = 255 - (int)(215 * share);
        return FormattableString.Invariant($"#{level:x2}{level:x2}{level:x2}");
    }

    private static void Legend(Svg svg, Language language)
    {
        var x = (double)Left;
        foreach (var (colour, name) in new (string, Words)[] { (Found, new("found", "找到")), (Missed, new("missed", "漏检")), (Wrong, new("wrongly marked", "误检")) })
        {
            svg.Box(x, 40, 12, 12, colour);
            svg.Text(x + 18, 50, name.In(language));
            x += 44 + Svg.WidthOf(name.In(language));
        }
    }
}

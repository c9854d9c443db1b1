using System.Globalization;

namespace Minima.Lab.Sampling;

/// <summary>Draws digits side by side.</summary>
internal static class DigitGrid
{
    private const int Side = 8;
    private const int Levels = 8;

    /// <summary>The width or height of the given number of digits.</summary>
    public static int Extent(int digits, int size) => size * ((digits * (Side + 1)) - 1);

    /// <param name="svg">The picture to draw into.</param>
    /// <param name="left">The left edge of the first pixel.</param>
    /// <param name="top">The upper edge of the first pixel; the title is above it.</param>
    /// <param name="size">The size of a pixel.</param>
    /// <param name="title">The title.</param>
    /// <param name="pixels">Digits of 64 pixels each, from 0 to 1.</param>
    /// <param name="columns">The number of digits in a row.</param>
    /// <param name="rows">The number of rows of digits.</param>
    public static void Draw(Svg svg, double left, double top, int size, string title, double[] pixels, int columns, int rows)
    {
        var width = (columns * (Side + 1)) - 1;
        var colours = new string?[width * ((rows * (Side + 1)) - 1)];
        for (var digit = 0; digit < columns * rows; digit++)
        {
            var (x, y) = (digit % columns * (Side + 1), digit / columns * (Side + 1));
            for (var i = 0; i < DigitRows.PixelCount; i++) colours[((y + (i / Side)) * width) + x + (i % Side)] = Shade(pixels[(digit * DigitRows.PixelCount) + i]);
        }

        svg.Text(left + (size * width / 2.0), top - 8, title, Anchor.Middle);
        svg.Box(left - 3, top - 3, Extent(columns, size) + 6, Extent(rows, size) + 6, "none", Svg.Grid);
        svg.Pixels(left, top, size, width, colours);
    }

    private static string? Shade(double ink)
    {
        var level = (int)Math.Round(Math.Clamp(ink, 0, 1) * Levels);
        var light = 255 - (level * 220 / Levels);
        return level == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"#{light:x2}{light:x2}{light:x2}");
    }
}

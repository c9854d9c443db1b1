using System.Globalization;
using Minima.Pages;

namespace Minima.Docs;

/// <summary>A square picture, 0 white and 1 dark, and the outline of the region where another is above one half.</summary>
internal sealed record PixelSketch(double[][] Cells, double[][]? Region = null) : Sketch
{
    private const int Shades = 6;

    public override void Draw(Svg svg, double left, double top, double width, double height)
    {
        var (rows, columns) = (Cells.Length, Cells[0].Length);
        var size = (int)Math.Min(height / rows, width / columns);
        var (x, y) = (left + ((width - (size * columns)) / 2), top + ((height - (size * rows)) / 2));
        svg.Box(x, y, size * columns, size * rows, "none", Svg.Grid);
        svg.Pixels(x, y, size, columns, [.. Cells.SelectMany(row => row.Select(Shade))]);
        if (Region is { } region) svg.Outline("path", ("d", string.Concat(Edges(region).Select(edge => svg.Way([(x + (size * edge.X1), y + (size * edge.Y1)), (x + (size * edge.X2), y + (size * edge.Y2))])))), ("fill", "none"), ("stroke", Colour(Truth)), ("stroke-width", "2"));
    }

    private static string? Shade(double value)
    {
        var level = (int)Math.Round(Shades * Math.Clamp(value, 0, 1));
        var light = 245 - (level * 190 / Shades);
        return level == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"#{light:x2}{light:x2}{light:x2}");
    }

    /// <summary>The sides between a pixel of the region and one outside it.</summary>
    private static IEnumerable<(int X1, int Y1, int X2, int Y2)> Edges(double[][] region)
    {
        bool Inside(int row, int column) => row >= 0 && column >= 0 && row < region.Length && column < region[0].Length && region[row][column] > 0.5;
        for (var row = 0; row <= region.Length; row++)
        {
            for (var column = 0; column <= region[0].Length; column++)
            {
                if (Inside(row, column) != Inside(row, column - 1)) yield return (column, row, column, row + 1);
                if (Inside(row, column) != Inside(row - 1, column)) yield return (column, row, column + 1, row);
            }
        }
    }
}

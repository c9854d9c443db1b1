using System.Globalization;

namespace Minima.Pages;

/// <summary>Figures in rows and columns; better ones are darker.</summary>
internal sealed class HeatPanel
{
    private const int RowHeight = 46;

    public required Words Title { get; init; }

    public required IReadOnlyList<Words> Rows { get; init; }

    public required IReadOnlyList<Words> Columns { get; init; }

    /// <summary>The figure of a row and column: the value that determines the shade, and the two lines of text.</summary>
    public required Func<int, int, (double Value, string Text, string Below)> Cell { get; init; }

    /// <summary>The value that is white, and the darkest one.</summary>
    public required (double Worst, double Best) Scale { get; init; }

    public int Height => RowHeight * Rows.Count;

    public void Draw(Svg svg, double left, double top, double width, double namesWidth, Language language)
    {
        var cell = (width - namesWidth) / Columns.Count;
        svg.Text(left + (width / 2), top - 30, Title.In(language), Anchor.Middle, size: 13, isBold: true);
        for (var column = 0; column < Columns.Count; column++) svg.Text(left + namesWidth + ((column + 0.5) * cell), top - 8, Columns[column].In(language), Anchor.Middle);
        for (var row = 0; row < Rows.Count; row++)
        {
            var y = top + (RowHeight * row);
            svg.Text(left + namesWidth - 8, y + (RowHeight / 2) + 4, Rows[row].In(language), Anchor.End);
            for (var column = 0; column < Columns.Count; column++)
            {
                var (value, text, below) = Cell(row, column);
                var share = Math.Clamp((value - Scale.Worst) / (Scale.Best - Scale.Worst), 0, 1);
                var x = left + namesWidth + (column * cell);
                svg.Box(x + 1, y + 1, cell - 2, RowHeight - 2, Shade(share), Svg.Grid);
                var ink = share > 0.55 ? "#ffffff" : Svg.Ink;
                svg.Text(x + (cell / 2), y + 20, text, Anchor.Middle, size: 13, isBold: true, colour: ink);
                svg.Text(x + (cell / 2), y + 36, below, Anchor.Middle, size: 11, colour: ink);
            }
        }
    }

    /// <summary>A colour from white to blue.</summary>
    private static string Shade(double share)
    {
        var red = (int)Math.Round(255 + (share * (0x05 - 255)));
        var green = (int)Math.Round(255 + (share * (0x50 - 255)));
        var blue = (int)Math.Round(255 + (share * (0x8C - 255)));
        return string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
    }
}

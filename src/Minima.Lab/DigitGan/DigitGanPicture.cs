using Minima.Lab.Sampling;

namespace Minima.Lab.DigitGan;

/// <summary>Samples of each game, and of each code in a row.</summary>
internal static class DigitGanPicture
{
    private const int Size = 3;
    private const int Columns = 6;
    private const int Rows = 5;
    private const int Gap = 24;
    private const int CodeColumns = 8;

    public static string Draw(Words title, IReadOnlyList<(Words Name, double[] Pixels)> grids, IReadOnlyList<(Words Name, double[] Pixels)> codes, Language language)
    {
        var (side, height) = (DigitGrid.Extent(Columns, Size), DigitGrid.Extent(Rows, Size));
        var width = Gap + (grids.Count * (side + Gap));
        var below = 66 + height + 80;
        var svg = new Svg(width, below + DigitGrid.Extent(CodedGame.Codes, Size) + 24, title.In(language));
        for (var i = 0; i < grids.Count; i++) DigitGrid.Draw(svg, Gap + (i * (side + Gap)), 66, Size, grids[i].Name.In(language), grids[i].Pixels, Columns, Rows);
        svg.Text(width / 2.0, below - 36, new Words("a row for each of the ten codes", "十个码各占一行").In(language), Anchor.Middle, size: 13, isBold: true);
        var coded = DigitGrid.Extent(CodeColumns, Size);
        var left = (width - (codes.Count * coded) - ((codes.Count - 1) * 4 * Gap)) / 2;
        for (var i = 0; i < codes.Count; i++) DigitGrid.Draw(svg, left + (i * (coded + (4 * Gap))), below, Size, codes[i].Name.In(language), codes[i].Pixels, CodeColumns, CodedGame.Codes);
        return svg.ToString();
    }
}

using Minima.Lab.Sampling;

namespace Minima.Lab.Autoencoders;

/// <summary>Samples of each model.</summary>
internal static class AutoencoderPicture
{
    private const int Size = 3;
    private const int Columns = 6;
    private const int Rows = 5;
    private const int Gap = 24;
    private const int PerRow = 5;

    public static string Draw(Words title, IReadOnlyList<(Words Name, double[] Pixels)> grids, Language language)
    {
        var (side, height) = (DigitGrid.Extent(Columns, Size), DigitGrid.Extent(Rows, Size));
        var rows = (grids.Count + PerRow - 1) / PerRow;
        var svg = new Svg(Gap + (PerRow * (side + Gap)), 40 + (rows * (height + 46)), title.In(language));
        for (var i = 0; i < grids.Count; i++) DigitGrid.Draw(svg, Gap + (i % PerRow * (side + Gap)), 66 + (i / PerRow * (height + 46)), Size, grids[i].Name.In(language), grids[i].Pixels, Columns, Rows);
        return svg.ToString();
    }
}

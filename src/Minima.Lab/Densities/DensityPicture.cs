using Minima.Lab.Generative;

namespace Minima.Lab.Densities;

/// <summary>Samples of each model over the centres of the modes.</summary>
internal static class DensityPicture
{
    private const int Side = 160;
    private const int PerRow = 5;
    private const int Most = 500;

    public static string Draw(Words title, IReadOnlyList<(Words Name, (double X, double Y)[] Samples)> rows, Language language)
    {
        const int width = 40 + (PerRow * (Side + 12));
        var svg = new Svg(width, 70 + ((rows.Count + PerRow - 1) / PerRow * (Side + 34)), title.In(language));
        var centres = Enumerable.Range(0, Ring.Modes).Select(Ring.Centre).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            new PointPanel { Title = rows[i].Name, Reach = 3, Groups = [(Series.Colours[4], centres), (Series.Colours[0], [.. rows[i].Samples.Take(Most)])] }
                .Draw(svg, 26 + (i % PerRow * (Side + 12)), 66 + (i / PerRow * (Side + 34)), Side, language);
        }

        return svg.ToString();
    }
}

namespace Minima.Pages;

/// <summary>A line of a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points in the order of x.</param>
/// <param name="Style">The index of colour and dashes.</param>
internal sealed record Series(Words Name, IReadOnlyList<(double X, double Y)> Points, int Style)
{
    private static readonly string[] Dashes = ["", "8 4", "2 3.5", "10 3 2 3", "5 2", "1 2", "12 3", ""];

    /// <summary>The style of a reference line.</summary>
    public const int Ink = 7;

    /// <summary>The colours of Okabe and Ito (2008), which colour-blind readers can distinguish; every line also has its own dashes.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A4E12", Svg.Ink];

    /// <summary>True to mark the points.</summary>
    public bool HasMarks { get; init; }

    /// <summary>True for one of many lines that need not be followed individually.</summary>
    public bool IsThin { get; init; }

    public double StrokeWidth => IsThin ? 0.8 : 2.2;

    public string Colour => Colours[Style];

    public string Dash => IsThin ? string.Empty : Dashes[Style];

    /// <summary>The lines of a legend, centred, in as many rows as needed.</summary>
    public static void Legend(Svg svg, IReadOnlyList<Series> all, double left, double width, double top, Language language)
    {
        var rows = new List<List<Series>> { new() };
        double used = 0;
        foreach (var series in all)
        {
            var needed = EntryWidth(series, language);
            if (used + needed > width && rows[^1].Count > 0)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(series);
            used += needed;
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var x = left + ((width - rows[row].Sum(series => EntryWidth(series, language))) / 2);
            foreach (var series in rows[row])
            {
                svg.Line(x + 4, top + (18 * row) - 4, x + 30, top + (18 * row) - 4, series.Colour, series.StrokeWidth, series.Dash);
                svg.Text(x + 36, top + (18 * row), series.Name.In(language));
                x += EntryWidth(series, language);
            }
        }
    }

    private static double EntryWidth(Series series, Language language) => 48 + Svg.WidthOf(series.Name.In(language));
}

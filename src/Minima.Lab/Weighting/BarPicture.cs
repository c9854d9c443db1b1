namespace Minima.Lab.Weighting;

/// <summary>A bar for each method, the baseline in another colour.</summary>
internal static class BarPicture
{
    private const int Width = 760;
    private const int BarHeight = 24;
    private const int Left = 270;

    public static string Draw(Words title, IReadOnlyList<(Words Name, double Value)> bars, (double At, Words Name)? level, Language language)
    {
        var svg = new Svg(Width, 80 + (bars.Count * BarHeight), title.In(language));
        double X(double share) => Left + (share * (Width - Left - 90));
        for (var i = 0; i < bars.Count; i++)
        {
            var y = 56 + (i * BarHeight);
            svg.Text(Left - 10, y + 15, bars[i].Name.In(language), Anchor.End, isBold: i == 0);
            svg.Box(X(0), y + 3, X(bars[i].Value) - X(0), BarHeight - 6, i == 0 ? Series.Colours[1] : Series.Colours[0]);
            svg.Text(X(bars[i].Value) + 6, y + 15, Figure.Percent(bars[i].Value).In(language));
        }

        if (level is not { } mark) return svg.ToString();
        svg.Line(X(mark.At), 50, X(mark.At), 60 + (bars.Count * BarHeight), Svg.Frame, 1.2, "4 3");
        svg.Text(X(mark.At), 46, mark.Name.In(language), Anchor.Middle, size: 11);
        return svg.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Minima.Lab.Pictures;

/// <summary>Where a text is held.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A picture as SVG: a white card, for light and dark pages, without a script.</summary>
internal sealed class Svg
{
    public const string Ink = "#24292f";
    public const string Frame = "#8c959f";
    public const string Grid = "#e3e7eb";

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title)
    {
        var lines = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="t" font-family="system-ui, 'Segoe UI', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="12" fill="{Ink}">
            <title id="t">{Escape(title)}</title>
            <rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6" fill="#ffffff" stroke="#d0d7de"/>

            """);
        _text.Append(lines);
        Text(width / 2.0, 24, title, Anchor.Middle, size: 15, isBold: true);
    }

    public void Text(double x, double y, string text, Anchor anchor = Anchor.Start, int size = 12, bool isBold = false, string? colour = null, bool isUpright = false)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""<text x="{Pixel(x)}" y="{Pixel(y)}" """);
        if (anchor != Anchor.Start) _text.Append(CultureInfo.InvariantCulture, $"""text-anchor="{(anchor == Anchor.Middle ? "middle" : "end")}" """);
        if (size != 12) _text.Append(CultureInfo.InvariantCulture, $"""font-size="{size}" """);
        if (isBold) _text.Append("""font-weight="600" """);
        if (colour is not null) _text.Append(CultureInfo.InvariantCulture, $"""fill="{colour}" """);
        if (isUpright) _text.Append(CultureInfo.InvariantCulture, $"""transform="rotate(-90 {Pixel(x)} {Pixel(y)})" """);
        _text.Length--;
        _text.Append('>').Append(Escape(text)).Append("</text>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        Path([(x1, y1), (x2, y2)], colour, width, dash);

    public void Path(IEnumerable<(double X, double Y)> points, string colour, double width, string dash = "")
    {
        var way = string.Join('L', points.Select(point => $"{Pixel(point.X)} {Pixel(point.Y)}"));
        _text.Append(CultureInfo.InvariantCulture, $"""<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" """);
        if (dash.Length > 0) _text.Append(CultureInfo.InvariantCulture, $"""stroke-dasharray="{dash}" """);
        _text.Length--;
        _text.Append("/>\n");
    }

    public void Dot(double x, double y, double radius, string colour) =>
        _text.Append(CultureInfo.InvariantCulture, $"""<circle cx="{Pixel(x)}" cy="{Pixel(y)}" r="{radius}" fill="{colour}"/>""").Append('\n');

    /// <summary>Many dots of one size and colour, as one path.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, double radius, string colour)
    {
        var way = string.Concat(points.Select(point => $"M{Pixel(point.X)} {Pixel(point.Y)}h0"));
        if (way.Length > 0) _text.Append(CultureInfo.InvariantCulture, $"""<path d="{way}" fill="none" stroke="{colour}" stroke-width="{2 * radius}" stroke-linecap="round"/>""").Append('\n');
    }

    public void Box(double x, double y, double width, double height, string fill, string stroke = "none") =>
        _text.Append(CultureInfo.InvariantCulture, $"""<rect x="{Pixel(x)}" y="{Pixel(y)}" width="{Pixel(width)}" height="{Pixel(height)}" fill="{fill}" stroke="{stroke}"/>""").Append('\n');

    /// <summary>Square pixels in rows, one path for each colour; null is left out.</summary>
    public void Pixels(double x, double y, int size, int width, IReadOnlyList<string?> colours)
    {
        foreach (var group in Enumerable.Range(0, colours.Count).Where(i => colours[i] is not null).GroupBy(i => colours[i]!, StringComparer.Ordinal))
        {
            var squares = string.Concat(group.Select(i => FormattableString.Invariant($"M{i % width} {i / width}h1v1h-1z")));
            _text.Append(CultureInfo.InvariantCulture, $"""<path transform="translate({Pixel(x)} {Pixel(y)}) scale({size})" fill="{group.Key}" d="{squares}"/>""").Append('\n');
        }
    }

    /// <summary>About how wide a text is.</summary>
    public static double WidthOf(string text, int size = 12) => text.Sum(letter => letter > '\u2e80' ? 1.0 : 0.53) * size;

    public override string ToString() => _text + "</svg>\n";

    private static string Pixel(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

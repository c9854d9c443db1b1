using System.Globalization;
using System.Text;

namespace Minima.Pages;

/// <summary>The anchor of a text.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Writes SVG: a card of its own, or a picture inside a page.</summary>
internal sealed class Svg
{
    public const string Ink = "#24292f";
    public const string Frame = "#8c959f";
    public const string Grid = "#e3e7eb";

    /// <summary>The colours of a card on a dark page; colours of images and of tables of figures remain.</summary>
    public static IReadOnlyList<(string Light, string Dark)> DarkColours { get; } =
    [
        (Ink, "#e6e8ea"), (Grid, "#2b3137"), ("#fbfcfd", "#1b2024"), ("#57606a", "#a3adb6"), ("#cfe3f3", "#223d57"),
        ("#0072B2", "#3a94d6"), ("#D55E00", "#ef7f35"), ("#009E73", "#27b58b"), ("#56B4E9", "#9fd6f7"), ("#7A4E12", "#c08a45"), ("#7a3e9d", "#b485d6"), ("#3f7f3f", "#6fb36f"),
    ];

    private readonly StringBuilder _text = new();
    private readonly int _decimals;
    private readonly bool _isCard;
    private bool? _hasGreyPixelsOnly;

    /// <summary>A card of its own, white or, on a dark page, dark, without a script.</summary>
    public Svg(int width, int height, string title)
    {
        (_decimals, _isCard) = (1, true);
        var lines = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="t" font-family="system-ui, 'Segoe UI', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="12" fill="{Ink}">
            <title id="t">{Escape(title)}</title>
            <rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6" fill="#ffffff" stroke="#d0d7de"/>

            """);
        _text.Append(lines);
        Text(width / 2.0, 24, title, Anchor.Middle, size: 15, isBold: true);
    }

    private Svg(int decimals) => _decimals = decimals;

    /// <summary>A picture inside a page: the page's style sheet defines the colours, and the page shows one of the languages.</summary>
    public static Svg Inside(int width, int height, string label)
    {
        var svg = new Svg(decimals: 2);
        svg._text.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html.Escape(label)}\">\n");
        return svg;
    }

    public void Text(double x, double y, string text, Anchor anchor = Anchor.Start, int size = 12, bool isBold = false, string colour = "", bool isUpright = false)
    {
        StartTag(
            "text",
            ("x", Pixel(x)),
            ("y", Pixel(y)),
            ("text-anchor", anchor == Anchor.Start ? "" : Name(anchor)),
            ("font-size", size == 12 ? "" : size.ToString(CultureInfo.InvariantCulture)),
            ("font-weight", isBold ? "600" : ""),
            ("fill", colour),
            ("transform", isUpright ? $"rotate(-90 {Pixel(x)} {Pixel(y)})" : ""));
        _text.Append('>').Append(Escape(text)).Append("</text>\n");
    }

    /// <summary>A text in both languages, of which a page shows one.</summary>
    public void Text(double x, double y, Localized text, Anchor anchor)
    {
        if (text.IsEmpty) return;
        foreach (var (language, words) in text.English == text.Chinese ? [("", text.English)] : new[] { ("en", text.English), ("zh-Hans", text.Chinese) })
        {
            StartTag("text", ("x", Pixel(x)), ("y", Pixel(y)), ("text-anchor", Name(anchor)), ("lang", language));
            _text.Append('>').Append(Escape(words)).Append("</text>\n");
        }
    }

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        Path([(x1, y1), (x2, y2)], colour, width, dash);

    public void Path(IEnumerable<(double X, double Y)> points, string colour, double width, string dash = "") => Path([points], colour, width, dash);

    /// <summary>Draws the pieces of one line.</summary>
    public void Path(IEnumerable<IEnumerable<(double X, double Y)>> pieces, string colour, double width, string dash = "") =>
        Outline("path", ("d", string.Concat(pieces.Select(Way))), ("fill", "none"), ("stroke", colour), ("stroke-width", Number(width)), ("stroke-linejoin", "round"), ("stroke-dasharray", dash));

    public void Dot(double x, double y, double radius, string colour) => Outline("circle", ("cx", Pixel(x)), ("cy", Pixel(y)), ("r", Number(radius)), ("fill", colour));

    /// <summary>Draws many dots of one size and colour, as one path.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, double radius, string colour)
    {
        var way = string.Concat(points.Select(point => $"M{Pixel(point.X)} {Pixel(point.Y)}h0"));
        if (way.Length > 0) Outline("path", ("d", way), ("fill", "none"), ("stroke", colour), ("stroke-width", Number(2 * radius)), ("stroke-linecap", "round"));
    }

    public void Box(double x, double y, double width, double height, string fill, string stroke = "none") =>
        Outline("rect", ("x", Pixel(x)), ("y", Pixel(y)), ("width", Pixel(width)), ("height", Pixel(height)), ("fill", fill), ("stroke", stroke));

    /// <summary>Draws square pixels in rows, one path for each colour; null is left out. If all pixels of a picture are grey, a dark page shows them inverted.</summary>
    public void Pixels(double x, double y, int size, int width, IReadOnlyList<string?> colours)
    {
        _hasGreyPixelsOnly = _hasGreyPixelsOnly != false && colours.All(colour => colour is null || (colour[1..3] == colour[3..5] && colour[3..5] == colour[5..7]));
        foreach (var group in Enumerable.Range(0, colours.Count).Where(i => colours[i] is not null).GroupBy(i => colours[i]!, StringComparer.Ordinal))
        {
            var squares = string.Concat(group.Select(i => FormattableString.Invariant($"M{i % width} {i / width}h1v1h-1z")));
            Outline("path", ("transform", $"translate({Pixel(x)} {Pixel(y)}) scale({Number(size)})"), ("fill", group.Key), ("d", squares));
        }
    }

    /// <summary>Clips everything that <paramref name="draw"/> draws to the box.</summary>
    public void Cut(double x, double y, double width, double height, Action draw)
    {
        var name = $"c{Pixel(x)}";
        _text.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{name}\">");
        Outline("rect", ("x", Pixel(x)), ("y", Pixel(y)), ("width", Pixel(width)), ("height", Pixel(height)));
        _text.Append(CultureInfo.InvariantCulture, $"</clipPath>\n<g clip-path=\"url(#{name})\">\n");
        draw();
        _text.Append("</g>\n");
    }

    /// <summary>An element without content; attributes without a value are left out.</summary>
    public void Outline(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        StartTag(name, attributes);
        _text.Append("/>\n");
    }

    /// <summary>A coordinate or a length.</summary>
    public string Pixel(double value) => Number(Math.Round(value, _decimals));

    /// <summary>The path data of a line through points.</summary>
    public string Way(IEnumerable<(double X, double Y)> points) => "M" + string.Join('L', points.Select(point => $"{Pixel(point.X)} {Pixel(point.Y)}"));

    /// <summary>The approximate width of a text.</summary>
    public static double WidthOf(string text, int size = 12) => text.Sum(letter => letter > '\u2e80' ? 1.0 : 0.53) * size;

    public override string ToString() => _isCard ? $"{_text}{DarkStyle(_text.ToString())}</svg>\n" : $"{_text}</svg>\n";

    /// <summary>The rules for a dark page, as far as the picture has the colours. Figures on a cell of their own colour keep their ink.</summary>
    private string DarkStyle(string picture)
    {
        var rules = DarkColours.SelectMany(colour => new[] { (Name: "fill", colour.Light, colour.Dark), (Name: "stroke", colour.Light, colour.Dark) })
            .Where(rule => picture.Contains($"{rule.Name}=\"{rule.Light}\"", StringComparison.Ordinal))
            .Select(rule => $"[{rule.Name}=\"{rule.Light}\"]{(rule.Light == Ink ? ":not(text)" : "")}{{{rule.Name}:{rule.Dark}}}");
        return $"<style>@media (prefers-color-scheme:dark){{svg>rect:first-of-type{{fill:#14171a;stroke:#3a4148}}{string.Concat(rules)}{(_hasGreyPixelsOnly == true ? "path[transform]{filter:invert(1)}" : "")}}}</style>\n";
    }

    private void StartTag(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value.Length > 0) _text.Append(' ').Append(attribute).Append("=\"").Append(value).Append('"');
        }
    }

    private static string Name(Anchor anchor) => anchor switch { Anchor.Start => "start", Anchor.Middle => "middle", _ => "end" };

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

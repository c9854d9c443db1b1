using System.Globalization;
using System.Text;
using Minima.Cli.Explain.Pictures;
using Minima.Cli.Pages;

namespace Minima.Cli.Explain;

/// <summary>Pictures of a loss by its shape as SVG: still ones, so that they need no script and print well.</summary>
internal static class SvgPictures
{
    private const int Width = 460;
    private const int Height = 250;
    private const int Left = 56;
    private const int Top = 14;
    private const int PlotWidth = Width - Left - 16;
    private const int PlotHeight = Height - Top - 44;
    private const int SurfaceCells = 56;
    private const int TriangleCells = 96;
    private const int Shades = 12;

    public static void Add(Html body, IReadOnlyList<LossPicture> pictures, string id)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        body.Element("h2", new Localized("What it does to a batch", "损失在一个批次上的作用"), ("id", $"{id}-pictures"));
        body.Open("div", ("class", "charts below"));
        foreach (var picture in pictures)
        {
            body.Open("figure", ("class", "shape")).Open("figcaption").Text(picture.Title).Text(" ");
            if (!picture.Note.IsEmpty)
            {
                body.Open("small").Text(picture.Note).Close();
            }

            body.Close().Markup(Drawn(picture)).Close();
        }

        body.Close();
    }

    private static string Drawn(LossPicture picture)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Escape(picture.Title.English)}\">\n");
        switch (picture)
        {
            case CurvePicture curve:
                Curve(svg, curve);
                break;
            case SurfacePicture surface:
                Surface(svg, surface);
                break;
            case BoxPicture boxes:
                Boxes(svg, boxes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(picture), picture, null);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Curve(StringBuilder svg, CurvePicture picture)
    {
        var scale = new HeightScale([.. picture.Lines.SelectMany(line => line.Heights).Append(0)]);
        Frame(svg, picture.From, picture.To, scale.Low, scale.High, picture.Axis, Localized.Nothing);
        double Y(double height) => Top + (PlotHeight * (1 - ((height - scale.Low) / (scale.High - scale.Low))));
        if (scale.Low < 0 && scale.High > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"zero\" d=\"M{Left} {Pixel(Y(0))}H{Left + PlotWidth}\"/>\n");
        }

        if (picture.From < 0 && picture.To > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"zero\" d=\"M{Pixel(Left + (PlotWidth * -picture.From / (picture.To - picture.From)))} {Top}V{Top + PlotHeight}\"/>\n");
        }

        foreach (var (_, heights) in picture.Lines)
        {
            var path = new StringBuilder();
            var pen = 'M';
            for (var i = 0; i < heights.Length; i++)
            {
                if (!double.IsFinite(heights[i]))
                {
                    pen = 'M';
                    continue;
                }

                path.Append(CultureInfo.InvariantCulture, $"{pen}{Pixel(Left + ((double)PlotWidth * i / (heights.Length - 1)))} {Pixel(Math.Clamp(Y(heights[i]), Top, Top + PlotHeight))}");
                pen = 'L';
            }

            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line\" d=\"{path}\"/>\n");
        }
    }

    private static void Surface(StringBuilder svg, SurfacePicture picture)
    {
        var (columns, rows) = picture.Cells.Columns > 0 ? picture.Cells : picture.Corners is null ? (SurfaceCells, SurfaceCells) : (TriangleCells, TriangleCells);
        var values = picture.At([.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => ((column + 0.5) / columns, 1 - ((row + 0.5) / rows))))]);
        var scale = new HeightScale(values);

        // An equilateral triangle, and a square elsewhere.
        var (width, height) = picture.Corners is null ? (PlotWidth, PlotHeight) : ((int)(PlotHeight / 0.866), PlotHeight);
        var left = picture.Corners is null ? Left : Left + ((PlotWidth - width) / 2);
        int Shade(int row, int column) => double.IsFinite(values[(row * columns) + column]) ? (int)Math.Min(Shades - 1, Shades * scale.Share(values[(row * columns) + column])) : -1;
        for (var row = 0; row < rows; row++)
        {
            for (var (start, column) = (0, 1); start < columns; column++)
            {
                var shade = Shade(row, start);
                if (column < columns && Shade(row, column) == shade)
                {
                    continue;
                }

                if (shade >= 0)
                {
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Pixel(left + ((double)width * start / columns))}\" y=\"{Pixel(Top + ((double)height * row / rows))}\" width=\"{Pixel((double)width * (column - start) / columns)}\" height=\"{Pixel((double)height / rows)}\" class=\"heat\" fill-opacity=\"{Pixel((double)shade / Shades)}\"/>\n");
                }

                start = column;
            }
        }

        if (picture.Corners is [var label, var second, var third])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"frame\" d=\"M{left} {Top + height}h{width}L{Pixel(left + (width / 2.0))} {Top}Z\"/>\n");
            Text(svg, left, Top + height + 18, "middle", label);
            Text(svg, left + width, Top + height + 18, "middle", second);
            Text(svg, left + (width / 2) + 12, Top + 8, "start", third);
        }
        else
        {
            Frame(svg, picture.X.From, picture.X.To, picture.Y.From, picture.Y.To, picture.X.Name, picture.Y.Name);
        }

        var (least, most) = (Number(scale.Low), Number(scale.High));
        Text(svg, Width - 16, Height - 6, "end", new($"from {least} (light) to {most} (dark)", $"由浅到深：{least} 至 {most}"));
    }

    private static void Boxes(StringBuilder svg, BoxPicture picture)
    {
        var all = picture.Target.Concat(picture.Prediction).ToArray();
        var (low, high) = (all.Min() - 0.8, all.Max() + 0.8);
        var unit = Math.Min(PlotWidth, PlotHeight + 30) / (high - low);
        double X(double x) => Left + ((x - low) * unit);
        double Y(double y) => Top + ((y - low) * unit);
        Rectangle("target", picture.Target, new("target", "目标框"));
        Rectangle("prediction", picture.Prediction, new("prediction", "预测框"));

        // The longest arrow is 1 long, whatever the scale of the loss.
        var longest = Math.Max(1e-300, picture.Gradient.Max(Math.Abs));
        foreach (var (x, y) in new[] { (0, 1), (2, 3) })
        {
            var (fromX, fromY) = (X(picture.Prediction[x]), Y(picture.Prediction[y]));
            var (toX, toY) = (fromX - (unit * picture.Gradient[x] / longest), fromY - (unit * picture.Gradient[y] / longest));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"pull\" d=\"M{Pixel(fromX)} {Pixel(fromY)}L{Pixel(toX)} {Pixel(toY)}\"/><circle class=\"pull\" cx=\"{Pixel(toX)}\" cy=\"{Pixel(toY)}\" r=\"3.5\"/>\n");
        }

        void Rectangle(string role, double[] box, Localized name)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"box {role}\" x=\"{Pixel(X(box[0]))}\" y=\"{Pixel(Y(box[1]))}\" width=\"{Pixel((box[2] - box[0]) * unit)}\" height=\"{Pixel((box[3] - box[1]) * unit)}\"/>\n");
            Text(svg, (int)(role == "target" ? X(box[0]) + 5 : X(box[2]) - 5), (int)(role == "target" ? Y(box[3]) - 6 : Y(box[1]) + 14), role == "target" ? "start" : "end", name);
        }
    }

    private static void Frame(StringBuilder svg, double fromX, double toX, double fromY, double toY, Localized x, Localized y)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"frame\" d=\"M{Left} {Top}V{Top + PlotHeight}H{Left + PlotWidth}\"/>\n");
        var middle = (fromX + toX) / 2;
        foreach (var (at, place, anchor) in new[] { (fromX, Left, "start"), (middle, Left + (PlotWidth / 2), "middle"), (toX, Left + PlotWidth, "end") })
        {
            Text(svg, place, Top + PlotHeight + 15, anchor, Localized.Same(Number(at)));
        }

        Text(svg, Left - 6, Top + PlotHeight, "end", Localized.Same(Number(fromY)));
        Text(svg, Left - 6, Top + 9, "end", Localized.Same(Number(toY)));
        Text(svg, Left + (PlotWidth / 4), Top + PlotHeight + 15, "middle", x);
        Text(svg, Left + 6, Top + 10, "start", y);
    }

    private static void Text(StringBuilder svg, int x, int y, string anchor, Localized text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        foreach (var (language, words) in text.English == text.Chinese ? [("", text.English)] : new[] { (" lang=\"en\"", text.English), (" lang=\"zh-Hans\"", text.Chinese) })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{language}>{Html.Escape(words)}</text>\n");
        }
    }

    private static string Pixel(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double x) => x.ToString(Math.Abs(x) is >= 1e5 or (< 1e-3 and > 0) ? "0.##e0" : "0.###", CultureInfo.InvariantCulture);
}

namespace Minima.Pages;

/// <summary>Static SVG pictures of a loss, chosen by its shape: they need no script and print well.</summary>
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
        var svg = Svg.Inside(Width, Height, picture.Title.English);
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

        return svg.ToString();
    }

    private static void Curve(Svg svg, CurvePicture picture)
    {
        var scale = new HeightScale([.. picture.Lines.SelectMany(line => line.Heights).Append(0)]);
        Frame(svg, picture.From, picture.To, scale.Low, scale.High, picture.Axis, Localized.Nothing);
        double Y(double height) => Top + (PlotHeight * (1 - ((height - scale.Low) / (scale.High - scale.Low))));
        if (scale.Low < 0 && scale.High > 0)
        {
            svg.Outline("path", ("class", "zero"), ("d", $"M{Left} {svg.Pixel(Y(0))}H{Left + PlotWidth}"));
        }

        if (picture.From < 0 && picture.To > 0)
        {
            svg.Outline("path", ("class", "zero"), ("d", $"M{svg.Pixel(Left + (PlotWidth * -picture.From / (picture.To - picture.From)))} {Top}V{Top + PlotHeight}"));
        }

        foreach (var (_, heights) in picture.Lines)
        {
            var pieces = Polyline.Pieces(heights.Select((height, i) => (X: Left + ((double)PlotWidth * i / (heights.Length - 1)), height)));
            svg.Outline("path", ("class", "line"), ("d", string.Concat(pieces.Select(piece => svg.Way(piece.Select(point => (point.X, Math.Clamp(Y(point.Y), Top, Top + PlotHeight))))))));
        }
    }

    private static void Surface(Svg svg, SurfacePicture picture)
    {
        var (columns, rows) = picture.Cells.Columns > 0 ? picture.Cells : picture.Corners is null ? (SurfaceCells, SurfaceCells) : (TriangleCells, TriangleCells);
        var values = picture.At([.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => ((column + 0.5) / columns, 1 - ((row + 0.5) / rows))))]);
        var scale = new HeightScale(values);

        // An equilateral triangle, otherwise a square.
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
                    svg.Outline("rect", ("x", svg.Pixel(left + ((double)width * start / columns))), ("y", svg.Pixel(Top + ((double)height * row / rows))), ("width", svg.Pixel((double)width * (column - start) / columns)), ("height", svg.Pixel((double)height / rows)), ("class", "heat"), ("fill-opacity", svg.Pixel((double)shade / Shades)));
                }

                start = column;
            }
        }

        if (picture.Corners is [var label, var second, var third])
        {
            svg.Outline("path", ("class", "frame"), ("d", $"M{left} {Top + height}h{width}L{svg.Pixel(left + (width / 2.0))} {Top}Z"));
            svg.Text(left, Top + height + 18, label, Anchor.Middle);
            svg.Text(left + width, Top + height + 18, second, Anchor.Middle);
            svg.Text(left + (width / 2) + 12, Top + 8, third, Anchor.Start);
        }
        else
        {
            Frame(svg, picture.X.From, picture.X.To, picture.Y.From, picture.Y.To, picture.X.Name, picture.Y.Name);
        }

        var (least, most) = (HeightScale.Number(scale.Low), HeightScale.Number(scale.High));
        svg.Text(Width - 16, Height - 6, new($"from {least} (light) to {most} (dark)", $"由浅到深：{least} 至 {most}"), Anchor.End);
    }

    private static void Boxes(Svg svg, BoxPicture picture)
    {
        var all = picture.Target.Concat(picture.Prediction).ToArray();
        var (low, high) = (all.Min() - 0.8, all.Max() + 0.8);
        var unit = Math.Min(PlotWidth, PlotHeight + 30) / (high - low);
        double X(double x) => Left + ((x - low) * unit);
        double Y(double y) => Top + ((y - low) * unit);
        Rectangle("target", picture.Target, new("target", "目标框"));
        Rectangle("prediction", picture.Prediction, new("prediction", "预测框"));

        // The longest arrow has length 1, for every scale of the loss.
        var longest = Math.Max(1e-300, picture.Gradient.Max(Math.Abs));
        foreach (var (x, y) in new[] { (0, 1), (2, 3) })
        {
            var (fromX, fromY) = (X(picture.Prediction[x]), Y(picture.Prediction[y]));
            var (toX, toY) = (fromX - (unit * picture.Gradient[x] / longest), fromY - (unit * picture.Gradient[y] / longest));
            svg.Outline("path", ("class", "pull"), ("d", svg.Way([(fromX, fromY), (toX, toY)])));
            svg.Outline("circle", ("class", "pull"), ("cx", svg.Pixel(toX)), ("cy", svg.Pixel(toY)), ("r", "3.5"));
        }

        void Rectangle(string role, double[] box, Localized name)
        {
            svg.Outline("rect", ("class", $"box {role}"), ("x", svg.Pixel(X(box[0]))), ("y", svg.Pixel(Y(box[1]))), ("width", svg.Pixel((box[2] - box[0]) * unit)), ("height", svg.Pixel((box[3] - box[1]) * unit)));
            svg.Text((int)(role == "target" ? X(box[0]) + 5 : X(box[2]) - 5), (int)(role == "target" ? Y(box[3]) - 6 : Y(box[1]) + 14), name, role == "target" ? Anchor.Start : Anchor.End);
        }
    }

    private static void Frame(Svg svg, double fromX, double toX, double fromY, double toY, Localized x, Localized y)
    {
        svg.Outline("path", ("class", "frame"), ("d", $"M{Left} {Top}V{Top + PlotHeight}H{Left + PlotWidth}"));
        var middle = (fromX + toX) / 2;
        foreach (var (at, place, anchor) in new[] { (fromX, Left, Anchor.Start), (middle, Left + (PlotWidth / 2), Anchor.Middle), (toX, Left + PlotWidth, Anchor.End) })
        {
            svg.Text(place, Top + PlotHeight + 15, Localized.Same(HeightScale.Number(at)), anchor);
        }

        svg.Text(Left - 6, Top + PlotHeight, Localized.Same(HeightScale.Number(fromY)), Anchor.End);
        svg.Text(Left - 6, Top + 9, Localized.Same(HeightScale.Number(toY)), Anchor.End);
        svg.Text(Left + (PlotWidth / 4), Top + PlotHeight + 15, x, Anchor.Middle);
        svg.Text(Left + 6, Top + 10, y, Anchor.Start);
    }
}

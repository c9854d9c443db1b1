using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>Pictures as characters.</summary>
internal sealed class TextPictures(Tongue tongue, TextLayout layout, bool ascii)
{
    private const int Rows = 12;
    private const int WidestPicture = 100;
    private const int SurfaceColumns = 48;

    /// <summary>Characters are about twice as high as they are wide.</summary>
    private const int SurfaceRows = 20;

    public IEnumerable<ExplainedLine> Lines(IEnumerable<LossPicture> pictures)
    {
        foreach (var picture in pictures)
        {
            var drawn = picture switch
            {
                CurvePicture curve => Curve(curve),
                SurfacePicture surface => Surface(surface),
                BoxPicture boxes => Boxes(boxes),
                _ => throw new ArgumentOutOfRangeException(nameof(pictures), picture, null),
            };
            foreach (var line in TextLayout.Heading(Say(picture.Title)).Concat(layout.Text(Say(picture.Note))).Concat(drawn.Select(text => new ExplainedLine(new string(' ', TextLayout.Indent) + text))))
            {
                yield return line;
            }
        }
    }

    private string Say(Localized text) => tongue.Say(text.English, text.Chinese);

    private int Columns(int label) => Math.Clamp(Math.Min(layout.Width, WidestPicture) - 12 - label, 16, WidestPicture);

    private IEnumerable<string> Curve(CurvePicture picture)
    {
        var axis = Say(picture.Axis);
        var columns = Columns(TextWidth.Of(axis) + 2);
        var plot = new Plot(columns, Rows, ascii);
        var samples = Plot.Samples(columns, ascii);
        return plot.Draw([.. picture.Lines.Select(line => new PlotLine(Say(line.Name), Resampled(line.Heights, samples)))], picture.From, picture.To, axis);
    }

    /// <summary>Resamples by nearest neighbour, so that no height is interpolated between a number and NaN.</summary>
    private static double[] Resampled(double[] heights, int count) => [.. Enumerable.Range(0, count).Select(i => heights[(int)Math.Round((double)i * (heights.Length - 1) / (count - 1))])];

    private IEnumerable<string> Surface(SurfacePicture picture)
    {
        var (columns, rows) = picture.Cells.Columns > 0 ? (picture.Cells.Columns * 4, picture.Cells.Rows) : (Math.Min(SurfaceColumns, Columns(10)), SurfaceRows);
        var points = Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => ((column + 0.5) / columns, 1 - ((row + 0.5) / rows)))).ToArray();
        var values = picture.At(points);
        var shades = ascii ? " .:-=+*#%@" : " ░▒▓█";
        var scale = new HeightScale(values);
        string[] labels = picture.Corners is null ? [HeightScale.Number(picture.Y.To), HeightScale.Number(picture.Y.From)] : ["", ""];
        var margin = labels.Max(label => label.Length);
        yield return picture.Corners is [_, _, var top] ? new string(' ', Math.Max(0, (columns - TextWidth.Of(Say(top))) / 2)) + Say(top) : Say(picture.Y.Name);
        for (var row = 0; row < rows; row++)
        {
            var text = new StringBuilder((row == 0 ? labels[0] : row == rows - 1 ? labels[1] : "").PadLeft(margin)).Append(picture.Corners is null ? ascii ? " |" : " │" : "");
            for (var column = 0; column < columns; column++)
            {
                var value = values[(row * columns) + column];
                text.Append(double.IsNaN(value) ? ' ' : shades[Math.Min(shades.Length - 1, (int)(scale.Share(value) * shades.Length))]);
            }

            yield return text.ToString().TrimEnd();
        }

        if (picture.Corners is [var left, var right, _])
        {
            yield return Say(left) + new string(' ', Math.Max(2, columns - TextWidth.Of(Say(left)) - TextWidth.Of(Say(right)))) + Say(right);
        }
        else
        {
            var (from, to) = (HeightScale.Number(picture.X.From), HeightScale.Number(picture.X.To));
            yield return new string(' ', margin + 1) + (ascii ? "+" + new string('-', columns) : "└" + new string('─', columns));
            yield return new string(' ', margin + 2) + from + to.PadLeft(Math.Max(to.Length + 1, columns - from.Length)) + "  " + Say(picture.X.Name);
        }

        yield return string.Join("  ", Enumerable.Range(0, shades.Length).Where(i => i % (ascii ? 3 : 1) == 0).Select(i => $"{(shades[i] == ' ' ? tongue.Say("blank", "空白") : shades[i])} {tongue.Say("from", "起")} {HeightScale.Number(scale.Low + ((scale.High - scale.Low) * i / shades.Length))}"));
    }

    private IEnumerable<string> Boxes(BoxPicture picture)
    {
        var canvas = new Canvas(44, 14, ascii);
        var all = picture.Target.Concat(picture.Prediction).ToArray();
        var (low, high) = (all.Min() - 0.5, all.Max() + 0.5);
        (int X, int Y) Place(double x, double y) => ((int)Math.Round((x - low) / (high - low) * (canvas.Width - 1)), (int)Math.Round((y - low) / (high - low) * (canvas.Height - 1)));
        Rectangle(picture.Target, 1, 'o');
        Rectangle(picture.Prediction, 3, '*');
        foreach (var line in canvas.Lines())
        {
            yield return line;
        }

        yield return tongue.Say(
            ascii ? "o target  * prediction" : "full: target  dotted: prediction",
            ascii ? "o 目标框  * 预测框" : "实线：目标框  点线：预测框");
        string[] names = ["x1", "y1", "x2", "y2"];
        yield return tongue.Say("pull: ", "拉力：") + string.Join("  ", names.Select((name, i) => $"{name} {(-picture.Gradient[i]).ToString("+0.###;-0.###;0", CultureInfo.InvariantCulture)}"));

        void Rectangle(double[] box, int every, char mark)
        {
            var (left, top) = Place(box[0], box[1]);
            var (right, bottom) = Place(box[2], box[3]);
            for (var x = left; x <= right; x += every)
            {
                canvas.Set(x, top, mark);
                canvas.Set(x, bottom, mark);
            }

            for (var y = top; y <= bottom; y += every)
            {
                canvas.Set(left, y, mark);
                canvas.Set(right, y, mark);
            }
        }
    }
}

using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tensors.Randomness;

namespace Minima.Examples.Boxes;

/// <summary>Boxes by regression: losses of coordinates beside losses of boxes.</summary>
internal static class BoxesCommand
{
    private const int Training = 1500;
    private const int Tuning = 200;
    private const int Test = 500;
    private const int Epochs = 25;
    private const double Good = 0.75;
    private const int Shown = 6;

    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly double[] Rates = [0.003, 0.01, 0.03];
    private static readonly double[] Middle = [7.5, 7.5, 16.5, 16.5];
    private static readonly string[] Losses = ["mse", "smooth_l1", "iou", "giou", "diou", "ciou", "eiou"];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        output.WriteLine($"{BoxImages.Side}x{BoxImages.Side} pixels, one shape each; {Training} images to learn from, {Test} to judge by, {Epochs} epochs, mean ± deviation over {Seeds.Length} seeds");
        var table = new TextTable("loss", "mean IoU", $"IoU above {Good}", "missed", "rates chosen");
        var middle = Seeds.Select(seed => Judged(new RandomState((ulong)seed), images => [.. Enumerable.Repeat(Middle, images.Count).SelectMany(box => box)])).ToArray();
        Add(table, "a box in the middle", middle, []);
        var last = new List<(string Loss, double[] Boxes)>();
        BoxImages? shown = null;
        foreach (var name in Losses)
        {
            var chosen = new List<double>();
            var overlaps = new List<double[]>();
            foreach (var seed in Seeds)
            {
                var random = new RandomState((ulong)seed);
                var (training, tuning) = (BoxImages.Draw(Training, random.Fork("training")), BoxImages.Draw(Tuning, random.Fork("tuning")));
                var best = Rates.Select(rate => (Rate: rate, Network: BoxTask.Trained(Loss.Create(name), training, rate, Epochs, seed))).MaxBy(one => BoxTask.Overlaps(one.Network, tuning).Average());
                chosen.Add(best.Rate);
                overlaps.Add(Judged(random, images => BoxTask.Predicted(best.Network, images)));
                if (seed != Seeds[^1]) continue;
                shown = BoxImages.Draw(Test, random.Fork("test"));
                last.Add((name, BoxTask.Predicted(best.Network, shown)));
            }

            Add(table, name, [.. overlaps], chosen);
        }

        table.Write(output);
        pictures.Write("boxes", language => Draw(language, shown!, last));
    }

    private static double[] Judged(RandomState random, Func<BoxImages, double[]> predict)
    {
        var test = BoxImages.Draw(Test, random.Fork("test"));
        var boxes = predict(test);
        return [.. Enumerable.Range(0, test.Count).Select(n => BoxImages.Overlap(boxes.AsSpan(4 * n, 4), test.Boxes.AsSpan(4 * n, 4)))];
    }

    private static void Add(TextTable table, string name, double[][] overlaps, IReadOnlyList<double> rates)
    {
        string Text(Func<double[], double> of, string form) => string.Create(CultureInfo.InvariantCulture, $"{new Sample([.. overlaps.Select(of)]).Mean.ToString(form, CultureInfo.InvariantCulture)} ± {new Sample([.. overlaps.Select(of)]).Deviation.ToString(form, CultureInfo.InvariantCulture)}");
        table.Add(name, Text(each => each.Average(), "0.000"), Text(each => each.Count(x => x > Good) / (double)each.Length, "0.000"), Text(each => each.Count(x => x == 0) / (double)each.Length, "0.000"), string.Join(", ", rates.Distinct().Order().Select(rate => rate.ToString(CultureInfo.InvariantCulture))));
    }

    private static string Draw(Language language, BoxImages images, List<(string Loss, double[] Boxes)> said)
    {
        const int size = 5, tile = BoxImages.Side * size, step = tile + 16;
        var svg = new Svg((2 * 24) + (Shown * step) - 16, 120 + tile, new Words("Boxes by regression: the truth and what two losses say", "边界框回归：真值与两种损失的结果").In(language));
        var drawn = new[] { ("mse", "#D55E00"), ("giou", "#0072B2") };
        for (var n = 0; n < Shown; n++)
        {
            double x = 24 + (n * step), y = 48;
            svg.Pixels(x, y, size, BoxImages.Side, [.. images.Pixels.AsSpan(n * BoxImages.Area, BoxImages.Area).ToArray().Select(Shade)]);
            svg.Box(x, y, tile, tile, "none", Svg.Frame);
            Rectangle(images.Boxes.AsSpan(4 * n, 4).ToArray().Select(v => (double)v).ToArray(), "#24292f", 2);
            foreach (var (name, colour) in drawn) Rectangle([.. said.First(one => one.Loss == name).Boxes.AsSpan(4 * n, 4)], colour, 2);

            void Rectangle(double[] box, string colour, double width)
            {
                double X(double at) => x + (size * Math.Clamp(at, 0, BoxImages.Side));
                double Y(double at) => y + (size * Math.Clamp(at, 0, BoxImages.Side));
                svg.Path([(X(box[0]), Y(box[1])), (X(box[2]), Y(box[1])), (X(box[2]), Y(box[3])), (X(box[0]), Y(box[3])), (X(box[0]), Y(box[1]))], colour, width);
            }
        }

        var left = 24.0;
        foreach (var (name, colour) in drawn.Prepend((new Words("truth", "真值").In(language), "#24292f")))
        {
            svg.Line(left, 88 + tile, left + 24, 88 + tile, colour, 2);
            svg.Text(left + 30, 92 + tile, name);
            left += 60 + Svg.WidthOf(name);
        }

        return svg.ToString();
    }

    private static string Shade(float brightness)
    {
        var level = 255 - (int)(13 * Math.Round(Math.Clamp((brightness + 1) / 3, 0, 1) * 12));
        return FormattableString.Invariant($"#{level:x2}{level:x2}{level:x2}");
    }
}

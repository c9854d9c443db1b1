using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tabular;
using Minima.Tensors.Randomness;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Strips;

/// <summary>Sequences of digits of which only the order is told.</summary>
internal static class StripsCommand
{
    private const int Training = 800;
    private const int Test = 500;
    private const int Epochs = 40;

    private static readonly int[] Seeds = [1, 2, 3];

    private static readonly (StripTeaching Teaching, Words Name)[] Ways =
    [
        (StripTeaching.EqualParts, new("cross_entropy, equal parts", "cross_entropy，等分")),
        (StripTeaching.Order, "ctc"),
        (StripTeaching.TruePlaces, new("cross_entropy, true places", "cross_entropy，真实位置")),
    ];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var table = BundledTable.Digits();
        output.WriteLine($"Strips of 2 to {DigitStrips.MostDigits} digits; {Training} to learn from, {Test} of other digits to judge by, {Epochs} epochs, mean ± deviation over {Seeds.Length} seeds");
        var text = new TextTable("taught by", "read wholly right", "edits a digit");
        double[]? shown = null;
        DigitStrips? strips = null;
        foreach (var (teaching, name) in Ways)
        {
            var results = new List<(double Exact, double Edits)>();
            foreach (var seed in Seeds)
            {
                var random = new RandomState((ulong)seed);
                var split = Split.Of(table, seed);
                var test = DigitStrips.Draw(table, split.Test, Test, random.Fork("test strips"));
                var network = StripTask.Trained(teaching, DigitStrips.Draw(table, split.Training, Training, random.Fork("training strips")), Epochs, seed);
                results.Add(StripTask.Judge(network, test));
                if (teaching == StripTeaching.Order && seed == Seeds[0]) (shown, strips) = (StripTask.Probabilities(network, test), test);
            }

            text.Add(name.English, Text(results.Select(r => r.Exact)), Text(results.Select(r => r.Edits)));
        }

        text.Write(output);
        pictures.Write("strips", language => Draw(language, strips!, shown!));

        static string Text(IEnumerable<double> values)
        {
            var sample = new Sample([.. values]);
            return string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
        }
    }

    /// <summary>A strip with the most digits, and below it the probability of each label over its columns.</summary>
    private static string Draw(Language language, DigitStrips strips, double[] probabilities)
    {
        const int size = 13, left = 60, width = DigitStrips.Width * size;
        var strip = Enumerable.Range(0, strips.Count).First(n => strips.Digits[n].Length == DigitStrips.MostDigits && strips.Digits[n].Distinct().Count() == DigitStrips.MostDigits);
        var svg = new Svg(left + width + 24, 470, new Words("Where ctc finds the digits of a strip that it was never shown the places of", "ctc 在从未获知位置的条带中找到的数字").In(language));
        svg.Pixels(left, 44, size, DigitStrips.Width, [.. strips.Pixels.AsSpan(strip * DigitStrips.Height * DigitStrips.Width, DigitStrips.Height * DigitStrips.Width).ToArray().Select(value => value == 0 ? null : Shade(value))]);
        svg.Box(left, 44, width, DigitStrips.Height * size, "none", Svg.Frame);
        var own = probabilities.AsSpan(strip * DigitStrips.Width * StripTask.Classes, DigitStrips.Width * StripTask.Classes).ToArray();
        (double X, double Y)[] Points(int label) => [.. Enumerable.Range(0, DigitStrips.Width).Select(column => ((double)column, own[(column * StripTask.Classes) + label]))];
        var panel = new LinePanel
        {
            Title = new("Probability of each label, column by column", "各列上每个标签的概率"),
            XTitle = new("column", "列"),
            YTitle = new("probability", "概率"),
            Y = (0, 1),
            Lines = [.. strips.Digits[strip].Distinct().Select((digit, i) => new Series(digit.ToString(CultureInfo.InvariantCulture), Points(digit + 1), i)), new(new("nothing here", "空白"), Points(0), 5) { IsThin = true }],
        };
        panel.Draw(svg, left, 196, width, 190, language);
        Series.Legend(svg, panel.Lines, left, width, 446, language);
        return svg.ToString();
    }

    private static string Shade(float ink)
    {
        var level = 240 - (int)(15 * Math.Round(ink * 13));
        return FormattableString.Invariant($"#{level:x2}{level:x2}{level:x2}");
    }
}

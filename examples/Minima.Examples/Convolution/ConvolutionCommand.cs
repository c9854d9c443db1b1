using System.Globalization;
using Minima.Examples.Mlp;
using Minima.Lab.Pictures;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Convolution;

/// <summary>A convolutional network on the 8x8 digits, beside perceptrons on the same rows.</summary>
internal static class ConvolutionCommand
{
    private const int PerceptronEpochs = 100;
    private const int NetworkEpochs = 20;

    private static readonly double[] PerceptronRates = [0.001, 0.003, 0.01];
    private static readonly double[] NetworkRates = [0.003, 0.01, 0.03];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var table = BundledTable.Digits();
        var (version, peers) = PeerResult.Read();
        List<double> perceptrons = [], networks = [];
        IReadOnlyList<(int Row, int Said)> errors = [];
        foreach (var seed in peers[table.Name].Select(one => one.Seed))
        {
            var split = Split.Of(table, seed);
            perceptrons.Add(ConvolutionTask.Accuracy(table, ConvolutionTask.Tuned(table, ConvolutionTask.Perceptron, split, PerceptronRates, seed, PerceptronEpochs), split.Test));
            var network = ConvolutionTask.Tuned(table, ConvolutionTask.Network, split, NetworkRates, seed, NetworkEpochs);
            networks.Add(ConvolutionTask.Accuracy(table, network, split.Test));
            if (errors.Count == 0) errors = ConvolutionTask.Errors(table, network, split.Test);
        }

        Sample[] samples = [new([.. peers[table.Name].Select(one => one.Score)]), new(perceptrons), new(networks)];
        Write(output, table, samples, version);
        pictures.Write("convolution", language => Draw(language, table, samples, errors));
    }

    private static void Write(TextWriter output, BundledTable table, Sample[] samples, string version)
    {
        var split = Split.Of(table, 1);
        output.WriteLine($"digits: accuracy on {split.Test.Length} test rows, {samples[0].Values.Count} seeds");
        var text = new TextTable("", "weights", "epochs", "mean", "deviation");
        var random = new RandomState(1);
        Add($"perceptron, scikit-learn {version}", Weights(ConvolutionTask.Perceptron(random)), "tuned", samples[0]);
        Add("perceptron", Weights(ConvolutionTask.Perceptron(random)), $"{PerceptronEpochs}", samples[1]);
        Add("convolutions", Weights(ConvolutionTask.Network(random)), $"{NetworkEpochs}", samples[2]);
        text.Write(output);
        samples[0].WriteSeeds(output, "scikit-learn");
        samples[1].WriteSeeds(output, "perceptron");
        samples[2].WriteSeeds(output, "convolutions");
        var gain = Sample.Difference(samples[2], samples[1]);
        var half = gain.HalfInterval((double)split.Test.Length / split.Training.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"convolutions - perceptron: {gain.Mean:+0.0000;-0.0000}, 95 % interval [{gain.Mean - half:+0.0000;-0.0000}, {gain.Mean + half:+0.0000;-0.0000}]"));

        void Add(string name, int weights, string epochs, Sample sample) =>
            text.Add(name, $"{weights}", epochs, Figure(sample.Mean), Figure(sample.Deviation));
    }

    private static int Weights(Module model) => model.Parameters.Sum(parameter => parameter.Value.Count);

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Draw(Language language, BundledTable table, Sample[] samples, IReadOnlyList<(int Row, int Said)> errors)
    {
        var svg = new Svg(840, 380, new Words("Convolutions on 8x8 digits", "8×8 手写数字上的卷积网络").In(language));
        var values = samples.SelectMany(sample => sample.Values).ToArray();
        var panel = new LinePanel
        {
            Title = new("Each line is a seed", "每条线是一个随机种子"),
            XTitle = string.Empty,
            YTitle = new("accuracy on test rows", "测试集准确率"),
            Y = (values.Min() - 0.002, 1),
            XTicks = [(0, "scikit-learn"), (1, new Words("perceptron", "感知机")), (2, new Words("convolutions", "卷积网络"))],
            Lines =
            [
                .. Enumerable.Range(0, samples[0].Values.Count).Select(seed => new Series(string.Empty, [.. samples.Select((sample, k) => ((double)k, sample.Values[seed]))], 5) { HasMarks = true, IsThin = true }),
                new(new Words("mean over seeds", "各随机种子的均值"), [.. samples.Select((sample, k) => ((double)k, sample.Mean))], 1) { HasMarks = true },
            ],
        };
        panel.Draw(svg, 84, 72, 330, 230, language);
        Series.Legend(svg, [panel.Lines[^1]], 84, 330, 356, language);

        const int left = 490, size = 11, each = 112;
        svg.Text(left + 160, 62, new Words("What the network of seed 1 gets wrong", "随机种子 1 的网络认错的数字").In(language), Anchor.Middle, size: 13, isBold: true);
        for (var i = 0; i < Math.Min(errors.Count, 6); i++)
        {
            double x = left + (i % 3 * each), y = 80 + (i / 3 * 140);
            for (var pixel = 0; pixel < DigitRows.PixelCount; pixel++)
            {
                var shade = 255 - (int)Math.Round(table.Features[(errors[i].Row * table.Width) + pixel] / 16 * 215);
                svg.Box(x + (pixel % 8 * size), y + (pixel / 8 * size), size, size, FormattableString.Invariant($"#{shade:x2}{shade:x2}{shade:x2}"));
            }

            svg.Box(x, y, 8 * size, 8 * size, "none", Svg.Frame);
            svg.Text(x + (4 * size), y + (8 * size) + 16, new Words($"{table.Target[errors[i].Row]}, seen as {errors[i].Said}", $"{table.Target[errors[i].Row]}，认作 {errors[i].Said}").In(language), Anchor.Middle);
        }

        return svg.ToString();
    }
}

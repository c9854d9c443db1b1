using Minima.Pages;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Train;

/// <summary>The losses of a training, epoch by epoch; for several targets the loss, the weight and the gradient of each.</summary>
internal static class TrainPicture
{
    private const string Ending = ".svg";
    private const int Width = 900;
    private const int PanelHeight = 220;
    private const int Each = 60 + PanelHeight + 70;

    // If the highest value is more than this many times the lowest, the axis is logarithmic.
    private const double WideRange = 30;

    /// <summary>Refuses, before hours of work, a path that cannot be written to.</summary>
    /// <exception cref="UsageException">The path is not an SVG file in an existing folder.</exception>
    public static void CheckPath(string path)
    {
        if (!path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) throw new UsageException($"train: --plot is {DataException.Quote(path)}; the picture is an SVG, so its name must end in {Ending}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new UsageException($"train: --plot is {DataException.Quote(path)}, but there is no folder {folder}. Create it, or name another.");
    }

    public static void Write(string path, NetworkTraining training, NetworkResult result, bool chinese)
    {
        if (result.Epochs.Count == 0) return;
        var text = Draw(training, result, chinese ? Language.Chinese : Language.English);
        OutputFile.Write(path, text);
    }

    public static string Draw(NetworkTraining training, NetworkResult result, Language language)
    {
        var history = result.Epochs;
        var panels = new List<(Words Title, Words Axis, Series[] Lines)>
        {
            (new("loss", "损失"), training.LossName,
            [
                Of(new("training", "训练"), 0, history, record => record.TrainingLoss / training.LossWeight),
                .. history[0].ValidationLoss is null ? [] : new[] { Of(new("validation", "验证"), 1, history, record => (record.ValidationLoss ?? double.NaN) / training.LossWeight) },
            ]),
        };
        if (history[0].Terms.Count > 1)
        {
            // Relative to each target's own scale, so that targets in different units are comparable.
            panels.Add((new("loss of each target, in its own scale", "各目标的损失（按各自尺度）"), training.LossName, Terms(record => record.Terms, (value, scale) => value * scale)));
            panels.Add((new("weight of each target's loss, mean of the epoch", "各目标损失的权重（每轮平均）"), new("weight", "权重"), Terms(record => record.TermWeights, (weight, scale) => weight / scale)));
            if (history[0].TermGradientNorms.Count > 0) panels.Add((new("norm of each target's gradient, in its own scale", "各目标梯度的范数（按各自尺度）"), new("norm", "范数"), Terms(record => record.TermGradientNorms, (norm, scale) => norm * scale)));
        }

        var svg = new Svg(Width, 40 + (panels.Count * Each), new Words($"training on {training.Name}", $"在 {training.Name} 上的训练").In(language));
        for (var i = 0; i < panels.Count; i++)
        {
            var (title, axis, lines) = panels[i];
            var top = 70.0 + (i * Each);
            var (range, isLogarithmic) = Range(lines);
            new LinePanel { Title = title, XTitle = new("epoch", "轮次"), YTitle = axis, Lines = lines, Y = range, IsLogarithmic = isLogarithmic }.Draw(svg, 90, top, Width - 130, PanelHeight, language);
            Series.Legend(svg, lines, 90, Width - 130, top + PanelHeight + 56, language);
        }

        return svg.ToString();

        Series[] Terms(Func<EpochRecord, IReadOnlyDictionary<string, double>> figures, Func<double, double, double> scaled) =>
            [.. training.Targets.Select((target, k) => Of(target, k % Series.Ink, history, record => scaled(figures(record).GetValueOrDefault(target, double.NaN), training.LossWeights[k])))];
    }

    private static Series Of(Words name, int style, IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> figure) =>
        new(name, [.. history.Select(record => ((double)record.Epoch, figure(record)))], style) { HasMarks = history.Count < 3 };

    private static ((double Low, double High) Range, bool IsLogarithmic) Range(Series[] lines)
    {
        var values = lines.SelectMany(line => line.Points).Select(point => point.Y).Where(double.IsFinite).ToArray();
        if (values.Length == 0) return ((0, 1), false);
        double low = values.Min(), high = values.Max();
        if (low > 0 && high > WideRange * low) return ((low / 1.2, high * 1.2), true);
        var margin = high > low ? 0.06 * (high - low) : Math.Max(0.1 * Math.Abs(high), 1e-9);
        return ((low - margin, high + margin), false);
    }
}

using System.Globalization;
using Minima.Lab.Pictures;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Mlp;

/// <summary>The same perceptron, trained by scikit-learn and by Minima: the same rows, folds, grid, batch size and number of units.</summary>
internal static class MlpCommand
{
    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var (version, peers) = PeerResult.Read();
        var panels = new List<(BundledTable Table, Sample[] Samples)>();
        foreach (var table in new[] { BundledTable.Digits(), BundledTable.BreastCancer(), BundledTable.Diabetes() })
        {
            var peer = peers[table.Name];
            var split = Split.Of(table, 1);
            output.WriteLine($"{table.Name}: {(table.Kind == TaskKind.Amount ? "R2" : "accuracy")} on {split.Test.Length} test rows, {table.Width}-{MlpTask.Hidden}-{table.Classes}, {peer.Length} seeds");
            var plain = peer.Select(one => MlpTuning.Run(table, Split.Of(table, one.Seed), one.Seed, decays: false)).ToArray();
            var decayed = peer.Select(one => MlpTuning.Run(table, Split.Of(table, one.Seed), one.Seed, decays: true)).ToArray();
            Sample[] samples = [new([.. peer.Select(one => one.Score)]), new([.. plain.Select(one => one.Score)]), new([.. decayed.Select(one => one.Score)])];
            var text = new TextTable("", "mean", "deviation", "difference", "95 % interval");
            text.Add([$"scikit-learn {version}", .. Row(samples[0], null, split)]);
            text.Add(["Minima", .. Row(samples[1], samples[0], split)]);
            text.Add(["Minima, cosine", .. Row(samples[2], samples[0], split)]);
            text.Write(output);
            samples[0].WriteSeeds(output, "scikit-learn");
            samples[1].WriteSeeds(output, "Minima");
            samples[2].WriteSeeds(output, "cosine");
            output.WriteLine($"chosen: scikit-learn {Chosen(peer.Select(one => one.Setting))}; Minima {Chosen(plain.Select(one => one.Setting))}; cosine {Chosen(decayed.Select(one => one.Setting))}");
            output.WriteLine();
            panels.Add((table, samples));
        }

        pictures.Write("mlp", language => Draw(language, panels));
    }

    private static IEnumerable<string> Row(Sample sample, Sample? peer, Split split)
    {
        yield return Figure(sample.Mean);
        yield return Figure(sample.Deviation);
        if (peer is null)
        {
            yield return string.Empty;
            yield return string.Empty;
        }
        else
        {
            var difference = Sample.Difference(sample, peer);
            var half = difference.HalfInterval((double)split.Test.Length / split.Training.Length);
            yield return Signed(difference.Mean);
            yield return $"[{Signed(difference.Mean - half)}, {Signed(difference.Mean + half)}]";
        }
    }

    /// <summary>The setting chosen most often, the smallest of several.</summary>
    private static string Chosen(IEnumerable<MlpSetting> settings)
    {
        var (setting, count) = settings.CountBy(one => one).OrderByDescending(one => one.Value).ThenBy(one => one.Key.Epochs).First();
        return string.Create(CultureInfo.InvariantCulture, $"rate {setting.LearningRate}, penalty {setting.Penalty:0.#####}, {setting.Epochs} epochs ({count} times)");
    }

    private static string Draw(Language language, List<(BundledTable Table, Sample[] Samples)> panels)
    {
        var svg = new Svg(840, 370, new Words("One split, three trainings: each line is a seed", "同一划分，三种训练：每条线是一个随机种子").In(language));
        for (var i = 0; i < panels.Count; i++)
        {
            var (table, samples) = panels[i];
            var values = samples.SelectMany(sample => sample.Values).ToArray();
            var margin = 0.1 * (values.Max() - values.Min());
            var panel = new LinePanel
            {
                Title = table.Name,
                XTitle = string.Empty,
                YTitle = table.Kind == TaskKind.Amount ? "R²" : new Words("accuracy", "准确率"),
                Y = (values.Min() - margin, values.Max() + margin),
                XTicks = [(0, "scikit-learn"), (1, "Minima"), (2, new Words("cosine", "余弦衰减"))],
                Lines =
                [
                    .. Enumerable.Range(0, samples[0].Values.Count).Select(seed => new Series(string.Empty, [.. samples.Select((sample, k) => ((double)k, sample.Values[seed]))], 5) { HasMarks = true, IsThin = true }),
                    new(new Words("mean over seeds", "各随机种子的均值"), [.. samples.Select((sample, k) => ((double)k, sample.Mean))], 1) { HasMarks = true },
                ],
            };
            panel.Draw(svg, 76 + (i * 265), 72, 200, 220, language);
            if (i == 1) Series.Legend(svg, [panel.Lines[^1]], 0, 840, 345, language);
        }

        return svg.ToString();
    }

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);
}

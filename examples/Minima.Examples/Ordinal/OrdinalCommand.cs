using System.Globalization;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Ordinal;

/// <summary>Losses that know the order of classes beside some that do not.</summary>
internal static class OrdinalCommand
{
    private const int Epochs = 60;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly double[] Rates = [0.001, 0.003, 0.01];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var table = BundledTable.Diabetes();
        output.WriteLine($"Diabetes in {OrdinalTask.Classes} classes of equal size; a quarter of {table.Rows} rows to judge by, mean ± deviation over {Seeds.Length} splits and seeds");
        var results = new Dictionary<string, List<(double Error, double Kappa, double Exact)>>(StringComparer.Ordinal);
        var chosen = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var seed in Seeds)
        {
            var split = Split.Of(table, seed);
            var task = new OrdinalTask(table, split.Training);
            var truth = Array.ConvertAll(split.Test, task.ClassOf);
            Add("the middle class", [.. truth.Select(_ => OrdinalTask.Classes / 2)], double.NaN);
            foreach (var way in OrdinalWay.All)
            {
                var (inner, outer) = (split.Fold(0, within: true), split.Fold(0, within: false));
                var rate = Rates.MinBy(rate => OrdinalTask.MeanError(task.Predicted(way, outer, inner, rate, Epochs, seed), Array.ConvertAll(inner, task.ClassOf)));
                Add(way.Name, task.Predicted(way, split.Training, split.Test, rate, Epochs, seed), rate);
            }

            void Add(string name, int[] said, double rate)
            {
                (results.TryGetValue(name, out var all) ? all : results[name] = []).Add((OrdinalTask.MeanError(said, truth), OrdinalTask.Kappa(said, truth), said.Zip(truth, (a, b) => a == b ? 1.0 : 0).Average()));
                if (double.IsFinite(rate)) (chosen.TryGetValue(name, out var rates) ? rates : chosen[name] = []).Add(rate);
            }
        }

        var text = new TextTable("loss", "classes off", "kappa, squared", "exactly right", "rates chosen");
        foreach (var (name, all) in results)
        {
            text.Add(name, Text(all.Select(r => r.Error)), Text(all.Select(r => r.Kappa)), Text(all.Select(r => r.Exact)), chosen.TryGetValue(name, out var rates) ? string.Join(", ", rates.Distinct().Order().Select(rate => rate.ToString(CultureInfo.InvariantCulture))) : "");
        }

        text.Write(output);
        pictures.Write("ordinal", language => Draw(language, [.. OrdinalWay.All.Select(way => (way.Name, new Sample([.. results[way.Name].Select(r => r.Error)])))]));
    }

    private static string Text(IEnumerable<double> values)
    {
        var sample = new Sample([.. values]);
        return string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
    }

    private static string Draw(Language language, (string Name, Sample Sample)[] losses)
    {
        var svg = new Svg(840, 400, new Words("Five ordered classes of diabetes: how far off", "五个有序类别的糖尿病进展：平均偏差").In(language));
        var values = losses.SelectMany(loss => loss.Sample.Values).ToArray();
        var panel = new LinePanel
        {
            Title = new("Each thin line is a split and a seed", "每条细线是一次划分与种子"),
            XTitle = string.Empty,
            YTitle = new("classes off", "平均偏差（类）"),
            Y = (Math.Floor(values.Min() * 10) / 10, Math.Ceiling(values.Max() * 10) / 10),
            XTicks = [.. losses.Select((loss, k) => ((double)k, (Words)loss.Name))],
            Lines =
            [
                .. Enumerable.Range(0, Seeds.Length).Select(seed => new Series(string.Empty, [.. losses.Select((loss, k) => ((double)k, loss.Sample.Values[seed]))], 5) { HasMarks = true, IsThin = true }),
                new(new Words("mean", "均值"), [.. losses.Select((loss, k) => ((double)k, loss.Sample.Mean))], 0) { HasMarks = true },
            ],
        };
        panel.Draw(svg, 84, 62, 716, 260, language);
        Series.Legend(svg, [panel.Lines[^1]], 84, 716, 376, language);
        return svg.ToString();
    }
}

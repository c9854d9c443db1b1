using System.Globalization;
using Minima.Lab.Embeddings;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Embeddings;

/// <summary>Embeddings of digits: what is near in them, also of digits that were never shown; and how softmax's classes are drawn together and apart.</summary>
internal static class MetricCommand
{
    private const int Known = 6;
    private const int Width = 16;
    private const int Epochs = 30;
    private const double CentreWeight = 0.1;
    private const double IslandLambda = 10;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#24292f", "#8c959f", "#7a3e9d", "#3f7f3f"];

    private static readonly (string Name, Func<Tensor, Tensor, Tensor, Tensor>? Apply)[] Centres =
    [
        ("cross_entropy", null),
        ("+ center_loss", (x, centres, y) => new CenterLoss().Apply(x, centres, y)),
        ("+ island_loss", (x, centres, y) => new IslandLoss(IslandLambda).Apply(x, centres, y)),
    ];

    public static void Run(TextWriter output, PictureFolder pictures)
    {
        var table = BundledTable.Digits();
        Recall(output, table);
        output.WriteLine();
        Islands(output, table);
        pictures.Write("metric", language => Draw(language, table));
    }

    private static void Recall(TextWriter output, BundledTable table)
    {
        output.WriteLine($"Recall@1: trained on the digits 0 to {Known - 1}, embeddings of {Width} numbers, {Epochs} epochs, mean ± deviation over {Seeds.Length} seeds");
        var text = new TextTable("loss", $"digits {Known} to 9", $"digits 0 to {Known - 1}, test rows");
        var runs = Seeds.Select(seed => (Seed: seed, Split: Split.Of(table, seed))).ToArray();
        Add("the pixels", (_, rows) => [.. DigitRows.Pixels(table, rows).Select(x => (double)x)]);
        foreach (var loss in EmbeddingLoss.All)
        {
            var networks = Seeds.ToDictionary(seed => seed, seed => new EmbeddingTask(table, [.. Split.Of(table, seed).Training.Where(row => table.Target[row] < Known)], [.. Enumerable.Range(0, Known)]).Trained(loss, Width, Epochs, seed));
            Add(loss.Name, (seed, rows) => EmbeddingTask.Normalized(EmbeddingTask.Embedded(networks[seed], table, rows), Width));
        }

        text.Write(output);

        void Add(string name, Func<int, int[], double[]> embed)
        {
            string Of(Func<double, bool> isJudged) => Text(runs.Select(run =>
            {
                var rows = run.Split.Test.Where(row => isJudged(table.Target[row])).ToArray();
                return EmbeddingTask.RecallAtOne(embed(run.Seed, rows), table.LabelsOf(rows));
            }));
            text.Add(name, Of(digit => digit >= Known), Of(digit => digit < Known));
        }
    }

    private static void Islands(TextWriter output, BundledTable table)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All ten digits, embeddings of 2 numbers: distances of test rows over that from the mean of all (weight {CentreWeight}, island lambda {IslandLambda})"));
        var text = new TextTable("loss", "within a class", "between classes", "between over within", "recall@1");
        foreach (var (name, apply) in Centres)
        {
            var runs = Seeds.Select(seed =>
            {
                var split = Split.Of(table, seed);
                var network = new EmbeddingTask(table, split.Training, [.. Enumerable.Range(0, DigitRows.Classes)]).TrainedWithCentres(apply, CentreWeight, 2, 2 * Epochs, seed);
                var embedded = EmbeddingTask.Embedded(network, table, split.Test);
                var labels = table.LabelsOf(split.Test);
                return (Spread: EmbeddingTask.Spread(embedded, labels), Recall: EmbeddingTask.RecallAtOne(embedded, labels));
            }).ToArray();
            text.Add(name, Text(runs.Select(r => r.Spread.Within)), Text(runs.Select(r => r.Spread.Between)), Text(runs.Select(r => r.Spread.Between / r.Spread.Within)), Text(runs.Select(r => r.Recall)));
        }

        text.Write(output);
    }

    private static string Text(IEnumerable<double> values)
    {
        var sample = new Sample([.. values]);
        return string.Create(CultureInfo.InvariantCulture, $"{sample.Mean:0.000} ± {sample.Deviation:0.000}");
    }

    private static string Draw(Language language, BundledTable table)
    {
        const int tile = 250;
        var svg = new Svg((Centres.Length * (tile + 20)) + 28, tile + 120, new Words("Test digits in two numbers, by loss", "用两个数表示的测试数字：按损失比较").In(language));
        var split = Split.Of(table, Seeds[0]);
        for (var panel = 0; panel < Centres.Length; panel++)
        {
            var (name, apply) = Centres[panel];
            var network = new EmbeddingTask(table, split.Training, [.. Enumerable.Range(0, DigitRows.Classes)]).TrainedWithCentres(apply, CentreWeight, 2, 2 * Epochs, Seeds[0]);
            var points = EmbeddingTask.Embedded(network, table, split.Test).Chunk(2).ToArray();
            var (centre, reach) = (new[] { points.Average(p => p[0]), points.Average(p => p[1]) }, points.Max(p => Math.Max(Math.Abs(p[0] - points.Average(q => q[0])), Math.Abs(p[1] - points.Average(q => q[1])))));
            double x = 24 + (panel * (tile + 20)), y = 64;
            svg.Text(x + (tile / 2.0), y - 8, name, Anchor.Middle);
            svg.Box(x, y, tile, tile, "none", Svg.Frame);
            for (var i = 0; i < points.Length; i++)
            {
                svg.Dot(x + (tile / 2.0 * (1 + (0.95 * (points[i][0] - centre[0]) / reach))), y + (tile / 2.0 * (1 - (0.95 * (points[i][1] - centre[1]) / reach))), 2, Colours[(int)table.Target[split.Test[i]]]);
            }
        }

        for (var digit = 0; digit < DigitRows.Classes; digit++)
        {
            svg.Dot(40 + (digit * 44), tile + 92, 5, Colours[digit]);
            svg.Text(50 + (digit * 44), tile + 96, digit.ToString(CultureInfo.InvariantCulture));
        }

        return svg.ToString();
    }
}

using Minima.Tabular;

namespace Minima.Lab.Embeddings;

/// <summary>A perceptron from the 8x8 pixels to an embedding, trained on some of the ten digits.</summary>
internal sealed class EmbeddingTask
{
    private const int Hidden = 64;
    private const int Batch = 60;
    private const double LearningRate = 0.003;

    private readonly BundledTable _table;
    private readonly int[] _rows;
    private readonly int[] _digits;

    /// <param name="table">The digits.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="digits">The digits they show: each is a class, in this order.</param>
    public EmbeddingTask(BundledTable table, int[] rows, int[] digits) => (_table, _rows, _digits) = (table, rows, digits);

    /// <summary>Trains a network with a loss of embeddings.</summary>
    public Sequential Trained(EmbeddingLoss loss, int width, int epochs, int seed)
    {
        var random = new RandomState((ulong)seed);
        var network = Network(width, random.Fork("weights"));
        var vectors = Vectors(width, random.Fork("vectors"), 0.3);
        Fit(network, [.. network.Parameters, vectors], epochs, random, LearningRate, (x, y) => loss.Apply(x, vectors.Value, y));
        return network;
    }

    /// <summary>Trains a network with softmax on a linear layer, plus a weighted loss of the distances to learned centres.</summary>
    public Sequential TrainedWithCentres(Func<Tensor, Tensor, Tensor, Tensor>? centres, double weight, int width, int epochs, int seed, double rate = LearningRate)
    {
        var random = new RandomState((ulong)seed);
        var network = Network(width, random.Fork("weights"));
        var vectors = Vectors(width, random.Fork("vectors"), 0.3);
        var places = Vectors(width, random.Fork("centres"), 1);
        Fit(network, [.. network.Parameters, vectors, places], epochs, random, rate, (x, y) =>
        {
            var softmax = EmbeddingLoss.Softmax.Apply(x, vectors.Value, y);
            return centres is null ? softmax : softmax + (weight * centres(x, places.Value, y));
        });
        return network;
    }

    /// <summary>The embeddings of the given rows, one after the other.</summary>
    public static double[] Embedded(Sequential network, BundledTable table, int[] rows) => Fitting.Outputs(() => network.Forward(Pixels(table, rows)));

    /// <summary>The proportion of rows whose nearest other row has their label (Euclidean distance).</summary>
    public static double RecallAtOne(double[] embeddings, int[] labels)
    {
        var width = embeddings.Length / labels.Length;
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var (nearest, least) = (-1, double.PositiveInfinity);
            for (var j = 0; j < labels.Length; j++)
            {
                double distance = 0;
                for (var k = 0; k < width && distance < least; k++) distance += Math.Pow(embeddings[(i * width) + k] - embeddings[(j * width) + k], 2);
                if (j != i && distance < least) (nearest, least) = (j, distance);
            }

            right += labels[nearest] == labels[i] ? 1 : 0;
        }

        return right / (double)labels.Length;
    }

    /// <summary>The embeddings scaled to length 1, as angular losses see them.</summary>
    public static double[] Normalized(double[] embeddings, int width) =>
        [.. embeddings.Chunk(width).SelectMany(row =>
        {
            var length = Math.Sqrt(row.Sum(x => x * x));
            return row.Select(x => length == 0 ? 0 : x / length);
        })];

    /// <summary>The mean distance of a row from its class mean, and between two class means; both divided by the mean distance of a row from the mean of all rows.</summary>
    public static (double Within, double Between) Spread(double[] embeddings, int[] labels)
    {
        var width = embeddings.Length / labels.Length;
        var rows = embeddings.Chunk(width).ToArray();
        var groups = labels.Select((label, i) => (label, i)).GroupBy(pair => pair.label, pair => rows[pair.i]).Select(group => (Rows: group.ToArray(), Mean: Mean([.. group]))).ToArray();
        var all = Mean(rows);
        var scale = rows.Average(row => Distance(row, all));
        var within = groups.SelectMany(group => group.Rows.Select(row => Distance(row, group.Mean))).Average();
        var between = groups.SelectMany((a, i) => groups.Skip(i + 1).Select(b => Distance(a.Mean, b.Mean))).Average();
        return (within / scale, between / scale);

        double[] Mean(double[][] some) => [.. Enumerable.Range(0, width).Select(k => some.Average(row => row[k]))];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static Sequential Network(int width, RandomState random) => Models.Mlp(DigitRows.PixelCount, [Hidden], width, random);

    private Parameter Vectors(int width, RandomState random, double deviation)
    {
        var values = new float[_digits.Length * width];
        random.FillNormal(values, 0, (float)deviation);
        return new Parameter("vectors", Tensor.Of(values, [_digits.Length, width]).WithGradient());
    }

    private void Fit(Sequential network, IReadOnlyList<Parameter> parameters, int epochs, RandomState random, double rate, Func<Tensor, Tensor, Tensor> loss) =>
        Fitting.Run(parameters, _rows.Length, Math.Min(Batch, _rows.Length), epochs, rate, random.Fork("order"), batch =>
        {
            var rows = Array.ConvertAll(batch, i => _rows[i]);
            return loss(network.Forward(Pixels(_table, rows)), Tensor.Of([.. _table.LabelsOf(rows).Select(digit => Array.IndexOf(_digits, digit))], [rows.Length]));
        });

    private static Tensor Pixels(BundledTable table, int[] rows) => Tensor.Of(DigitRows.Pixels(table, rows), [rows.Length, DigitRows.PixelCount]);
}

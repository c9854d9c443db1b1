using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Strips;

/// <summary>How a reader of strips is told what they say.</summary>
internal enum StripTeaching
{
    /// <summary>The digits in their order: CTC sums over all ways to place them.</summary>
    Order,

    /// <summary>Each column, the digits taken as equally wide.</summary>
    EqualParts,

    /// <summary>Each column as it was drawn.</summary>
    TruePlaces,
}

/// <summary>A small network that reads columns: 0 is "nothing here", 1 to 10 are the digits.</summary>
internal static class StripTask
{
    public const int Classes = 11;
    private const int Batch = 32;
    private const int Channels = 32;
    private const double LearningRate = 0.005;

    /// <summary>[batch, 8 rows, columns] to [batch, 11, columns]; each column sees 13 around it.</summary>
    public static Sequential Network(RandomState random) => new(
        new Conv1D(DigitStrips.Height, Channels, 5, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv1D(Channels, 2 * Channels, 5, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv1D(2 * Channels, Classes, 5, random, padding: Padding.Same));

    public static Sequential Trained(StripTeaching teaching, DigitStrips strips, int epochs, int seed)
    {
        var random = new RandomState((ulong)seed);
        var network = Network(random.Fork("weights"));
        Fitting.Run(network.Parameters, strips.Count, Batch, epochs, LearningRate, random.Fork("order"), rows => Told(teaching, strips, rows, Columns(network, strips, rows)));
        return network;
    }

    /// <summary>Probabilities [strip, column, label].</summary>
    public static double[] Probabilities(Sequential network, DigitStrips strips) =>
        Fitting.Outputs(() => Columns(network, strips, [.. Enumerable.Range(0, strips.Count)]).Softmax(^1));

    /// <summary>The likeliest label of each column; repeated ones count once, and "nothing here" not at all.</summary>
    public static int[] Read(ReadOnlySpan<double> probabilities)
    {
        var (digits, before) = (new List<int>(), 0);
        for (var column = 0; column < probabilities.Length / Classes; column++)
        {
            var scores = probabilities.Slice(column * Classes, Classes);
            var label = 0;
            for (var k = 1; k < Classes; k++)
            {
                if (scores[k] > scores[label]) label = k;
            }

            if (label != 0 && label != before) digits.Add(label - 1);
            before = label;
        }

        return [.. digits];
    }

    /// <summary>Insertions, deletions and exchanges from one sequence to another (Levenshtein 1966).</summary>
    public static int EditDistance(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }

    /// <summary>The share of strips read wholly right, and the edits for each true digit.</summary>
    public static (double Exact, double Edits) Judge(Sequential network, DigitStrips strips)
    {
        var probabilities = Probabilities(network, strips);
        var each = DigitStrips.Width * Classes;
        var edits = Enumerable.Range(0, strips.Count).Select(n => EditDistance(Read(probabilities.AsSpan(n * each, each)), strips.Digits[n])).ToArray();
        return (edits.Count(e => e == 0) / (double)edits.Length, edits.Sum() / (double)strips.Digits.Sum(digits => digits.Length));
    }

    private static Tensor Columns(Sequential network, DigitStrips strips, int[] rows)
    {
        const int size = DigitStrips.Height * DigitStrips.Width;
        return network.Forward(Tensor.Of(Fitting.Taken(strips.Pixels, size, rows), [rows.Length, DigitStrips.Height, DigitStrips.Width])).Permute(0, 2, 1).Contiguous();
    }

    private static Tensor Told(StripTeaching teaching, DigitStrips strips, int[] rows, Tensor columns)
    {
        if (teaching != StripTeaching.Order)
        {
            var labels = rows.SelectMany(row => teaching == StripTeaching.TruePlaces ? strips.TrueColumns(row) : strips.EqualColumns(row)).ToArray();
            return new CrossEntropy().Apply(columns, Tensor.Of(labels, [rows.Length, DigitStrips.Width]));
        }

        var digits = rows.SelectMany(row => strips.Digits[row].Select(digit => digit + 1).Concat(Enumerable.Repeat(1, DigitStrips.MostDigits - strips.Digits[row].Length))).ToArray();
        return new ConnectionistTemporalClassification().Apply(
            columns,
            Tensor.Of(digits, [rows.Length, DigitStrips.MostDigits]),
            Tensor.Of(Enumerable.Repeat(DigitStrips.Width, rows.Length).ToArray(), [rows.Length]),
            Tensor.Of(Array.ConvertAll(rows, row => strips.Digits[row].Length), [rows.Length]));
    }
}

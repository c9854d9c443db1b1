using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Ordinal;

/// <summary>The progression of diabetes in five classes of equal size, by a small network.</summary>
internal sealed class OrdinalTask
{
    public const int Classes = 5;
    private const int Hidden = 32;
    private const int Batch = 32;

    private readonly BundledTable _table;
    private readonly double[] _cuts;
    private readonly (double Mean, double Deviation)[] _scale;

    /// <param name="table">The diabetes table.</param>
    /// <param name="training">The rows that classes and scales are taken from.</param>
    public OrdinalTask(BundledTable table, int[] training)
    {
        _table = table;
        var sorted = training.Select(row => table.Target[row]).Order().ToArray();
        _cuts = [.. Enumerable.Range(1, Classes - 1).Select(k => sorted[k * sorted.Length / Classes])];
        _scale = [.. Enumerable.Range(0, table.Width).Select(column =>
        {
            var sample = new Sample([.. training.Select(row => table.Features[(row * table.Width) + column])]);
            return (sample.Mean, sample.Deviation);
        })];
    }

    public int ClassOf(int row) => _cuts.Count(cut => _table.Target[row] >= cut);

    /// <summary>The classes that a trained network gives to some rows.</summary>
    public int[] Predicted(OrdinalWay way, int[] training, int[] judged, double learningRate, int epochs, int seed)
    {
        var random = new RandomState((ulong)seed);
        var network = Models.Mlp(_table.Width, [Hidden], way.Outputs(Classes), random.Fork("weights"));

        // In order and around 0, so that no class is favoured at first.
        var cuts = new Parameter("cuts", Tensor.Of([.. Enumerable.Range(1, Classes - 1).Select(k => k - (Classes / 2f))], [Classes - 1]).WithGradient());
        Fitting.Run(way.Cuts ? [.. network.Parameters, cuts] : network.Parameters, training.Length, Batch, epochs, learningRate, random.Fork("order"), rows =>
        {
            var chosen = Array.ConvertAll(rows, row => training[row]);
            return way.Loss(network.Forward(Features(chosen)), cuts.Value, Tensor.Of(Array.ConvertAll(chosen, ClassOf), [chosen.Length]));
        });
        var outputs = Fitting.Outputs(() => network.Forward(Features(judged)));
        var width = outputs.Length / judged.Length;
        var learned = cuts.Value.ToArray();
        return [.. Enumerable.Range(0, judged.Length).Select(i => way.Class(outputs[(i * width)..((i + 1) * width)], learned))];
    }

    /// <summary>How many classes a row is off, in the mean.</summary>
    public static double MeanError(int[] said, int[] truth) => said.Zip(truth, (a, b) => Math.Abs(a - b)).Average();

    /// <summary>Cohen's kappa with squared weights: 1 is full agreement, 0 that of chance.</summary>
    public static double Kappa(int[] said, int[] truth)
    {
        double seen = 0, chance = 0;
        for (var i = 0; i < said.Length; i++)
        {
            seen += Math.Pow(said[i] - truth[i], 2);
            for (var j = 0; j < truth.Length; j++) chance += Math.Pow(said[i] - truth[j], 2) / truth.Length;
        }

        return chance == 0 ? 0 : 1 - (seen / chance);
    }

    private Tensor Features(int[] rows)
    {
        var values = _table.FeaturesOf(rows);
        for (var i = 0; i < values.Length; i++)
        {
            var (mean, deviation) = _scale[i % _table.Width];
            values[i] = (float)((values[i] - mean) / deviation);
        }

        return Tensor.Of(values, [rows.Length, _table.Width]);
    }
}

using Minima.Losses;
using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Gradients;

/// <summary>Where gradients vanish in deep networks, and what it does to training.</summary>
internal static class DeepNetworks
{
    public const int HiddenLayers = 10;
    public const int BatchRows = 256;

    /// <summary>The gradient norms of a fresh network, layer by layer.</summary>
    public static double[] Norms(BundledTable table, DeepVariant variant, IReadOnlyList<int> seeds) => LayerGradients.Means(seeds, seed =>
    {
        var rows = Split.Of(table, seed).Training[..BatchRows];
        var pixels = Tensor.Of(DigitRows.Pixels(table, rows), [BatchRows, DigitRows.PixelCount]);
        var labels = Tensor.Of(table.LabelsOf(rows), [BatchRows]);
        var model = new Sequential([.. variant.Layers(HiddenLayers, new RandomState((ulong)seed))]);
        return LayerGradients.Norms(model, () => new CrossEntropy().Apply(model.Forward(pixels), labels));
    });

    /// <summary>How much of what the last hidden layer computes differs between rows, as a share of its deviation: near 0, all rows look alike to it.</summary>
    public static double RowShare(BundledTable table, DeepVariant variant, IReadOnlyList<int> seeds) => LayerGradients.Means(seeds, seed =>
    {
        var rows = Split.Of(table, seed).Training[..BatchRows];
        using var silence = Autograd.NoGradient();
        var values = Tensor.Of(DigitRows.Pixels(table, rows), [BatchRows, DigitRows.PixelCount]);
        var linear = values;
        foreach (var layer in variant.Layers(HiddenLayers, new RandomState((ulong)seed)).SkipLast(1))
        {
            values = layer.Forward(values);
            if (layer is Linear) linear = values;
        }

        var spread = linear - linear.Mean().BroadcastTo(linear.Shape);
        var between = linear - linear.Mean(0, keep: true).BroadcastTo(linear.Shape);
        return [Math.Sqrt((between * between).Mean().Item() / (spread * spread).Mean().Item())];
    })[0];

    /// <summary>The accuracy on the test rows, at the learning rate that is best on a third of the training rows.</summary>
    public static Sample Accuracy(BundledTable table, DeepVariant variant, string optimizer, IReadOnlyList<double> rates, IReadOnlyList<int> seeds, int epochs)
    {
        var scores = new List<double>();
        foreach (var seed in seeds)
        {
            var split = Split.Of(table, seed);
            var best = rates.MaxBy(rate => Train(split.Fold(0, within: false), split.Fold(0, within: true), rate));
            scores.Add(Train(split.Training, split.Test, best));

            double Train(int[] training, int[] test, double learningRate)
            {
                using var trainingRows = DigitRows.Shuffled(DigitRows.Labelled(table, training), seed);
                using var testRows = DigitRows.OneBatch(DigitRows.Labelled(table, test));
                var model = new Sequential([.. variant.Layers(HiddenLayers, new RandomState((ulong)seed))]);
                var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), Optimizers.Create(optimizer, model.Parameters, learningRate)) { Epochs = epochs };
                return Tuning.Fit(trainer, trainingRows) ? Scoring.Accuracy(model, testRows) : 0;
            }
        }

        return new Sample(scores);
    }
}

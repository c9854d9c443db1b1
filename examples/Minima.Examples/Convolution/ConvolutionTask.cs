using Minima.Tabular;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Convolution;

/// <summary>A small convolutional network and the perceptron beside it, trained alike.</summary>
internal static class ConvolutionTask
{
    private const int Hidden = 100;

    /// <summary>[batch, 1, 8, 8] to ten logits: three convolutions of 3x3, the image halved twice.</summary>
    public static Sequential Network(RandomState random) => new(
        new Conv2D(1, 16, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv2D(16, 32, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new MaxPool2D(2),
        new Conv2D(32, 32, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new MaxPool2D(2),
        new Flatten(),
        new Linear(32 * 2 * 2, DigitRows.Classes, random));

    /// <summary>[batch, 1, 8, 8] to ten logits: one hidden layer.</summary>
    public static Sequential Perceptron(RandomState random) =>
        new(new Flatten(), Models.Mlp(DigitRows.PixelCount, [Hidden], DigitRows.Classes, random));

    /// <summary>A trained network, at the learning rate that is best on a third of the training rows.</summary>
    public static Sequential Tuned(BundledTable table, Func<RandomState, Sequential> make, Split split, IReadOnlyList<double> rates, int seed, int epochs)
    {
        var best = rates.MaxBy(rate => Accuracy(table, Trained(table, make, split.Fold(0, within: false), rate, seed, epochs), split.Fold(0, within: true)));
        return Trained(table, make, split.Training, best, seed, epochs);
    }

    /// <summary>A trained network.</summary>
    public static Sequential Trained(BundledTable table, Func<RandomState, Sequential> make, int[] rows, double learningRate, int seed, int epochs)
    {
        using var training = DigitRows.Shuffled(DigitRows.Labelled(table, rows, areImages: true), seed);
        var model = make(new RandomState((ulong)seed));
        var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), new AdamW(model.Parameters, learningRate))
        {
            Epochs = epochs,
            Schedule = new CosineSchedule(epochs * training.BatchesPerEpoch),
        };
        Tuning.Fit(trainer, training);
        return model;
    }

    public static double Accuracy(BundledTable table, Module model, int[] rows)
    {
        using var test = DigitRows.OneBatch(DigitRows.Labelled(table, rows, areImages: true));
        return Scoring.Accuracy(model, test);
    }

    /// <summary>The rows that a network gets wrong, and what it sees in them.</summary>
    public static IReadOnlyList<(int Row, int Said)> Errors(BundledTable table, Module model, int[] rows)
    {
        using var silence = Autograd.NoGradient();
        model.Train(training: false);
        var said = model.Forward(Tensor.Of(DigitRows.Pixels(table, rows), [rows.Length, 1, 8, 8])).ArgMax(^1).ToArray();
        model.Train();
        return [.. rows.Zip(said, (row, digit) => (row, (int)digit)).Where(one => one.Item2 != (int)table.Target[one.row])];
    }
}

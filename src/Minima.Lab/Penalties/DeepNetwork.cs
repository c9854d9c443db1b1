using Minima.Lab.Pictures;
using Minima.Training.Data;

namespace Minima.Lab.Penalties;

/// <summary>Twenty tanh layers from one start under one penalty: does a gradient reach the first one, and does the network learn?</summary>
/// <param name="Start">How the hidden weights began.</param>
/// <param name="Penalty">On the weights between hidden layers.</param>
/// <param name="Distance">|W'W - I| of a hidden layer, in the mean, before and after.</param>
/// <param name="Fading">The gradient by the biases of the first hidden layer over that of the last, before and after.</param>
/// <param name="Losses">Of training, epoch by epoch, in the mean over seeds.</param>
/// <param name="Accuracy">On test rows.</param>
internal sealed record DeepNetwork(Words Start, ComparedPenalty Penalty, (double Before, double After) Distance, (double Before, double After) Fading, double[] Losses, Sample Accuracy)
{
    public const int Depth = 20;
    public const int FewEpochs = 5;

    private const int Width = 32;
    private const int BatchSize = 64;
    private const double LearningRate = 0.1;

    public static Words Small { get; } = new("small", "偏小");

    public static Words Glorot { get; } = "Glorot";

    public static Words Straight { get; } = new("orthogonal", "正交");

    public static Words[] Starts { get; } = [Small, Glorot, Straight];

    public static ComparedPenalty[] Penalties { get; } = [ComparedPenalty.None, ComparedPenalty.L2(0.001), ComparedPenalty.Spectral(0.01), ComparedPenalty.Orthogonal(0.1)];

    /// <summary>The loss after a few epochs.</summary>
    public double Early => Losses[Math.Min(FewEpochs, Losses.Length) - 1];

    public double Last => Losses[^1];

    public static DeepNetwork Of(LabRun run, BundledTable table, Words start, ComparedPenalty penalty)
    {
        var epochs = run.Of(40, 2);
        var fits = run.SeedsFrom(small: 1).Select(seed => Fit(run, table, start, penalty, seed, epochs)).ToArray();
        return new(
            start,
            penalty,
            (fits.Average(fit => fit.Distance.Before), fits.Average(fit => fit.Distance.After)),
            (fits.Average(fit => fit.Fading.Before), fits.Average(fit => fit.Fading.After)),
            [.. Enumerable.Range(0, epochs).Select(epoch => fits.Average(fit => fit.Losses[epoch]))],
            new([.. fits.Select(fit => fit.Accuracy)]));
    }

    private static ((double Before, double After) Distance, (double Before, double After) Fading, double[] Losses, double Accuracy) Fit(LabRun run, BundledTable table, Words start, ComparedPenalty penalty, int seed, int epochs)
    {
        var split = Split.Of(table, seed);
        var data = DigitRows.Labelled(table, split.Training[..run.Of(split.Training.Length, 2 * BatchSize)]);
        var model = Made(start, new RandomState((ulong)seed), run.Of(Depth, 4));
        Parameter[] weights = [.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], biases = [.. model.Parameters.Where(parameter => parameter.Value.Rank == 1)];
        var hidden = weights[1..^1];
        var (distance, fading) = (Apart(hidden), Fade(model, biases[1], biases[^2], data));
        using var rows = DigitRows.Shuffled(data, seed, BatchSize);
        using var test = DigitRows.OneBatch(DigitRows.Labelled(table, split.Test));
        var result = penalty.Fit(model, hidden, penalty.Strengths[0], rows, new Sgd(model.Parameters, LearningRate), epochs);
        return ((distance, Apart(hidden)), (fading, Fade(model, biases[1], biases[^2], data)), [.. result.History.Select(epoch => epoch.TrainingLoss)], Scoring.Accuracy(model, test));
    }

    private static Sequential Made(Words start, RandomState random, int depth)
    {
        var layers = new List<Module>();
        for (var layer = 0; layer < depth; layer++)
        {
            layers.Add(new Linear(layer == 0 ? DigitRows.PixelCount : Width, Width, random, initializer: layer > 0 && start == Straight ? Initializer.Orthogonal : Initializer.GlorotUniform));
            layers.Add(Activations.ByName("tanh"));
        }

        var model = new Sequential([.. layers, new Linear(Width, DigitRows.Classes, random, initializer: Initializer.GlorotUniform)]);
        if (start != Small) return model;

        // Uniform up to 1 / sqrt(inputs), as some libraries start a linear layer: a third of the variance that keeps a signal.
        foreach (var weight in model.Parameters.Where(parameter => parameter.Value.Rank == 2).Skip(1).SkipLast(1))
        {
            foreach (ref var value in weight.Value.Write<float>()) value /= MathF.Sqrt(3);
        }

        return model;
    }

    private static double Apart(Parameter[] hidden) => hidden.Average(weight => Math.Sqrt(new OrthogonalPenalty([weight], 1).Value()));

    private static double Fade(Module model, Parameter first, Parameter last, ArrayData data) => DigitRows.Whole(data, batch =>
    {
        using var scope = StepScope.Begin();
        var gradients = Autograd.Gradient(Loss.Create("cross_entropy").Apply(model.Forward(batch.Features), batch.Target), [first.Value, last.Value]);
        var (reached, sent) = (Length(gradients[0]), Length(gradients[1]));
        return sent > 0 ? reached / sent : 0;
    });

    private static double Length(Tensor gradient) => Math.Sqrt(gradient.ToArray().Sum(value => value * value));
}

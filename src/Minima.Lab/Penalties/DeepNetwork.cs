using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.Penalties;

/// <summary>A network of twenty tanh layers trained under one penalty: its fading gradient, training loss and accuracy.</summary>
/// <param name="Distance">The mean |W'W - I| of the layers between hidden units, before and after training.</param>
/// <param name="Fading">The norm of the gradient with respect to the biases of the second layer, divided by that of the last tanh layer, before and after training.</param>
/// <param name="Losses">The training loss of each epoch.</param>
/// <param name="Accuracy">The accuracy on unseen rows.</param>
internal sealed record DeepNetwork((double Before, double After) Distance, (double Before, double After) Fading, double[] Losses, double Accuracy)
{
    public const int Depth = 20;
    public const int FewEpochs = 5;

    private const int Width = 32;
    private const int BatchSize = 64;

    public static Words Small { get; } = new("small", "偏小");

    public static Words Glorot { get; } = "Glorot";

    public static Words Straight { get; } = new("orthogonal", "正交");

    public static Words[] Starts { get; } = [Small, Glorot, Straight];

    /// <summary>The loss after a few epochs.</summary>
    public double Early => Losses[Math.Min(FewEpochs, Losses.Length) - 1];

    public double Last => Losses[^1];

    /// <summary>Every penalty from one initialisation of the hidden weights, tuned.</summary>
    public static Study<DeepNetwork> Compared(LabRun run, Words start)
    {
        var grid = new PenaltyGrid<DeepNetwork>(new("rate", "学习率"), [0.1, 0.3, 0.03, 1, 0.01, 3], (trial, penalty, strength, rate) => Fit(run, trial, start, penalty, strength, rate));
        return new(
            [grid.WithoutPenalty, grid.Of(ComparedPenalty.L2, 0.001, 0.0001, 0.01), grid.Of(ComparedPenalty.Spectral, 0.01, 0.1, 0.001), grid.Of(ComparedPenalty.Orthogonal, 0.1, 0.01, 0.03)],
            new(one => one.Accuracy),
            tuningSeeds: run.Of(2, 1, 1));
    }

    private static DeepNetwork Fit(LabRun run, Trial trial, Words start, ComparedPenalty penalty, double strength, double rate)
    {
        var (table, epochs) = (BundledTable.Digits(), run.Of(30, 2, 15));
        var split = StudyRows.Of(table, trial);
        var data = DigitRows.Labelled(table, split.Training[..run.Of(split.Training.Length, 2 * BatchSize)]);
        var model = Made(start, new RandomState((ulong)trial.Seed), run.Of(Depth, 4));
        Parameter[] weights = [.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], biases = [.. model.Parameters.Where(parameter => parameter.Value.Rank == 1)];
        var hidden = weights[1..^1];
        var (distance, fading) = (Apart(hidden), Fade(model, biases[1], biases[^2], data));
        using var rows = DigitRows.Shuffled(data, trial.Seed, BatchSize);
        using var judging = DigitRows.OneBatch(DigitRows.Labelled(table, split.Judging));
        try
        {
            var result = penalty.Fit(model, hidden, strength, rows, new Sgd(model.Parameters, rate), epochs);
            return new((distance, Apart(hidden)), (fading, Fade(model, biases[1], biases[^2], data)), [.. result.History.Select(epoch => epoch.TrainingLoss)], Scoring.Accuracy(model, judging));
        }
        catch (NonFiniteException)
        {
            // The rate was too high for this seed: a diverged network has an accuracy of 0.
            return new((distance, double.NaN), (fading, double.NaN), [.. Enumerable.Repeat(double.NaN, epochs)], 0);
        }
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

        // Uniform up to 1 / sqrt(inputs), the default of some libraries for linear layers: a third of the variance that preserves a signal.
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

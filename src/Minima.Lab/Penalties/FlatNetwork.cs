using Minima.Training.Losses;
using Minima.Training.Robustness;

namespace Minima.Lab.Penalties;

/// <summary>How far what a network says moves when its input does, under one penalty.</summary>
/// <param name="Penalty">On all weights, or on the rows.</param>
/// <param name="Strength">The one of its strengths that withstands the attack best on rows that are not tested.</param>
/// <param name="Accuracy">On test rows.</param>
/// <param name="Noisy">With normal noise on every pixel.</param>
/// <param name="OneStep">Under one step of the gradient's sign.</param>
/// <param name="Attacked">Under that and a search, radius by radius.</param>
/// <param name="AtRadius">The same at the radius of the table, seed by seed.</param>
/// <param name="Slope">The mean size of the Jacobian of the logits on test rows.</param>
/// <param name="Bound">The product of the layers' largest singular values.</param>
internal sealed record FlatNetwork(ComparedPenalty Penalty, double Strength, Sample Accuracy, double Noisy, double OneStep, double[] Attacked, Sample AtRadius, double Slope, double Bound)
{
    public const double Radius = 0.1;
    public const double Noise = 0.3;

    private const int BatchSize = 64;
    private const double LearningRate = 5e-3;
    private const int NoiseDraws = 4;

    public static double[] Radii { get; } = [0.05, Radius, 0.15, 0.2];

    public static ComparedPenalty[] Penalties { get; } =
    [
        ComparedPenalty.None,
        ComparedPenalty.L2(1e-3, 3e-3, 0.01, 0.03, 0.1),
        ComparedPenalty.Orthogonal(1e-3, 3e-3, 0.01, 0.03, 0.1),
        ComparedPenalty.Spectral(0.01, 0.03, 0.1, 0.3, 1),
        ComparedPenalty.Jacobian("jacobian", 1, 1e-3, 3e-3, 0.01, 0.03, 0.1),
    ];

    /// <summary>At the best of the strengths.</summary>
    public static FlatNetwork Of(LabRun run, BundledTable table, ComparedPenalty penalty)
    {
        Split[] splits = [.. run.SeedsFrom(small: 1).Select(seed => Split.Of(table, seed))];
        var tried = penalty.Strengths[..run.Of(penalty.Strengths.Length, 1)].Select(strength => (Strength: strength, Models: splits.Select((split, k) => Fit(run, table, split, penalty, strength, k + 1)).ToArray())).ToArray();
        var best = tried.MaxBy(one => splits.Select((split, k) => Standing(one.Models[k], table, split.Fold(0, within: true)[..run.Of(split.Fold(0, within: true).Length, 16)], run.Of(10, 2), Radius)).Average());
        return Measured(run, table, splits, penalty, best.Strength, best.Models);
    }

    private static FlatNetwork Measured(LabRun run, BundledTable table, Split[] splits, ComparedPenalty penalty, double strength, Sequential[] models)
    {
        var test = splits.Select(split => split.Test[..run.Of(split.Test.Length, 16)]).ToArray();
        double Mean(Func<Sequential, int[], double> figure) => models.Select((model, k) => figure(model, test[k])).Average();
        var at = models.Select((model, k) => Standing(model, table, test[k], run.Of(20, 2), Radius)).ToArray();
        return new(
            penalty,
            strength,
            new([.. models.Select((model, k) => Standing(model, table, test[k], 0, 0))]),
            Mean((model, rows) => UnderNoise(model, table, rows)),
            Mean((model, rows) => Standing(model, table, rows, 0, Radius)),
            [.. Radii.Select(radius => radius == Radius ? at.Average() : Mean((model, rows) => Standing(model, table, rows, run.Of(20, 2), radius)))],
            new(at),
            Mean((model, rows) => SlopeOf(model, table, rows)),
            models.Average(BoundOf));
    }

    private static Sequential Fit(LabRun run, BundledTable table, Split split, ComparedPenalty penalty, double strength, int seed)
    {
        var training = split.Fold(0, within: false);
        var model = Models.Mlp(DigitRows.PixelCount, [128, 64], DigitRows.Classes, new RandomState((ulong)seed));
        using var rows = DigitRows.Shuffled(DigitRows.Labelled(table, training[..run.Of(training.Length, 2 * BatchSize)]), seed, BatchSize);
        penalty.Fit(model, [.. Weights(model)], strength, rows, new Adam(model.Parameters, LearningRate), run.Of(60, 1));
        return model;
    }

    private static IEnumerable<Parameter> Weights(Module model) => model.Parameters.Where(parameter => parameter.Value.Rank == 2);

    /// <summary>The share of rows that are right after one step and, where there are steps, a search; at a radius of 0 as they are.</summary>
    private static double Standing(Module model, BundledTable table, int[] rows, int steps, double radius)
    {
        GradientAttack[] attacks = radius == 0 ? [] : steps == 0 ? [GradientAttack.Fast(radius)] : [GradientAttack.Fast(radius), GradientAttack.Projected(radius, steps)];
        return RobustAccuracy.Of(model.Forward, Pixels(table, rows), Tensor.Of(table.LabelsOf(rows), [rows.Length]), attacks, new RandomState(7));
    }

    private static double UnderNoise(Module model, BundledTable table, int[] rows)
    {
        var (random, labels) = (new RandomState(8), Tensor.Of(table.LabelsOf(rows), [rows.Length]));
        var accuracy = new Accuracy();
        using var silence = Autograd.NoGradient();
        for (var draw = 0; draw < NoiseDraws; draw++)
        {
            using var scope = StepScope.Begin();
            var pixels = DigitRows.Pixels(table, rows);
            foreach (ref var pixel in pixels.AsSpan()) pixel += (float)(Noise * random.NextNormal());
            accuracy.Add(model.Forward(Tensor.Of(pixels, [rows.Length, DigitRows.PixelCount])), labels);
        }

        return accuracy.Value;
    }

    private static double SlopeOf(Module model, BundledTable table, int[] rows)
    {
        using var scope = StepScope.Begin();
        return ModelJacobian.At(model.Forward, Pixels(table, rows)).ToArray().Chunk(DigitRows.Classes * DigitRows.PixelCount).Average(row => Math.Sqrt(row.Sum(slope => slope * slope)));
    }

    private static double BoundOf(Sequential model)
    {
        using var scope = StepScope.Begin();
        return Weights(model).Aggregate(1.0, (product, weight) => product * Math.Sqrt(2 * new SpectralNorm(1).Apply(weight.Value.Detach()).Item()));
    }

    private static Tensor Pixels(BundledTable table, int[] rows) => Tensor.Of(DigitRows.Pixels(table, rows), [rows.Length, DigitRows.PixelCount]);
}

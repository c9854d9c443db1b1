using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Tensors.Losses;
using Minima.Training.Robustness;

namespace Minima.Lab.Penalties;

/// <summary>The sensitivity of a network's outputs to its inputs, under one penalty.</summary>
/// <param name="Searched">The accuracy under one step of the gradient's sign and a search, at <see cref="Radius"/>.</param>
internal sealed record FlatNetwork(double Searched)
{
    public const double Radius = 0.1;
    public const double Noise = 0.3;

    private const int BatchSize = 64;
    private const double LearningRate = 5e-3;
    private const int NoiseDraws = 4;

    public static double[] Radii { get; } = [0.05, Radius, 0.2];

    /// <summary>The accuracy on clean rows.</summary>
    public double Accuracy { get; private init; }

    /// <summary>The accuracy with normal noise on every pixel.</summary>
    public double Noisy { get; private init; }

    /// <summary>The accuracy under one step of the gradient's sign.</summary>
    public double OneStep { get; private init; }

    /// <summary>The accuracy under the search at each of <see cref="Radii"/>.</summary>
    public double[] Attacked { get; private init; } = [];

    /// <summary>The mean Frobenius norm of the Jacobian of the logits.</summary>
    public double Slope { get; private init; }

    /// <summary>The product of the layers' largest singular values.</summary>
    public double Bound { get; private init; }

    /// <summary>Every penalty, tuned by the accuracy under the search.</summary>
    public static Study<FlatNetwork> Compared(LabRun run)
    {
        var grid = new PenaltyGrid<FlatNetwork>(new("epochs", "轮数"), run.IsSmall ? [1, 1, 1, 1, 1, 1] : [60, 30, 15, 8, 4, 2], (trial, penalty, strength, epochs) => Fit(run, trial, penalty, strength, (int)epochs));
        return new(
            [
                grid.WithoutPenalty,
                grid.Of(ComparedPenalty.L2, 0.01, 0.03, 0.003),
                grid.Of(ComparedPenalty.Orthogonal, 0.01, 0.03, 0.003),
                grid.Of(ComparedPenalty.Spectral, 0.3, 0.1, 1),
                grid.Of(ComparedPenalty.Jacobian, 0.03, 0.01, 0.1),
                grid.Of(ComparedPenalty.WholeJacobian, 0.03, 0.01, 0.1),
            ],
            new(one => one.Searched),
            tuningSeeds: 1);
    }

    private static FlatNetwork Fit(LabRun run, Trial trial, ComparedPenalty penalty, double strength, int epochs)
    {
        var table = BundledTable.Digits();
        var (training, judging) = StudyRows.Of(table, trial);
        judging = judging[..run.Of(judging.Length, 16)];
        var model = Models.Mlp(DigitRows.PixelCount, [128, 64], DigitRows.Classes, new RandomState((ulong)trial.Seed));
        using var rows = DigitRows.Shuffled(DigitRows.Labelled(table, training[..run.Of(training.Length, 2 * BatchSize)]), trial.Seed, BatchSize);
        penalty.Fit(model, [.. Weights(model)], strength, rows, new Adam(model.Parameters, LearningRate), epochs);
        var searched = Standing(model, table, judging, run.Of(20, 2, 10), Radius);
        return trial.IsTuning ? new(searched) : new FlatNetwork(searched)
        {
            Accuracy = Standing(model, table, judging, 0, 0),
            Noisy = UnderNoise(model, table, judging),
            OneStep = Standing(model, table, judging, 0, Radius),
            Attacked = [.. Radii.Select(radius => radius == Radius ? searched : Standing(model, table, judging, run.Of(20, 2, 10), radius))],
            Slope = SlopeOf(model, table, judging),
            Bound = BoundOf(model),
        };
    }

    private static IEnumerable<Parameter> Weights(Module model) => model.Parameters.Where(parameter => parameter.Value.Rank == 2);

    /// <summary>The proportion of rows classified correctly after one step and, if there are steps, a search; a radius of 0 means no attack.</summary>
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

using Minima.Training.Randomness;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>The digits of one split, to be learned and to be attacked.</summary>
internal sealed class AttackedDigits
{
    private const int BatchSize = 64;
    private const double LearningRate = 5e-3;

    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly int _seed;
    private readonly int _epochs;

    public AttackedDigits(LabRun run, int seed)
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, seed);
        var training = split.Training[..run.Of(split.Training.Length, 2 * BatchSize)];
        var test = split.Test[..run.Of(split.Test.Length, 24)];
        (_seed, _epochs) = (seed, run.Of(60, 2));
        (_pixels, _labels) = (DigitRows.Pixels(table, training), table.LabelsOf(training));
        Pixels = Tensor.Of(DigitRows.Pixels(table, test), [test.Length, DigitRows.PixelCount]);
        Labels = Tensor.Of(table.LabelsOf(test), [test.Length]);
    }

    /// <summary>The test rows.</summary>
    public Tensor Pixels { get; }

    /// <summary>Their digits.</summary>
    public Tensor Labels { get; }

    public Module Network(RobustObjective objective) => Trained(Models.Mlp(DigitRows.PixelCount, [128], DigitRows.Classes, new RandomState((ulong)_seed)), objective);

    public Linear Linear(RobustObjective objective) => Trained(new Linear(DigitRows.PixelCount, DigitRows.Classes, new RandomState((ulong)_seed), initializer: Initializer.GlorotUniform), objective);

    /// <summary>What stands after attacks.</summary>
    public double Accuracy(Module model, IReadOnlyList<GradientAttack> attacks) => RobustAccuracy.Of(model.Forward, Pixels, Labels, attacks, new RandomState((ulong)(300 + _seed)));

    private TModel Trained<TModel>(TModel model, RobustObjective objective)
        where TModel : Module
    {
        var random = new RandomState((ulong)(200 + _seed));
        var optimizer = new Adam(model.Parameters, LearningRate);
        var training = new RobustTraining(model, objective, optimizer, random.Fork("attacks"));
        Fitting.Each(_labels.Length, BatchSize, _epochs, random, (rows, factor) =>
        {
            optimizer.LearningRateFactor = factor;
            training.Step(DigitRows.Images(_pixels, rows), DigitRows.LabelsOf(_labels, rows));
        });
        model.Train(training: false);
        return model;
    }
}

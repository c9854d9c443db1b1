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
        var order = Enumerable.Range(0, _labels.Length).ToArray();
        var batches = _labels.Length / BatchSize;
        var schedule = new CosineSchedule(_epochs * batches);
        for (var step = 0; step < _epochs * batches; step++)
        {
            var place = step % batches * BatchSize;
            if (place == 0) random.Shuffle(order.AsSpan());
            var rows = order[place..(place + BatchSize)];
            using var scope = StepScope.Begin();
            optimizer.LearningRateFactor = schedule.At(step);
            training.Step(
                Tensor.Of(Fitting.Taken(_pixels, DigitRows.PixelCount, rows), [BatchSize, DigitRows.PixelCount]),
                Tensor.Of([.. rows.Select(row => _labels[row])], [BatchSize]));
        }

        model.Train(training: false);
        return model;
    }
}

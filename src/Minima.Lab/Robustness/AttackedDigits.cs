using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Robustness;

namespace Minima.Lab.Robustness;

/// <summary>The digits of a trial, for training and for attacks.</summary>
internal sealed class AttackedDigits
{
    private const int BatchSize = 64;
    private const double LearningRate = 5e-3;

    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly int _seed;
    private readonly int _epochs;

    public AttackedDigits(LabRun run, Trial trial)
    {
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        var training = rows.Training[..run.Of(rows.Training.Length, 2 * BatchSize)];
        var test = rows.Judging[..run.Of(rows.Judging.Length, 24, 150)];
        (_seed, _epochs, IsTuning) = (trial.Seed, run.Of(40, 2, 15), trial.IsTuning);
        (_pixels, _labels) = (DigitRows.Pixels(table, training), table.LabelsOf(training));
        Pixels = Tensor.Of(DigitRows.Pixels(table, test), [test.Length, DigitRows.PixelCount]);
        Labels = Tensor.Of(table.LabelsOf(test), [test.Length]);
    }

    /// <summary>True if the test rows serve to choose a setting.</summary>
    public bool IsTuning { get; }

    /// <summary>The pixels of the test rows.</summary>
    public Tensor Pixels { get; }

    /// <summary>The labels of the test rows.</summary>
    public Tensor Labels { get; }

    public Module Network(RobustObjective objective, double decay) => Trained(Models.Mlp(DigitRows.PixelCount, [128], DigitRows.Classes, new RandomState((ulong)_seed)), objective, decay);

    public Linear Linear(RobustObjective objective) => Trained(new Linear(DigitRows.PixelCount, DigitRows.Classes, new RandomState((ulong)_seed), initializer: Initializer.GlorotUniform), objective, decay: 0);

    /// <summary>The proportion of test rows that are still classified correctly after attacks.</summary>
    public double Accuracy(Module model, IReadOnlyList<GradientAttack> attacks) => RobustAccuracy.Of(model.Forward, Pixels, Labels, attacks, new RandomState((ulong)_seed).Fork("attack"));

    private TModel Trained<TModel>(TModel model, RobustObjective objective, double decay)
        where TModel : Module
    {
        var random = new RandomState((ulong)_seed).Fork("order");
        var optimizer = new AdamW(model.Parameters, LearningRate, weightDecay: decay);
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

using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Uncertainty;

/// <summary>The digits of a trial, and inputs that are not digits.</summary>
internal sealed class DigitSplit
{
    private const int BatchSize = 32;

    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly int _seed;
    private readonly int _epochs;

    public DigitSplit(LabRun run, Trial trial, int epochs)
    {
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        var training = rows.Training[..run.Of(rows.Training.Length, 4 * BatchSize)];
        var test = rows.Judging[..run.Of(rows.Judging.Length, 40)];
        (_seed, _epochs) = (trial.Seed, epochs);
        (_pixels, _labels) = (DigitRows.Pixels(table, training), table.LabelsOf(training));
        var pixels = DigitRows.Pixels(table, test);
        Shape shape = [test.Length, DigitRows.PixelCount];
        (Pixels, Labels) = (Tensor.Of(pixels, shape), Tensor.Of(table.LabelsOf(test), [test.Length]));
        var random = new RandomState((ulong)_seed).Fork("no digits");
        var noise = new float[pixels.Length];
        random.FillUniform(noise);
        for (var row = 0; row < test.Length; row++) random.Shuffle(pixels.AsSpan(row * DigitRows.PixelCount, DigitRows.PixelCount));
        (Noise, Shuffled) = (Tensor.Of(noise, shape), Tensor.Of(pixels, shape));
    }

    /// <summary>The pixels of the test rows.</summary>
    public Tensor Pixels { get; }

    /// <summary>The labels of the test rows.</summary>
    public Tensor Labels { get; }

    /// <summary>Pixels drawn uniformly between 0 and 1.</summary>
    public Tensor Noise { get; }

    /// <summary>The pixels of each test row, shuffled.</summary>
    public Tensor Shuffled { get; }

    /// <param name="loss">The loss of logits or evidence, labels and the epoch.</param>
    /// <param name="member">The index of the network in an ensemble.</param>
    /// <param name="dropout">The dropout rate after the hidden layer.</param>
    public Module Trained(Func<Tensor, Tensor, int, Tensor> loss, int member = 0, double dropout = 0)
    {
        var random = new RandomState((ulong)_seed).Fork($"member {member}");
        var model = Models.Mlp(DigitRows.PixelCount, [64], DigitRows.Classes, random, dropout: dropout);
        var step = 0;
        Fitting.Run(model.Parameters, _labels.Length, BatchSize, _epochs, 3e-3, random.Fork("order"), rows => loss(
            model.Forward(DigitRows.Images(_pixels, rows)),
            DigitRows.LabelsOf(_labels, rows),
            step++ / (_labels.Length / BatchSize)));
        model.Train(training: false);
        return model;
    }
}

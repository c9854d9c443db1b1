using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Uncertainty;

/// <summary>The digits of a trial, and inputs that are none.</summary>
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

    /// <summary>The test rows.</summary>
    public Tensor Pixels { get; }

    /// <summary>Their digits.</summary>
    public Tensor Labels { get; }

    /// <summary>Pixels that are drawn evenly between 0 and 1.</summary>
    public Tensor Noise { get; }

    /// <summary>The pixels of each test row in another order.</summary>
    public Tensor Shuffled { get; }

    /// <param name="loss">Of logits or evidence, labels and the epoch.</param>
    /// <param name="member">Which one of an ensemble.</param>
    /// <param name="dropout">Behind the hidden layer.</param>
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

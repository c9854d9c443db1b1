using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>The float network of a trial, from which all methods start, and its rows.</summary>
internal sealed class DigitNetwork
{
    public const int BatchSize = 32;
    private const int Hidden = 48;
    private const int CalibrationRows = 256;
    private const double FloatRate = 3e-3;

    private readonly ArrayData _judging;
    private readonly ArrayData _training;
    private readonly Trial _trial;
    private readonly Sequential _float;

    public DigitNetwork(Trial trial, int mostRows, int epochs)
    {
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        int[] training = [.. rows.Training.Take(mostRows)];
        int[] judging = [.. rows.Judging.Take(mostRows)];
        int[] calibration = [.. training.Take(CalibrationRows)];
        (_trial, Epochs) = (trial, epochs);
        _training = DigitRows.Labelled(table, training);
        _judging = DigitRows.Labelled(table, judging);
        JudgingPixels = Tensor.Of(DigitRows.Pixels(table, judging), [judging.Length, DigitRows.PixelCount]);
        Calibration = Tensor.Of(DigitRows.Pixels(table, calibration), [calibration.Length, DigitRows.PixelCount]);
        _float = Models.Mlp(DigitRows.PixelCount, [Hidden, Hidden], DigitRows.Classes, new RandomState((ulong)trial.Seed));
        Fit(_float, 2 * epochs, FloatRate, []);
    }

    /// <summary>The number of epochs of training with rounding.</summary>
    public int Epochs { get; }

    public Tensor Calibration { get; }

    public Tensor JudgingPixels { get; }

    /// <summary>The float network, for a method to modify.</summary>
    public Sequential Copy() => _float.Copy();

    /// <summary>Rises from 0 to 1 over the training with rounding.</summary>
    public Schedule Rise => new WarmUpSchedule(Epochs * Math.Max(1, _training.Rows / BatchSize));

    public void Fit(Module model, int epochs, double learningRate, IReadOnlyList<Regularizer> regularizers, bool falls = true)
    {
        using var rows = DigitRows.Shuffled(_training, _trial.Seed, BatchSize);
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, learningRate))
        {
            Epochs = epochs,
            Schedule = falls ? new CosineSchedule(epochs * rows.BatchesPerEpoch) : null,
            Regularizers = regularizers,
        }.Fit(rows);
    }

    /// <summary>The accuracy on the judging rows of the trial.</summary>
    public double AccuracyOf(Module model)
    {
        using var rows = DigitRows.OneBatch(_judging);
        return Scoring.Accuracy(model, rows);
    }

    public static QuantizationOptions Options(int bits) => new() { WeightBits = bits, InputBits = bits };
}

using Minima.Training.Data;
using Minima.Training.Quantization;

namespace Minima.Lab.Quantized;

/// <summary>A float network on the digits, and what each method makes of it at each number of bits.</summary>
internal sealed class DigitNetwork
{
    public const int BatchSize = 32;
    private const int Hidden = 48;
    private const int CalibrationRows = 256;

    public DigitNetwork(int seed, IReadOnlyList<int> bits, bool isSmall)
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, seed);
        var training = isSmall ? split.Training[..200] : split.Training;
        var test = isSmall ? split.Test[..100] : split.Test;
        (Seed, Epochs) = (seed, isSmall ? 1 : 15);
        Training = DigitRows.Labelled(table, training);
        _test = DigitRows.Labelled(table, test);
        TestPixels = Tensor.Of(DigitRows.Pixels(table, test), [test.Length, DigitRows.PixelCount]);
        Calibration = Tensor.Of(DigitRows.Pixels(table, training[..Math.Min(CalibrationRows, training.Length)]), [Math.Min(CalibrationRows, training.Length), DigitRows.PixelCount]);
        FloatModel = Models.Mlp(DigitRows.PixelCount, [Hidden, Hidden], DigitRows.Classes, new RandomState((ulong)seed));
        Fit(FloatModel, 2 * Epochs, 3e-3, []);
        FloatAccuracy = AccuracyOf(FloatModel);
        Eight = QuantizedModel.Of(FloatModel, Calibration, Options(8));
        foreach (var count in bits)
        {
            foreach (var (name, make) in QuantizationMethods.All) Accuracy[(name.English, count)] = AccuracyOf(make(this, Options(count)));
        }
    }

    private readonly ArrayData _test;

    public int Seed { get; }

    /// <summary>Of training with the rounding.</summary>
    public int Epochs { get; }

    public ArrayData Training { get; }

    public Tensor Calibration { get; }

    public Tensor TestPixels { get; }

    public Sequential FloatModel { get; }

    public double FloatAccuracy { get; }

    /// <summary>Rounded to 8 bits.</summary>
    public QuantizedModel Eight { get; }

    /// <summary>By method and bits.</summary>
    public Dictionary<(string Method, int Bits), double> Accuracy { get; } = [];

    /// <summary>A float network with the same weights, to be trained on.</summary>
    public Sequential Copy() => FloatModel.Copy();

    public void Fit(Module model, int epochs, double learningRate, IReadOnlyList<Regularizer> regularizers)
    {
        using var rows = DigitRows.Shuffled(Training, Seed, BatchSize);
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, learningRate))
        {
            Epochs = epochs,
            Schedule = new CosineSchedule(epochs * rows.BatchesPerEpoch),
            Regularizers = regularizers,
        }.Fit(rows);
    }

    private static QuantizationOptions Options(int bits) => new() { WeightBits = bits, InputBits = bits };

    private double AccuracyOf(Module model)
    {
        using var rows = DigitRows.OneBatch(_test);
        return Scoring.Accuracy(model, rows);
    }
}

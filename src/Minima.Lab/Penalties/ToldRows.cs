using Minima.Training.Data;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Penalties;

/// <summary>The digits of one split, of whose labels some are wrong.</summary>
internal sealed class ToldRows
{
    private readonly BundledTable _table;
    private readonly int[] _told;

    public ToldRows(LabRun run, BundledTable table, int seed)
    {
        var split = Split.Of(table, seed);
        var random = new RandomState((ulong)(900 + seed));
        (Seed, _table, _told) = (seed, table, [.. table.LabelsOf([.. Enumerable.Range(0, table.Rows)])]);
        foreach (ref var label in _told.AsSpan())
        {
            if (random.NextDouble() < SureNetwork.WrongShare) label = (label + 1 + random.NextInt(DigitRows.Classes - 1)) % DigitRows.Classes;
        }

        int[] Some(int[] rows, int few) => rows[..run.Of(rows.Length, few)];
        (Learned, Held, Test) = (Some(split.Fold(0, within: false), 64), Some(split.Fold(0, within: true), 32), Some(split.Test, 32));
        Wrong = [.. Learned.Where(row => _told[row] != (int)table.Target[row])];
    }

    public int Seed { get; }

    /// <summary>The rows to learn from.</summary>
    public int[] Learned { get; }

    /// <summary>Those to choose strengths by.</summary>
    public int[] Held { get; }

    /// <summary>Those to judge by.</summary>
    public int[] Test { get; }

    /// <summary>The rows to learn from whose labels are wrong.</summary>
    public int[] Wrong { get; }

    public ArrayData Training => DigitRows.Labelled(_table, Learned, labels: ToldOf(Learned));

    public int[] ToldOf(int[] rows) => [.. rows.Select(row => _told[row])];

    public int[] TrueOf(int[] rows) => _table.LabelsOf(rows);

    public Tensor Logits(Module model, int[] rows) => model.Forward(Tensor.Of(DigitRows.Pixels(_table, rows), [rows.Length, DigitRows.PixelCount]));

    /// <summary>The share of rows that are named by these labels.</summary>
    public double Named(Module model, int[] rows, int[] labels) =>
        Scoring.Chosen(Fitting.Said(() => Logits(model, rows)), DigitRows.Classes).Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    public double Likelihood(Module model, int[] rows, int[] labels) => Fitting.Said(() => Loss.Create("cross_entropy").Apply(Logits(model, rows), LabelsAs(labels)))[0];

    public double Calibration(Module model, int[] rows, int[] labels)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return ClassUncertainty.CalibrationError(Logits(model, rows).Softmax(^1), LabelsAs(labels));
    }

    public double Entropy(Module model, int[] rows)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return ClassUncertainty.Entropy(Logits(model, rows).Softmax(^1)).Average();
    }

    private static Tensor LabelsAs(int[] labels) => Tensor.Of(labels, [labels.Length]);
}

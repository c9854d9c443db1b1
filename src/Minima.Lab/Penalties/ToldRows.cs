using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Penalties;

/// <summary>The digits of one trial, some of them with wrong labels.</summary>
internal sealed class ToldRows
{
    private readonly BundledTable _table;
    private readonly int[] _given;

    public ToldRows(LabRun run, Trial trial)
    {
        _table = BundledTable.Digits();
        var split = StudyRows.Of(_table, trial);
        var random = new RandomState((ulong)trial.Seed).Fork("labels");
        _given = [.. _table.LabelsOf([.. Enumerable.Range(0, _table.Rows)])];
        foreach (ref var label in _given.AsSpan())
        {
            if (random.NextDouble() < SureNetwork.WrongShare) label = (label + 1 + random.NextInt(DigitRows.Classes - 1)) % DigitRows.Classes;
        }

        (Learned, Judging) = (split.Training[..run.Of(split.Training.Length, 64)], split.Judging[..run.Of(split.Judging.Length, 32)]);
        Wrong = [.. Learned.Where(row => _given[row] != (int)_table.Target[row])];
    }

    /// <summary>The rows to learn from.</summary>
    public int[] Learned { get; }

    /// <summary>The rows to judge by.</summary>
    public int[] Judging { get; }

    /// <summary>The rows to learn from whose labels are wrong.</summary>
    public int[] Wrong { get; }

    public ArrayData Training => DigitRows.Labelled(_table, Learned, labels: GivenOf(Learned));

    public int[] GivenOf(int[] rows) => [.. rows.Select(row => _given[row])];

    public int[] TrueOf(int[] rows) => _table.LabelsOf(rows);

    public Tensor Logits(Module model, int[] rows) => model.Forward(Tensor.Of(DigitRows.Pixels(_table, rows), [rows.Length, DigitRows.PixelCount]));

    /// <summary>The proportion of rows whose prediction is the given label.</summary>
    public double Named(Module model, int[] rows, int[] labels) =>
        Scoring.Chosen(Fitting.Outputs(() => Logits(model, rows)), DigitRows.Classes).Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);

    public double Likelihood(Module model, int[] rows, int[] labels) => Fitting.Outputs(() => Loss.Create("cross_entropy").Apply(Logits(model, rows), LabelsAs(labels)))[0];

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

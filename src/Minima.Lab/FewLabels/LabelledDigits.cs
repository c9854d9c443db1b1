namespace Minima.Lab.FewLabels;

/// <summary>The digits of a seed: a few with labels, many without, and a quarter to judge by.</summary>
internal sealed class LabelledDigits
{
    public const int PerClass = 5;

    public LabelledDigits(int seed)
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, seed);
        var labels = table.LabelsOf(split.Training);
        Pixels = DigitRows.Pixels(table, split.Training);
        Labels = labels;
        Few = [.. Enumerable.Range(0, DigitRows.Classes).SelectMany(digit => Enumerable.Range(0, labels.Length).Where(row => labels[row] == digit).Take(PerClass))];
        TestPixels = DigitRows.Pixels(table, split.Test);
        TestLabels = table.LabelsOf(split.Test);
    }

    /// <summary>Of the training rows.</summary>
    public float[] Pixels { get; }

    /// <summary>Of the training rows; those of <see cref="Few"/> are told.</summary>
    public int[] Labels { get; }

    /// <summary>The rows whose labels are told.</summary>
    public int[] Few { get; }

    private float[] TestPixels { get; }

    private int[] TestLabels { get; }

    public Tensor Images(IReadOnlyList<int> rows) => Tensor.Of(Fitting.Taken(Pixels, DigitRows.PixelCount, rows), [rows.Count, DigitRows.PixelCount]);

    public Tensor LabelsOf(IReadOnlyList<int> rows) => Tensor.Of([.. rows.Select(row => Labels[row])], [rows.Count]);

    /// <summary>The share of test rows that a model names rightly.</summary>
    public double Accuracy(Func<Tensor, Tensor> model)
    {
        var said = Fitting.Said(() => model(Tensor.Of(TestPixels, [TestLabels.Length, DigitRows.PixelCount])));
        var right = 0;
        for (var row = 0; row < TestLabels.Length; row++)
        {
            if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(said.AsSpan(row * DigitRows.Classes, DigitRows.Classes)) == TestLabels[row]) right++;
        }

        return (double)right / TestLabels.Length;
    }
}

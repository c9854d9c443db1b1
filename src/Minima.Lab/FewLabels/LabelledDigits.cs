using Minima.Training.Data;

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

    /// <summary>The training rows, all told.</summary>
    public ArrayData Rows => new(DataArray.Of("pixels", Pixels, [DigitRows.PixelCount]), DataArray.Labels("digit", Labels, DigitRows.Classes));

    private float[] TestPixels { get; }

    private int[] TestLabels { get; }

    public Tensor Images(IReadOnlyList<int> rows) => DigitRows.Images(Pixels, rows);

    public Tensor LabelsOf(IReadOnlyList<int> rows) => DigitRows.LabelsOf(Labels, rows);

    /// <summary>The share of test rows that a model names rightly.</summary>
    public double Accuracy(Func<Tensor, Tensor> model)
    {
        var said = Fitting.Said(() => model(Tensor.Of(TestPixels, [TestLabels.Length, DigitRows.PixelCount])));
        return (double)Scoring.Chosen(said, DigitRows.Classes).Zip(TestLabels).Count(pair => pair.First == pair.Second) / TestLabels.Length;
    }
}

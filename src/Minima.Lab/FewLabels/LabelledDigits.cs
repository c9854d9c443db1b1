using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.FewLabels;

/// <summary>The digits of a trial: a few with labels, many without, and test rows.</summary>
internal sealed class LabelledDigits
{
    public const int PerClass = 5;

    public LabelledDigits(Trial trial)
    {
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        var labels = table.LabelsOf(rows.Training);
        Pixels = DigitRows.Pixels(table, rows.Training);
        Labels = labels;
        Few = [.. Enumerable.Range(0, DigitRows.Classes).SelectMany(digit => Enumerable.Range(0, labels.Length).Where(row => labels[row] == digit).Take(PerClass))];
        TestPixels = DigitRows.Pixels(table, rows.Judging);
        TestLabels = table.LabelsOf(rows.Judging);
    }

    /// <summary>The pixels of the training rows.</summary>
    public float[] Pixels { get; }

    /// <summary>The labels of the training rows; those of <see cref="Few"/> are known.</summary>
    public int[] Labels { get; }

    /// <summary>The rows whose labels are known.</summary>
    public int[] Few { get; }

    /// <summary>The training rows, all labels known.</summary>
    public ArrayData Rows => new(DataArray.Of("pixels", Pixels, [DigitRows.PixelCount]), DataArray.Labels("digit", Labels, DigitRows.Classes));

    /// <summary>The rows of <see cref="Few"/> alone.</summary>
    public ArrayData FewRows => Labelled(Few, Labels);

    /// <summary>One half of the rows that are not <see cref="Few"/>, all labels known: the training rows of a teacher that labels the others.</summary>
    public ArrayData TeachersHalf => Labelled([.. Others.Where((_, k) => k % 2 == 1)], Labels);

    /// <summary>The other half, which the teacher labels.</summary>
    public int[] Asked => [.. Others.Where((_, k) => k % 2 == 0)];

    private int[] Others => [.. Enumerable.Range(0, Labels.Length).Except(Few)];

    private float[] TestPixels { get; }

    private int[] TestLabels { get; }

    public Tensor Images(IReadOnlyList<int> rows) => DigitRows.Images(Pixels, rows);

    public Tensor LabelsOf(IReadOnlyList<int> rows) => DigitRows.LabelsOf(Labels, rows);

    /// <summary>The rows of <see cref="Few"/> with their labels, and the half that the teacher has not learned from with the teacher's predictions.</summary>
    public ArrayData RowsLabelledBy(Func<Tensor, Tensor> teacher)
    {
        var asked = Asked;
        var predictions = Scoring.Chosen(Fitting.Outputs(() => teacher(Images(asked))), DigitRows.Classes);
        var labels = (int[])Labels.Clone();
        for (var k = 0; k < asked.Length; k++) labels[asked[k]] = predictions[k];
        return Labelled([.. Few, .. asked], labels);
    }

    /// <summary>The proportion of test rows that a model classifies correctly.</summary>
    public double Accuracy(Func<Tensor, Tensor> model)
    {
        var predictions = Fitting.Outputs(() => model(Tensor.Of(TestPixels, [TestLabels.Length, DigitRows.PixelCount])));
        return (double)Scoring.Chosen(predictions, DigitRows.Classes).Zip(TestLabels).Count(pair => pair.First == pair.Second) / TestLabels.Length;
    }

    private ArrayData Labelled(int[] rows, int[] labels) =>
        new(DataArray.Of("pixels", Images(rows).Read<float>().ToArray(), [DigitRows.PixelCount]), DataArray.Labels("digit", [.. rows.Select(row => labels[row])], DigitRows.Classes));
}

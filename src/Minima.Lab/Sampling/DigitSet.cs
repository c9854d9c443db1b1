namespace Minima.Lab.Sampling;

/// <summary>The digits: rows to learn from, and rows that judge.</summary>
internal sealed class DigitSet
{
    private readonly int[] _labels;

    public DigitSet()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, seed: 1);
        Training = DigitRows.Pixels(table, split.Training);
        HeldOut = DigitRows.Pixels(table, split.Test);
        _labels = table.LabelsOf(split.Training);
        HeldOutLabels = table.LabelsOf(split.Test);
    }

    public float[] Training { get; }

    public float[] HeldOut { get; }

    public int[] HeldOutLabels { get; }

    public int Rows => _labels.Length;

    public int HeldOutRows => HeldOutLabels.Length;

    public Tensor AllTraining() => Tensor.Of(Training, [Rows, DigitRows.PixelCount]);

    public Tensor AllHeldOut() => Tensor.Of(HeldOut, [HeldOutRows, DigitRows.PixelCount]);

    /// <summary>Rows drawn at random.</summary>
    public int[] DrawRows(int count, RandomState random)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = random.NextInt(Rows);
        return rows;
    }

    /// <summary>A batch of rows.</summary>
    public Tensor Batch(int[] rows) => DigitRows.Images(Training, rows);

    /// <summary>A batch of rows drawn at random.</summary>
    public Tensor Batch(int count, RandomState random) => Batch(DrawRows(count, random));

    public Tensor Labels(int[] rows) => DigitRows.LabelsOf(_labels, rows);
}

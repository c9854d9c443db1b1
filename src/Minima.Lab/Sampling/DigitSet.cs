using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Sampling;

/// <summary>The digits of a trial: rows to learn from, and rows that judge.</summary>
internal sealed class DigitSet
{
    public DigitSet(Trial trial)
    {
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        Training = DigitRows.Pixels(table, split.Training);
        HeldOut = DigitRows.Pixels(table, split.Judging);
    }

    public float[] Training { get; }

    public float[] HeldOut { get; }

    public int Rows => Training.Length / DigitRows.PixelCount;

    public int HeldOutRows => HeldOut.Length / DigitRows.PixelCount;

    public Tensor AllTraining() => Tensor.Of(Training, [Rows, DigitRows.PixelCount]);

    public Tensor AllHeldOut() => Tensor.Of(HeldOut, [HeldOutRows, DigitRows.PixelCount]);

    /// <summary>Rows drawn at random.</summary>
    public int[] DrawRows(int count, RandomState random)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = random.NextInt(Rows);
        return rows;
    }

    /// <summary>A batch of rows drawn at random.</summary>
    public Tensor Batch(int count, RandomState random) => DigitRows.Images(Training, DrawRows(count, random));
}

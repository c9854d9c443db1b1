using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Sampling;

/// <summary>The digits of a trial: training rows and judging rows.</summary>
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

    /// <summary>Draws rows at random, with replacement.</summary>
    public int[] DrawRows(int count, RandomState random)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = random.NextInt(Rows);
        return rows;
    }

    /// <summary>Draws a batch of rows at random.</summary>
    public Tensor Batch(int count, RandomState random) => DigitRows.Images(Training, DrawRows(count, random));
}

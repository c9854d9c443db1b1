using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab.Weighting;

/// <summary>Digits with wrong labels or imbalanced classes, and clean, balanced test rows.</summary>
internal sealed class HardDigits
{
    private HardDigits(float[] pixels, int[] labels, float[] testPixels, int[] testLabels) => (Pixels, Labels, TestPixels, TestLabels) = (pixels, labels, testPixels, testLabels);

    public float[] Pixels { get; }

    public int[] Labels { get; }

    public int Rows => Labels.Length;

    public float[] TestPixels { get; }

    public int[] TestLabels { get; }

    /// <summary>The number of rows of each class.</summary>
    public double[] Counts => [.. Enumerable.Range(0, DigitRows.Classes).Select(digit => (double)Labels.Count(label => label == digit))];

    /// <summary>Replaces a proportion of the labels with another class, each of the nine being equally likely.</summary>
    public static HardDigits Noisy(double share, Trial trial, int mostRows)
    {
        var made = Even(trial, mostRows);
        var random = new RandomState((ulong)trial.Seed).Fork("noise");
        for (var i = 0; i < made.Labels.Length; i++)
        {
            if (random.NextDouble() < share) made.Labels[i] = (made.Labels[i] + 1 + random.NextInt(DigitRows.Classes - 1)) % DigitRows.Classes;
        }

        return made;
    }

    /// <summary>Reduces the class sizes geometrically from the first class to the last, which has <paramref name="ratio"/> times fewer rows.</summary>
    public static HardDigits Uneven(double ratio, Trial trial, int mostRows)
    {
        var made = Even(trial, mostRows);
        var most = Enumerable.Range(0, DigitRows.Classes).Min(digit => made.Labels.Count(label => label == digit));
        var left = Enumerable.Range(0, DigitRows.Classes).Select(digit => Math.Max(1, (int)Math.Round(most * Math.Pow(ratio, -digit / (DigitRows.Classes - 1.0))))).ToArray();
        var kept = new List<int>();
        for (var i = 0; i < made.Labels.Length; i++)
        {
            if (left[made.Labels[i]]-- > 0) kept.Add(i);
        }

        return new(Fitting.Taken(made.Pixels, DigitRows.PixelCount, kept), [.. kept.Select(i => made.Labels[i])], made.TestPixels, made.TestLabels);
    }

    /// <summary>The pixels of some rows.</summary>
    public Tensor PixelsOf(int[] rows) => DigitRows.Images(Pixels, rows);

    public Tensor LabelsOf(int[] rows) => DigitRows.LabelsOf(Labels, rows);

    /// <summary>The recall of each class on the test rows.</summary>
    public double[] Recalls(Module model)
    {
        var logits = Fitting.Outputs(() => model.Forward(Tensor.Of(TestPixels, [TestLabels.Length, DigitRows.PixelCount])));
        var (right, all) = (new double[DigitRows.Classes], new double[DigitRows.Classes]);
        foreach (var (chosen, label) in Scoring.Chosen(logits, DigitRows.Classes).Zip(TestLabels))
        {
            all[label]++;
            if (chosen == label) right[label]++;
        }

        return [.. right.Zip(all, (hits, count) => count == 0 ? 0 : hits / count)];
    }

    /// <summary>The unmodified digits.</summary>
    private static HardDigits Even(Trial trial, int mostRows)
    {
        var table = BundledTable.Digits();
        var rows = StudyRows.Of(table, trial);
        int[] training = [.. rows.Training.Take(mostRows)];
        return new(DigitRows.Pixels(table, training), table.LabelsOf(training), DigitRows.Pixels(table, rows.Judging), table.LabelsOf(rows.Judging));
    }
}

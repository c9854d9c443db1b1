using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab;

/// <summary>Rows of the digits: 8x8 pixels from 0 to 1.</summary>
internal static class DigitRows
{
    public const int PixelCount = 64;
    public const int Classes = 10;

    public static float[] Pixels(BundledTable table, int[] rows)
    {
        var pixels = table.FeaturesOf(rows);
        for (var i = 0; i < pixels.Length; i++) pixels[i] /= 16;
        return pixels;
    }

    /// <summary>A batch of rows, from the pixels of many.</summary>
    public static Tensor Images(float[] pixels, IReadOnlyList<int> rows) => Tensor.Of(Fitting.Taken(pixels, PixelCount, rows), [rows.Count, PixelCount]);

    /// <summary>The labels of a batch of rows, from those of many.</summary>
    public static Tensor LabelsOf(int[] labels, IReadOnlyList<int> rows) => Tensor.Of([.. rows.Select(row => labels[row])], [rows.Count]);

    /// <summary>1 at the digit, 0 at the nine others.</summary>
    public static float[] OneHot(BundledTable table, int[] rows)
    {
        var labels = table.LabelsOf(rows);
        var targets = new float[rows.Length * Classes];
        for (var i = 0; i < rows.Length; i++) targets[(i * Classes) + labels[i]] = 1;
        return targets;
    }

    /// <param name="table">The digits.</param>
    /// <param name="rows">Which ones.</param>
    /// <param name="areImages">True if a row is [1, 8, 8], for convolutions; otherwise it is [64].</param>
    /// <param name="labels">Other labels than those of the table, or null.</param>
    public static ArrayData Labelled(BundledTable table, int[] rows, bool areImages = false, int[]? labels = null) => new(
        DataArray.Of("pixels", Pixels(table, rows), areImages ? [1, 8, 8] : [PixelCount]),
        DataArray.Labels("digit", labels ?? table.LabelsOf(rows), Classes));

    /// <summary>All rows as one batch.</summary>
    public static DataLoader OneBatch(ArrayData data) => new(data, new() { BatchSize = data.Rows, Shuffles = false, Prefetch = 0 });

    /// <summary>The result of a function of all rows as one batch.</summary>
    public static TResult Whole<TResult>(ArrayData data, Func<TrainingBatch, TResult> make)
    {
        using var rows = OneBatch(data);
        using var reader = ((IBatchSource)rows).Open(0, 0);
        reader.Next(out var batch);
        return make(batch);
    }

    /// <summary>Batches in another order each epoch.</summary>
    public static DataLoader Shuffled(ArrayData data, int seed, int batchSize = 32) => new(data, new() { BatchSize = batchSize, Seed = (ulong)seed, Prefetch = 0 });
}

using System.Numerics;
using System.Text.Json.Nodes;

namespace Minima.Training.Data;

/// <summary>
/// Scales each column of rows of numbers to mean 0 and standard deviation 1 over training rows: z = (x - mean) / deviation, where the deviation is divided by n. A
/// column that is constant in the training rows becomes 0.
/// </summary>
/// <example><code>
/// var standardizer = Standardizer.Learn(train, columns: 4);
/// standardizer.Apply(train);
/// standardizer.Apply(test);
/// </code></example>
public sealed class Standardizer
{
    private const string Format = "minima-standardizer";

    private readonly FeatureScale[] _scales;

    private Standardizer(FeatureScale[] scales) => _scales = scales;

    /// <summary>The number of columns of a row.</summary>
    public int Columns => _scales.Length;

    /// <summary>Learns from training rows, stored consecutively.</summary>
    /// <exception cref="TrainingException">There is no row, the numbers are not whole rows, or one is not finite.</exception>
    public static Standardizer Learn<T>(ReadOnlySpan<T> rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns < 1 || rows.IsEmpty || rows.Length % columns != 0)
            throw new TrainingException($"Standardizer.Learn cannot split {rows.Length} numbers into rows of {columns}; at least one whole row is needed. Give all training rows, one after the other, and their number of columns.");
        var scales = new FeatureScale[columns];
        var column = new double[rows.Length / columns];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = double.CreateChecked(rows[(i * columns) + j]);
                if (!double.IsFinite(column[i])) throw new TrainingException(FormattableString.Invariant($"Standardizer.Learn cannot use {column[i]} in row {i}, column {j}: it needs finite numbers. Fill in missing values first, or leave the row out."));
            }

            scales[j] = FeatureScale.Of(column);
        }

        return new Standardizer(scales);
    }

    /// <summary>Reads a result of <see cref="ToJson"/>.</summary>
    /// <exception cref="DataException">A field is missing or of another kind; the message names it.</exception>
    public static Standardizer FromJson(JsonObject json)
    {
        if (TreatmentJson.Text(json, "format") != Format) throw TreatmentJson.Fault($"its \"format\" is not \"{Format}\"");
        var scales = TreatmentJson.Items(json, "scales").Select(item => TreatmentJson.Scale(TreatmentJson.Object(item, "scales"))).ToArray();
        return scales.Length > 0 ? new Standardizer(scales) : throw TreatmentJson.Fault("it has no scales");
    }

    /// <summary>The standardizer as JSON, every number exact.</summary>
    public JsonObject ToJson() => new() { ["format"] = Format, ["scales"] = new JsonArray([.. _scales.Select(TreatmentJson.Scale)]) };

    /// <summary>Standardises rows in place.</summary>
    /// <exception cref="TrainingException">The numbers are not whole rows.</exception>
    public void Apply<T>(Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(rows.Length);
        for (var i = 0; i < rows.Length; i++) rows[i] = T.CreateTruncating(_scales[i % _scales.Length].Apply(double.CreateChecked(rows[i])));
    }

    /// <summary>Undoes <see cref="Apply"/>, up to rounding.</summary>
    /// <exception cref="TrainingException">The numbers are not whole rows.</exception>
    public void Restore<T>(Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(rows.Length);
        for (var i = 0; i < rows.Length; i++) rows[i] = T.CreateTruncating(_scales[i % _scales.Length].Restore(double.CreateChecked(rows[i])));
    }

    private void CheckRows(int length)
    {
        if (length % _scales.Length != 0) throw new TrainingException($"A standardizer of {_scales.Length} columns cannot split {length} numbers into whole rows; give whole rows.");
    }
}

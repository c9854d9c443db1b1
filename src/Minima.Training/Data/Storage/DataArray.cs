using System.Numerics;

namespace Minima.Training.Data;

/// <summary>An array with the rows of one field, stored consecutively. It is not copied.</summary>
public sealed class DataArray
{
    private readonly Array _values;
    private readonly float[] _ofByte;

    private DataArray(string name, Array values, ElementType type, Shape row, float[]? ofByte = null)
    {
        if (row.Count == 0) throw new TrainingException($"The rows of '{name}' cannot have the shape {row}: a row needs at least one number.");
        if (values.Length % row.Count != 0) throw new TrainingException($"'{name}' has {values.Length} numbers, which do not form whole rows of shape {row} ({row.Count} numbers each). Correct the shape of a row, or the array.");
        Field = new DataField(name, type, row);
        _values = values;
        _ofByte = ofByte ?? [];
        Rows = values.Length / row.Count;
    }

    /// <summary>Name, type, and shape of a row.</summary>
    public DataField Field { get; private init; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Rows of float.</summary>
    /// <exception cref="TrainingException">The numbers are not whole rows.</exception>
    public static DataArray Of(string name, float[] values, Shape row) => new(name, values, ElementType.Single, row);

    /// <summary>Rows of double.</summary>
    /// <inheritdoc cref="Of(string, float[], Shape)"/>
    public static DataArray Of(string name, double[] values, Shape row) => new(name, values, ElementType.Double, row);

    /// <summary>Rows of int, such as indices of words.</summary>
    /// <inheritdoc cref="Of(string, float[], Shape)"/>
    public static DataArray Of(string name, int[] values, Shape row) => new(name, values, ElementType.Int32, row);

    /// <summary>Rows of bytes, such as images, that become float: (value * scale - mean) / deviation.</summary>
    /// <exception cref="TrainingException">The numbers are not whole rows, or scale, mean and deviation give numbers that are not finite.</exception>
    public static DataArray Of(string name, byte[] values, Shape row, double scale = 1.0 / 255, double mean = 0, double deviation = 1)
    {
        var ofByte = new float[256];
        for (var i = 0; i < ofByte.Length; i++)
        {
            ofByte[i] = (float)(((i * scale) - mean) / deviation);
            if (!float.IsFinite(ofByte[i])) throw new TrainingException(FormattableString.Invariant($"The bytes of '{name}' would become (value * {scale} - {mean}) / {deviation}, which is {ofByte[i]} for {i}; finite numbers are expected. Correct scale, mean or deviation."));
        }

        return new(name, values, ElementType.Single, row, ofByte);
    }

    /// <summary>Class labels, one for each row.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="labels">The labels, from 0 to the number of classes - 1.</param>
    /// <param name="classes">The number of classes; 0 for one more than the largest label.</param>
    /// <exception cref="TrainingException">A label is negative, or not below the number of classes.</exception>
    public static DataArray Labels(string name, int[] labels, int classes = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (classes == 0) classes = labels.Length == 0 ? 1 : Math.Max(0, labels.Max()) + 1;
        var wrong = Array.FindIndex(labels, label => (uint)label >= (uint)classes);
        if (wrong >= 0) throw new TrainingException($"'{name}' has the label {labels[wrong]} in row {wrong}; labels from 0 to {classes - 1} are expected. Number the classes from 0.");
        var array = new DataArray(name, labels, ElementType.Int32, Shape.Scalar);
        return new DataArray(array, array.Field with { Classes = classes });
    }

    private DataArray(DataArray array, DataField field)
    {
        Field = field;
        _values = array._values;
        _ofByte = array._ofByte;
        Rows = array.Rows;
    }

    /// <summary>Copies rows into a batch.</summary>
    internal void Read(ReadOnlySpan<int> rows, BatchBuffer batch, int index, bool isTarget)
    {
        switch (_values)
        {
            case float[] values: Copy(values, rows, isTarget ? batch.Target<float>(index) : batch.Feature<float>(index)); break;
            case double[] values: Copy(values, rows, isTarget ? batch.Target<double>(index) : batch.Feature<double>(index)); break;
            case int[] values: Copy(values, rows, isTarget ? batch.Target<int>(index) : batch.Feature<int>(index)); break;
            default: Copy((byte[])_values, rows, isTarget ? batch.Target<float>(index) : batch.Feature<float>(index)); break;
        }
    }

    private void Copy<T>(T[] values, ReadOnlySpan<int> rows, Span<T> to)
        where T : unmanaged, INumberBase<T>
    {
        var width = Field.Shape.Count;
        for (var i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(to[(i * width)..]);
    }

    private void Copy(byte[] values, ReadOnlySpan<int> rows, Span<float> to)
    {
        var width = Field.Shape.Count;
        for (var i = 0; i < rows.Length; i++)
        {
            var from = values.AsSpan(rows[i] * width, width);
            var row = to.Slice(i * width, width);
            for (var k = 0; k < from.Length; k++) row[k] = _ofByte[from[k]];
        }
    }
}

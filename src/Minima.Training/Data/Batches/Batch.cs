using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Some rows of a data set as tensors. The loader owns it and overwrites it with the next batch; copy data to keep by <see cref="Tensor.Keep"/>.</summary>
public sealed class Batch
{
    private readonly ITrainingData _data;
    private BatchBuffer _buffer;

    internal Batch(ITrainingData data, BatchBuffer buffer)
    {
        _data = data;
        _buffer = buffer;
    }

    /// <summary>The epoch, counted from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The index of the batch within its epoch, from 0.</summary>
    public int Index { get; private set; }

    /// <summary>The number of rows; the last batch of an epoch may have fewer than the others.</summary>
    public int Count => _buffer.Count;

    /// <summary>The first feature: [Count, ...].</summary>
    public Tensor Features => Feature(0);

    /// <summary>The first target: [Count, ...], or [Count] for labels.</summary>
    public Tensor Target => TargetAt(0);

    /// <summary>The rows' weights times those of their classes, [Count]; none if there are no weights.</summary>
    public Tensor Weights => _buffer.Weights;

    /// <summary>The number of each row in its source: the line of a file, the index in an array.</summary>
    public ReadOnlySpan<int> RowNumbers => _buffer.RowNumbers;

    internal ReadOnlyMemory<int> RowNumberMemory => _buffer.RowNumberMemory;

    /// <summary>One of several features.</summary>
    public Tensor Feature(int index) => _buffer.FeatureTensor(index);

    /// <summary>One of several targets.</summary>
    /// <exception cref="TrainingException">The data set has no such target.</exception>
    public Tensor TargetAt(int index) => index < _data.Targets.Count
        ? _buffer.TargetTensor(index)
        : throw new TrainingException($"There is no target {index} in a batch; {_data.Name} has {_data.Targets.Count} {(_data.Targets.Count == 1 ? "target" : "targets")}. Name the target when you open the data.");

    /// <summary>Describes the source of rows: <c>lines 17, 93 of data.csv</c>.</summary>
    /// <param name="rows">The indices in this batch.</param>
    public string Describe(params ReadOnlySpan<int> rows)
    {
        const int most = 12;
        var shown = new List<string>();
        foreach (var row in rows[..Math.Min(rows.Length, most)]) shown.Add(RowNumbers[row].ToString(CultureInfo.InvariantCulture));
        var more = rows.Length > most ? $" and {rows.Length - most} more" : "";
        return $"{_data.RowWord}{(rows.Length == 1 ? "" : "s")} {string.Join(", ", shown)}{more} of {_data.Name}";
    }

    internal void Set(BatchBuffer buffer, int epoch, int index)
    {
        _buffer = buffer;
        Epoch = epoch;
        Index = index;
    }
}

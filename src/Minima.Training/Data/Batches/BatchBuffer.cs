namespace Minima.Training.Data;

/// <summary>The memory of a batch, which a data set fills: tensors that stay from batch to batch.</summary>
public sealed class BatchBuffer
{
    private readonly Tensor[] _features;
    private readonly Tensor[] _targets;
    private readonly Tensor _weights;
    private readonly int[] _rowNumbers;
    private byte[] _scratch = [];

    /// <param name="data">What the rows hold.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="weighted">Each row has a weight, whether the data set gives one or not.</param>
    internal BatchBuffer(ITrainingData data, int count, bool weighted)
    {
        _features = Fields(data.Features, count);
        _targets = Fields(data.Targets, count);
        Count = count;
        _rowNumbers = new int[count];
        if (weighted) _weights = new Tensor(Node.Lasting([count], data.Features.Any(field => field.Type == ElementType.Double) ? ElementType.Double : ElementType.Single));
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>For each row its number as reports call it.</summary>
    public Span<int> RowNumbers => _rowNumbers;

    internal ReadOnlyMemory<int> RowNumberMemory => _rowNumbers;

    internal Tensor Weights => _weights;

    /// <summary>The elements of a feature, row after row.</summary>
    public Span<T> Feature<T>(int index = 0)
        where T : unmanaged => _features[index].Write<T>();

    /// <summary>The elements of a target, row after row.</summary>
    public Span<T> Target<T>(int index = 0)
        where T : unmanaged => _targets[index].Write<T>();

    /// <summary>Sets the weight of a row: a finite number of at least 0.</summary>
    public void SetWeight(int row, double weight)
    {
        if (_weights.Type == ElementType.Double) _weights.Write<double>()[row] = weight;
        else _weights.Write<float>()[row] = (float)weight;
    }

    internal Tensor FeatureTensor(int index) => _features[index];

    internal Tensor TargetTensor(int index) => _targets[index];

    internal double Weight(int row) => _weights.Type == ElementType.Double ? _weights.Read<double>()[row] : _weights.Read<float>()[row];

    /// <summary>Memory for whoever fills the batch, the same from batch to batch.</summary>
    internal Span<byte> Scratch(int bytes)
    {
        if (_scratch.Length < bytes) _scratch = new byte[bytes];
        return _scratch.AsSpan(0, bytes);
    }

    private static Tensor[] Fields(IReadOnlyList<DataField> fields, int count)
    {
        var tensors = new Tensor[fields.Count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = new Tensor(Node.Lasting(fields[i].Shape.Insert(0, count), fields[i].Type));
        return tensors;
    }
}

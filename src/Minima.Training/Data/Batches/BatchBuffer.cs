namespace Minima.Training.Data;

/// <summary>The memory of a batch, which a data set fills. The tensors are reused from batch to batch.</summary>
public sealed class BatchBuffer
{
    private readonly Tensor[] _features;
    private readonly Tensor[] _targets;
    private readonly Tensor _weights;
    private readonly int[] _rowNumbers;
    private byte[] _scratch = [];

    /// <param name="data">The data set, with the fields of the rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="weighted">True if each row has a weight, even if the data set has none.</param>
    internal BatchBuffer(ITrainingData data, int count, bool weighted)
    {
        _features = Fields(data.Features, count);
        _targets = Fields(data.Targets, count);
        Count = count;
        _rowNumbers = new int[count];
        if (weighted) _weights = new Tensor(Node.Lasting([count], data.Features.Any(field => field.Type == ElementType.Double) ? ElementType.Double : ElementType.Single));
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of each row, as in reports.</summary>
    public Span<int> RowNumbers => _rowNumbers;

    internal ReadOnlyMemory<int> RowNumberMemory => _rowNumbers;

    internal Tensor Weights => _weights;

    /// <summary>The elements of a feature, row by row.</summary>
    public Span<T> Feature<T>(int index = 0)
        where T : unmanaged => _features[index].Write<T>();

    /// <summary>The elements of a target, row by row.</summary>
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

    /// <summary>Scratch memory for filling the batch, reused from batch to batch.</summary>
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

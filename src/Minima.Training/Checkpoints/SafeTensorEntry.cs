namespace Minima.Training.Checkpoints;

/// <summary>A tensor of a file: what its header says, checked, before any element is read.</summary>
public sealed class SafeTensorEntry
{
    internal SafeTensorEntry(string name, string dataType, Shape shape, long begin, long end)
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        Begin = begin;
        End = end;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements as the format writes it: F32, F64, I32, I64, F16, BF16, ...</summary>
    public string DataType { get; }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>How much of the file it takes.</summary>
    public long ByteCount => End - Begin;

    /// <summary>The first byte, counted from the end of the header.</summary>
    internal long Begin { get; }

    /// <summary>The byte behind the last.</summary>
    internal long End { get; }

    /// <summary><c>layer1.weight F32 [64, 10]</c>.</summary>
    public override string ToString() => $"{Name} {DataType} {Shape}";
}

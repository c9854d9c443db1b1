namespace Minima.Training.Checkpoints;

/// <summary>The validated header entry of a tensor in a file; elements are not read yet.</summary>
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

    /// <summary>The element type in the notation of the format: F32, F64, I32, I64, F16, BF16, ...</summary>
    public string DataType { get; }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The number of bytes in the file.</summary>
    public long ByteCount => End - Begin;

    /// <summary>The first byte, counted from the end of the header.</summary>
    internal long Begin { get; }

    /// <summary>The byte after the last.</summary>
    internal long End { get; }

    /// <summary>The entry as text, such as <c>layer1.weight F32 [64, 10]</c>.</summary>
    public override string ToString() => $"{Name} {DataType} {Shape}";
}

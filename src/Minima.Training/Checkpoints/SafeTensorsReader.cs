using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Minima.Training.Checkpoints;

/// <summary>
/// Reads files of the safetensors format. The header is checked against the file before anything of its claimed size is allocated, so that a damaged or
/// hostile file is refused with a reason and costs no memory. Elements are read on request.
/// </summary>
public sealed class SafeTensorsReader : IDisposable
{
    // The maximum memory of one tensor, see Storage.
    private const long LargestTensor = int.MaxValue - 1024;

    private readonly Stream _stream;
    private readonly string _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafeTensorEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="CheckpointException">There is no such file, it cannot be read, or it is not a complete safetensors file.</exception>
    public SafeTensorsReader(string path)
        : this(FileSystem.OpenToRead(path), Path.GetFileName(path))
    {
    }

    /// <summary>Reads the header from a seekable stream, which is closed with this reader.</summary>
    /// <param name="stream">The bytes of the file, from position 0.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="CheckpointException">It is not a complete safetensors file.</exception>
    public SafeTensorsReader(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(file);
        (_stream, _file) = (stream, file);
        try
        {
            var header = ReadHeader();
            _dataStart = SafeTensorsFormat.Prefix + header.Length;
            var parsed = new SafeTensorsHeader(header, stream.Length - _dataStart, file);
            (Entries, Metadata) = (parsed.Entries, parsed.Metadata);
            foreach (var entry in Entries) _entries.Add(entry.Name, entry);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensors in the order of their data in the file.</summary>
    public IReadOnlyList<SafeTensorEntry> Entries { get; }

    /// <summary>The string metadata of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The entry of a name, or null.</summary>
    public SafeTensorEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Reads a tensor into memory of its own, which outlives training steps. F32, F16 and BF16 become float, F64 double, I32 and I64 int.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name, its type has no counterpart, a number of I64 does not fit int, or it takes more than 2 GiB.</exception>
    public Tensor Read(string name)
    {
        var entry = Get(name);
        var type = entry.DataType switch
        {
            "F32" or "F16" or "BF16" => ElementType.Single,
            "F64" => ElementType.Double,
            "I32" or "I64" => ElementType.Int32,
            _ => throw Unreadable(entry, "float, double or int"),
        };
        if ((long)entry.Shape.Count * Node.SizeOf(type) > LargestTensor) throw new CheckpointException($"{_file}: the tensor {entry} takes more than 2 GiB, the most that one tensor of Minima holds. Split it with the program that wrote it.");
        var tensor = new Tensor(Node.Lasting(entry.Shape, type));
        switch (type)
        {
            case ElementType.Single: Read(name, tensor.Write<float>()); break;
            case ElementType.Double: Read(name, tensor.Write<double>()); break;
            default: Read(name, tensor.Write<int>()); break;
        }

        return tensor;
    }

    /// <summary>Reads F32, F16 or BF16 as float.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name, or it is of another type, or of another number of elements.</exception>
    public void Read(string name, Span<float> destination)
    {
        var entry = Get(name, destination.Length);
        switch (entry.DataType)
        {
            case "F32": ReadInto(entry, destination); break;
            case "F16": Convert<ushort, float>(entry, destination, static bits => (float)BitConverter.UInt16BitsToHalf(bits)); break;
            case "BF16": Convert<ushort, float>(entry, destination, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)); break;
            default: throw Unreadable(entry, "float");
        }
    }

    /// <summary>Reads F64, F32, F16 or BF16 as double.</summary>
    /// <inheritdoc cref="Read(string, Span{float})"/>
    public void Read(string name, Span<double> destination)
    {
        var entry = Get(name, destination.Length);
        switch (entry.DataType)
        {
            case "F64": ReadInto(entry, destination); break;
            case "F32": Convert<float, double>(entry, destination, static x => x); break;
            case "F16": Convert<ushort, double>(entry, destination, static bits => (double)BitConverter.UInt16BitsToHalf(bits)); break;
            case "BF16": Convert<ushort, double>(entry, destination, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)); break;
            default: throw Unreadable(entry, "double");
        }
    }

    /// <summary>Reads I32, or I64 with values in the range of int, as int.</summary>
    /// <inheritdoc cref="Read(string, Span{float})"/>
    public void Read(string name, Span<int> destination)
    {
        var entry = Get(name, destination.Length);
        switch (entry.DataType)
        {
            case "I32": ReadInto(entry, destination); break;
            case "I64":
                Convert<long, int>(entry, destination, x => x is >= int.MinValue and <= int.MaxValue ? (int)x : throw new CheckpointException($"{_file}: the tensor {entry} holds {x}, which does not fit the int of Minima. Write it again as I32, with numbers that fit."));
                break;
            default: throw Unreadable(entry, "int");
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private byte[] ReadHeader()
    {
        var length = _stream.Length;
        if (length < SafeTensorsFormat.Prefix) throw SafeTensorsHeader.Fault(_file, $"it has {length} bytes, and its first {SafeTensorsFormat.Prefix} should be the length of its header");
        Span<byte> prefix = stackalloc byte[SafeTensorsFormat.Prefix];
        ReadBytes(0, prefix);
        var claimed = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (claimed > SafeTensorsFormat.LargestHeader) throw SafeTensorsHeader.Fault(_file, $"it claims a header of {claimed} bytes, and the format allows {SafeTensorsFormat.LargestHeader}");
        if (claimed > (ulong)(length - SafeTensorsFormat.Prefix)) throw SafeTensorsHeader.Fault(_file, $"it claims a header of {claimed} bytes, but only {length - SafeTensorsFormat.Prefix} follow");
        var header = new byte[claimed];
        ReadBytes(SafeTensorsFormat.Prefix, header);
        return header;
    }

    private SafeTensorEntry Get(string name) => Find(name) ?? throw new CheckpointException(
        $"{_file}: there is no tensor '{Names.Shorten(name)}' in it{Names.DidYouMean(name, _entries.Keys)}. Was it written by a model of another structure?");

    private SafeTensorEntry Get(string name, int count)
    {
        var entry = Get(name);
        return entry.Shape.Count == count ? entry : throw new CheckpointException($"{_file}: the tensor {entry} has {entry.Shape.Count} elements, but should be read into {count}. Was it written by a model of another structure?");
    }

    private void ReadInto<T>(SafeTensorEntry entry, Span<T> destination)
        where T : unmanaged
    {
        // A span of bytes has at most 2^31 - 1.
        const int Most = 1 << 26;
        for (var begin = entry.Begin; destination.Length > 0; destination = destination[Math.Min(Most, destination.Length)..])
        {
            var bytes = MemoryMarshal.AsBytes(destination[..Math.Min(Most, destination.Length)]);
            ReadBytes(_dataStart + begin, bytes);
            begin += bytes.Length;
        }
    }

    private void Convert<TFrom, TTo>(SafeTensorEntry entry, Span<TTo> destination, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        Span<TFrom> piece = stackalloc TFrom[1024];
        var begin = entry.Begin;
        for (var i = 0; i < destination.Length;)
        {
            var part = piece[..Math.Min(piece.Length, destination.Length - i)];
            var bytes = MemoryMarshal.AsBytes(part);
            ReadBytes(_dataStart + begin, bytes);
            begin += bytes.Length;
            foreach (var x in part) destination[i++] = convert(x);
        }
    }

    private void ReadBytes(long position, Span<byte> destination)
    {
        try
        {
            _stream.Position = position;
            _stream.ReadExactly(destination);
        }
        catch (IOException problem)
        {
            // Also at the end of the file, if it was shortened after it was opened.
            throw new CheckpointException($"{_file}: reading failed at byte {position} ({problem.Message}). The file was shortened meanwhile, or its disk is failing: take an earlier checkpoint or another copy.", problem);
        }
    }

    private CheckpointException Unreadable(SafeTensorEntry entry, string type) => new(
        $"{_file}: the tensor {entry} cannot be read as {type} without loss. F32, F16 and BF16 are read as float or double, F64 as double, I32 and I64 as int. Convert it with the program that wrote it.");
}

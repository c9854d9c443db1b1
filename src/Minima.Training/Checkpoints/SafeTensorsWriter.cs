using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Training.Checkpoints;

/// <summary>Writes tensors in the safetensors format of Hugging Face, which every framework reads.</summary>
/// <remarks>
/// The layout is that of the format's own implementation: the widest elements first, then by name. Spaces pad the header to a multiple of eight bytes, so that all
/// elements are aligned in the file. The same tensors give the same bytes.
/// </remarks>
public static class SafeTensorsWriter
{
    private const int Piece = 1 << 20;

    /// <summary>Writes a file, completely or not at all (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="CheckpointException">A name is refused or given twice, or the file cannot be written; an existing file is unchanged.</exception>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes the bytes of a file to a stream.</summary>
    /// <exception cref="CheckpointException">A name is refused or given twice.</exception>
    /// <exception cref="TrainingException">A tensor's memory was released at the end of its step.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderByDescending(tensor => Rank(tensor.Value.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        var header = Header(ordered, metadata ?? new Dictionary<string, string>(StringComparer.Ordinal));
        Span<byte> length = stackalloc byte[SafeTensorsFormat.Prefix];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, value) in ordered)
        {
            switch (value.Type)
            {
                case ElementType.Double: WriteElements<double>(stream, value); break;
                case ElementType.Single: WriteElements<float>(stream, value); break;
                default: WriteElements<int>(stream, value); break;
            }
        }
    }

    private static ReadOnlySpan<byte> Header(NamedTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Check(tensors, metadata);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafeTensorsFormat.Metadata);
                foreach (var (name, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(name, text);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, value) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype"u8, SafeTensorsFormat.TypeOf(value.Type));
                json.WriteStartArray("shape"u8);
                foreach (var axis in value.Shape) json.WriteNumberValue(axis);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets"u8);
                json.WriteNumberValue(offset);
                offset += (long)value.Count * Node.SizeOf(value.Type);
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = -buffer.WrittenCount & (SafeTensorsFormat.Prefix - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        if (buffer.WrittenCount > SafeTensorsFormat.LargestHeader) throw new CheckpointException($"The names and the metadata of these tensors take {buffer.WrittenCount} bytes; the safetensors format allows {SafeTensorsFormat.LargestHeader}. Shorten the metadata.");
        return buffer.WrittenSpan;
    }

    /// <summary>Checks that the file can be read again.</summary>
    private static void Check(NamedTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (tensors.Length > SafeTensorsFormat.MostEntries || metadata.Count > SafeTensorsFormat.MostEntries)
            throw new CheckpointException($"{tensors.Length} tensors and {metadata.Count} texts of metadata are too many for one file; at most {SafeTensorsFormat.MostEntries} of each are allowed. Use several files.");
        var names = new HashSet<string>(StringComparer.Ordinal) { SafeTensorsFormat.Metadata };
        foreach (var (name, _) in tensors)
        {
            if (SafeTensorsFormat.NameFault(name) is { } fault) throw new CheckpointException($"A file of tensors cannot be written: {fault}. Choose another name.");
            if (!names.Add(name)) throw new CheckpointException($"A file of tensors cannot be written: the name '{Names.Shorten(name)}' is given twice, or is that of the metadata. Give every tensor a name of its own.");
        }
    }

    private static void WriteElements<T>(Stream stream, Tensor value)
        where T : unmanaged
    {
        var rest = (value.IsContiguous ? value : value.Keep()).Read<T>();
        while (rest.Length > 0)
        {
            var piece = rest[..Math.Min(rest.Length, Piece)];
            stream.Write(MemoryMarshal.AsBytes(piece));
            rest = rest[piece.Length..];
        }
    }

    private static int Rank(ElementType type) => type switch
    {
        ElementType.Double => 2,
        ElementType.Single => 1,
        _ => 0,
    };
}

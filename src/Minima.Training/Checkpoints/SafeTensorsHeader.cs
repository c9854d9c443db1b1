using System.Text.Json;
using System.Text.Unicode;

namespace Minima.Training.Checkpoints;

/// <summary>The header of a file, read strictly: accepted headers fit the file to the byte.</summary>
internal sealed class SafeTensorsHeader
{
    // An escaped character takes six bytes.
    private const int LongestEscaped = 6 * SafeTensorsFormat.LongestName;

    private readonly string _file;
    private readonly long _dataLength;
    private readonly List<SafeTensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes that follow in the file.</param>
    /// <param name="file">The name of the file for messages.</param>
    /// <exception cref="CheckpointException">The header is invalid in any way.</exception>
    public SafeTensorsHeader(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        _file = file;
        _dataLength = dataLength;
        if (json.Length == 0 || json[0] != (byte)'{') throw Fault(_file, "the header does not begin with '{'");
        if (!Utf8.IsValid(json)) throw Fault(_file, "the header is not valid UTF-8");
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            reader.Read();
            ReadEntries(ref reader);
            reader.Read();
        }
        catch (JsonException problem)
        {
            throw new CheckpointException(Message(_file, $"the header is not valid JSON (at its byte {problem.BytePositionInLine})"), problem);
        }

        CheckLayout();
    }

    /// <summary>The entries in the order of their data in the file.</summary>
    public IReadOnlyList<SafeTensorEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static CheckpointException Fault(string file, string reason) => new(Message(file, reason));

    private static string Message(string file, string reason) =>
        $"{file}: {reason}. A whole safetensors file is expected; this one is damaged, cut off, or of another kind. Take an earlier checkpoint or another copy of the file.";

    private void ReadEntries(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, "a name", LongestEscaped);
            if (!names.Add(name)) throw Fault(_file, $"'{Names.Shorten(name)}' occurs twice in the header");
            if (names.Count > SafeTensorsFormat.MostEntries + 1) throw Fault(_file, $"it has more than {SafeTensorsFormat.MostEntries} tensors");
            reader.Read();
            if (name == SafeTensorsFormat.Metadata) ReadMetadata(ref reader);
            else if (SafeTensorsFormat.NameFault(name) is { } fault) throw Fault(_file, fault);
            else _entries.Add(ReadEntry(ref reader, name));
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault(_file, $"{SafeTensorsFormat.Metadata} is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, "a name of the metadata", LongestEscaped);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Fault(_file, $"the metadata '{Names.Shorten(name)}' is not text");
            if (!_metadata.TryAdd(name, Text(ref reader, "a text of the metadata", int.MaxValue))) throw Fault(_file, $"the metadata '{Names.Shorten(name)}' occurs twice");
            if (_metadata.Count > SafeTensorsFormat.MostEntries) throw Fault(_file, $"it has more than {SafeTensorsFormat.MostEntries} texts of metadata");
        }
    }

    private SafeTensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw FaultOf(name, "is not described by an object");
        string? type = null;
        Shape? shape = null;
        (long Begin, long End)? place = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Text(ref reader, "a name", LongestEscaped);
            if (field == "dtype" && type is null) type = ReadType(ref reader, name);
            else if (field == "shape" && shape is null) shape = ReadShape(ref reader, name);
            else if (field == "data_offsets" && place is null) place = ReadPlace(ref reader, name);
            else throw FaultOf(name, $"is described by '{Names.Shorten(field)}', which is unknown or occurs twice");
        }

        if (type is null || shape is not { } lengths || place is not { } bytes) throw FaultOf(name, "lacks its dtype, its shape or its data_offsets");
        var size = (long)lengths.Count * SafeTensorsFormat.SizeOf(type);
        if (bytes.End - bytes.Begin != size) throw FaultOf(name, $"of type {type} and shape {lengths} takes {size} bytes, but its data_offsets span {bytes.End - bytes.Begin}");
        return new SafeTensorEntry(name, type, lengths, bytes.Begin, bytes.End);
    }

    private string ReadType(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw FaultOf(name, "has a dtype that is not text");
        var type = Text(ref reader, "a dtype", 64);
        return SafeTensorsFormat.SizeOf(type) > 0 ? type : throw FaultOf(name, $"has the unknown dtype '{Names.Shorten(type)}'");
    }

    private Shape ReadShape(ref Utf8JsonReader reader, string name)
    {
        Span<long> lengths = stackalloc long[Shape.MostAxes];
        var rank = ReadNumbers(ref reader, name, "shape", lengths);
        Span<int> shape = stackalloc int[Shape.MostAxes];
        long count = 1;
        for (var i = 0; i < rank; i++)
        {
            // Neither product can overflow: both factors are below 2^31.
            if (lengths[i] <= int.MaxValue) count *= lengths[i];
            if (lengths[i] > int.MaxValue || count > int.MaxValue) throw FaultOf(name, $"has a shape of more than {int.MaxValue} elements");
            shape[i] = (int)lengths[i];
        }

        return Shape.Of(shape[..rank]);
    }

    private (long Begin, long End) ReadPlace(ref Utf8JsonReader reader, string name)
    {
        Span<long> offsets = stackalloc long[2];
        if (ReadNumbers(ref reader, name, "data_offsets", offsets) != 2) throw FaultOf(name, "does not have two data_offsets");
        if (offsets[0] > offsets[1] || offsets[1] > _dataLength) throw FaultOf(name, $"lies at the bytes {offsets[0]} to {offsets[1]}, which are not within the {_dataLength} that follow the header");
        return (offsets[0], offsets[1]);
    }

    private int ReadNumbers(ref Utf8JsonReader reader, string name, string what, scoped Span<long> numbers)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw FaultOf(name, $"has a {what} that is not a list");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == numbers.Length) throw FaultOf(name, $"has a {what} of more than {numbers.Length} numbers");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out numbers[count]) || numbers[count] < 0) throw FaultOf(name, $"has a {what} with something that is not a whole number of at least 0");
            count++;
        }

        return count;
    }

    /// <summary>Checks that the tensors cover the data from its first byte to its last, each byte once.</summary>
    private void CheckLayout()
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long end = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (entry.Begin < end) throw FaultOf(entry.Name, $"overlaps with '{Names.Shorten(_entries[i - 1].Name)}'");
            if (entry.Begin > end) throw FaultOf(entry.Name, $"begins at byte {entry.Begin} of the data, and the {entry.Begin - end} before belong to no tensor");
            end = entry.End;
        }

        if (end != _dataLength) throw Fault(_file, $"{_dataLength - end} bytes after the last tensor belong to no tensor");
    }

    private string Text(ref Utf8JsonReader reader, string what, int longest)
    {
        if (reader.ValueSpan.Length > longest) throw Fault(_file, $"{what} in the header is {reader.ValueSpan.Length} bytes long");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            // Half of a surrogate pair, escaped: valid UTF-8 and valid JSON, but not text.
            throw new CheckpointException(Message(_file, $"{what} in the header is not text"), problem);
        }
    }

    private CheckpointException FaultOf(string name, string reason) => Fault(_file, $"the tensor '{Names.Shorten(name)}' {reason}");
}

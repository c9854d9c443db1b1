using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Minima.Training.Checkpoints;

/// <summary>
/// A JSON file with its own checksum: <c>{"format": ..., "version": 1, "sha256": ..., "content": {...}}</c>. The checksum is that of the bytes of the content
/// in the file.
/// </summary>
internal static class SealedJson
{
    /// <summary>The maximum size in bytes; a history of a hundred thousand epochs fits. Parsed JSON takes up to ten times the memory of its text.</summary>
    public const int LargestFile = 16 << 20;

    private const int DeepestNesting = 64;
    private const int Version = 1;

    /// <summary>Creates the bytes of a file.</summary>
    /// <exception cref="CheckpointException">The content cannot be written as JSON, or could not be read again.</exception>
    public static byte[] Seal(string format, Action<Utf8JsonWriter> writeContent)
    {
        var content = new ArrayBufferWriter<byte>();
        try
        {
            // Two levels are reserved for the object around the content.
            using var json = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true, NewLine = "\n", MaxDepth = DeepestNesting - 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            writeContent(json);
        }
        catch (Exception problem) when (problem is InvalidOperationException and not TrainingException or ArgumentException)
        {
            throw new CheckpointException($"The state of the training cannot be written as JSON ({problem.Message.TrimEnd('.')}). Write NaN and infinities by JsonNumber.Of, and nest at most {DeepestNesting - 4} levels.", problem);
        }

        var head = Encoding.UTF8.GetBytes($"{{\n\"format\": \"{format}\",\n\"version\": {Version},\n\"sha256\": \"{Hash(content.WrittenSpan)}\",\n\"content\": ");
        byte[] bytes = [.. head, .. content.WrittenSpan, .. "\n}\n"u8];
        return bytes.Length <= LargestFile
            ? bytes
            : throw new CheckpointException($"The state of the training takes {bytes.Length} bytes of JSON; at most {LargestFile} are read again. Keep fewer metrics in it: the event log has all of them.");
    }

    /// <summary>Reads the content of a file after checking its checksum.</summary>
    /// <exception cref="CheckpointException">There is no such file, it exceeds the maximum size, or it is invalid.</exception>
    public static JsonFields Open(string path, string format)
    {
        var file = Path.GetFileName(path);
        using var stream = FileSystem.OpenToRead(path);
        if (stream.Length > LargestFile) throw Fault(file, $"it has {stream.Length} bytes, and at most {LargestFile} are ever written");
        var bytes = new byte[stream.Length];
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (IOException problem)
        {
            throw new CheckpointException($"{file}: reading failed ({problem.Message.TrimEnd('.')}). Take an earlier checkpoint or another copy of the file.", problem);
        }

        return Open(bytes, file, format);
    }

    internal static JsonFields Open(byte[] bytes, string file, string format)
    {
        CheckTexts(bytes, file);
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DeepestNesting, AllowDuplicateProperties = false });
            root = document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            throw NoJson(file, problem);
        }

        var fields = new JsonFields(file, root);
        var found = fields.Text("format");
        if (found != format) throw Fault(file, $"its format is '{Names.Shorten(found)}', but '{format}' is expected");
        var version = fields.WholeNumber("version");
        if (version != Version) throw new CheckpointException($"{file}: it is of version {version} of its format, and this Minima reads version {Version}. Use the Minima that wrote it, or a newer one.");
        var content = fields.Property("content");
        if (Hash(JsonMarshal.GetRawUtf8Value(content)) != fields.Text("sha256")) throw Fault(file, "its contents do not have the checksum that it names: it was damaged, or changed by hand");
        return new JsonFields(file, content);
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static CheckpointException Fault(string file, string reason) => new($"{file}: {reason}. A file that Minima wrote is expected. Take an earlier checkpoint or another copy of the file.");

    /// <summary>Checks that all strings are valid: no invalid UTF-8 and no escaped half of a surrogate pair, which would fail only when used.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> bytes, string file)
    {
        if (!Utf8.IsValid(bytes)) throw Fault(file, "it is not valid UTF-8");
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestNesting });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            }
        }
        catch (JsonException problem)
        {
            throw NoJson(file, problem);
        }
        catch (InvalidOperationException problem)
        {
            throw new CheckpointException($"{file}: a text in it is invalid ({problem.Message.TrimEnd('.')}). Take an earlier checkpoint or another copy of the file.", problem);
        }
    }

    private static CheckpointException NoJson(string file, JsonException problem) =>
        new($"{file}: it is not JSON that Minima writes (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine}; at most {DeepestNesting} levels, no name twice). Take an earlier checkpoint or another copy of the file.", problem);
}

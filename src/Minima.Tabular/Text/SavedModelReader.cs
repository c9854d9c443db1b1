using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Reads a model from a JSON file. Messages name missing properties and those of another type.</summary>
internal abstract class SavedModelReader(string name, JsonElement root)
{
    private const long LargestFile = 256L << 20;

    protected string Name { get; } = name;

    protected JsonElement Root { get; } = root;

    /// <summary>Reads a file and creates its model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Creates the model from the name of the file and its content.</param>
    /// <param name="foreign">Creates it from the bytes of another program's file; returns null for other files.</param>
    /// <exception cref="DataException">There is no such file, it is not JSON, or the model in it is damaged.</exception>
    public static T Read<T>(string path, Func<string, JsonElement, T> make, Func<string, ReadOnlyMemory<byte>, T?>? foreign = null)
        where T : class
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path of the model" : path,
                Directory.Exists(path) ? "this is a directory" : "there is no such file",
                "the path of a saved model is expected",
                $"Check the spelling; relative paths start at {Environment.CurrentDirectory}.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            var bytes = Whole(stream, name);
            if (foreign?.Invoke(name, bytes) is { } found) return found;
            using var document = JsonDocument.Parse(bytes);
            return make(name, document.RootElement);
        }
        catch (JsonException problem)
        {
            throw FileFault(name, $"it is not JSON (line {problem.LineNumber + 1})");
        }
        catch (InvalidOperationException problem) when (problem is not TrainingException)
        {
            // The reader unescapes texts lazily, and fails for half a surrogate pair, such as "\\ud800" alone.
            throw FileFault(name, "a text in it holds half a surrogate pair");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{name}: reading failed ({problem.Message.TrimEnd('.')}); a file is expected that can be read to its end. Check that you may read it.", problem) { IsAboutFile = true };
        }
    }

    /// <summary>True for a file that names this format.</summary>
    public static bool HasFormat(JsonElement root, string format) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var word) && word.ValueKind == JsonValueKind.String && word.GetString() == format;

    /// <summary>The exception for a file that is not a model.</summary>
    protected static DataException FileFault(string name, string got) => DataException.Create(
        name, got, "a model that minima fit --json or minima boost --json wrote is expected", "Write it again with the command that wrote it.");

    /// <summary>The exception for a damaged model of this kind.</summary>
    protected abstract DataException Fault(string got);

    /// <summary>The values as in JSON; the loss that they belong to checks them.</summary>
    protected IEnumerable<KeyValuePair<string, object?>> Parameters() => Parameters(Property(Root, "parameters"));

    protected IEnumerable<KeyValuePair<string, object?>> Parameters(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object) throw Fault("\"parameters\" is not an object");
        foreach (var parameter in parameters.EnumerateObject())
        {
            yield return KeyValuePair.Create<string, object?>(parameter.Name, parameter.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => parameter.Value.GetDouble(),
                JsonValueKind.String => parameter.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Array when parameter.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Array) => parameter.Value.EnumerateArray().Select(row => Numbers(row, parameter.Name)).ToArray(),
                JsonValueKind.Array => Numbers(parameter.Value, parameter.Name),
                _ => throw Fault($"the parameter {DataException.Quote(parameter.Name)} is neither a number, a word nor a list"),
            });
        }
    }

    protected PredictionLink Link(string word)
    {
        foreach (var link in Enum.GetValues<PredictionLink>())
        {
            if (Wording.Snake(link) == word) return link;
        }

        throw Fault($"its link is {DataException.Quote(word)}, which is not one of {DataException.List([.. Enum.GetValues<PredictionLink>().Select(link => Wording.Snake(link))])}");
    }

    protected bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"\"{name}\" is neither true nor false"),
    };

    /// <summary>The percent sign or the currency that was written with the numbers of a column; null without one, and in older models.</summary>
    protected string? Mark(JsonElement column) => column.TryGetProperty("mark", out _) && Text(column, "mark") is { Length: > 0 } mark ? mark : null;

    protected double[] Numbers(JsonElement list, string name)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number || !double.IsFinite(item.GetDouble())))
            throw Fault($"\"{name}\" is not a list of finite numbers");
        return [.. list.EnumerateArray().Select(item => item.GetDouble())];
    }

    protected JsonElement Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : throw Fault($"\"{name}\" is missing");

    protected JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Fault($"\"{name}\" is not a list");

    /// <summary>The marks of missing values; models of older versions have none.</summary>
    protected MissingMark[] MissingMarks() => Root.TryGetProperty("missing_marks", out _) ? [.. Texts(Root, "missing_marks").Select(MissingMark.Parse)] : [];

    protected string[] Texts(JsonElement item, string name) => TextsOf(Property(item, name), name);

    protected string[] TextsOf(JsonElement list, string name) =>
        [.. (list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Fault($"\"{name}\" is not a list")).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fault($"\"{name}\" is not a list of texts"))];

    protected string Text(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Fault($"\"{name}\" is not a text");

    protected double Number(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Number } value && double.IsFinite(value.GetDouble()) ? value.GetDouble() : throw Fault($"\"{name}\" is not a finite number");

    /// <summary>Reads the bytes of a file, which may be an endless pipe or device.</summary>
    private static ReadOnlyMemory<byte> Whole(FileStream stream, string name)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[1 << 16];
        for (int read; (read = stream.Read(piece)) > 0;)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > LargestFile) throw FileFault(name, "it is larger than 256 MB");
            if (bytes.Length <= piece.Length && piece.AsSpan(0, read).Contains((byte)0)) throw FileFault(name, "it is not text");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}

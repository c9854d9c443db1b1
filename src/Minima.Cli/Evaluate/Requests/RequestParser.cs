using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>
/// Parses a line of bytes into a <see cref="Request"/>. The evaluator checks the rules that need the loss (its parameters, its inputs).
/// The parser reports every fault of the line itself, and continues after a fault so that the id is found anywhere in the line.
/// </summary>
internal static class RequestParser
{
    /// <summary>The keys of a request, for "did you mean".</summary>
    private static readonly string[] Keys = ["id", "loss", "formula", "params", "inputs", "reduction", "precision", "gradient", "hessian"];

    /// <summary>The keys that lines of the reference files contain besides a request.</summary>
    private static readonly string[] Ignored = ["value", "source", "group", "note", "kink", "stop_gradient", "cross_checked", "expect", "why"];

    private const int MostInputs = 64;

    /// <summary>A formula of the maximum length may have some thousand parameters.</summary>
    private const int MostParameters = 4096;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = TensorParser.MaxDepth };

    /// <summary>Reads one line into a request, whose id is kept if the line is malformed after it. The bytes may be overwritten.</summary>
    public static void Parse(Span<byte> line, Request request)
    {
        if (!Utf8.IsValid(line))
        {
            Refuse(request, EvaluateErrors.Json, "the line is not UTF-8; write UTF-8 (from Python: ensure_ascii=True, the default of json.dumps).");
            return;
        }

        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            Refuse(request, EvaluateErrors.Json, "the line is empty; every line must be a request, a JSON object such as {\"loss\": ..., \"inputs\": {...}}.");
            return;
        }

        // A word that JSON does not have is found before the reader, which would put the whole rest of the line into its message. A zero in its place lets
        // the reader continue, so that the id is found on both sides of it.
        if (BareWords.Blank(line) is { } fault)
        {
            request.Fault = fault;
        }

        try
        {
            Read(line, request);
        }
        catch (JsonException exception)
        {
            request.Fault ??= new Refusal(EvaluateErrors.Json, NotJson(exception));
        }
    }

    private static void Read(ReadOnlySpan<byte> line, Request request)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: true, new JsonReaderState(Options));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(request, EvaluateErrors.Json, $"a request must be a JSON object; this line is {Describe(reader.TokenType)}.");
            reader.Skip();
        }
        else
        {
            ReadKeys(ref reader, line, request);
        }

        while (reader.Read())
        {
            // The reader refuses anything that follows.
        }
    }

    private static void ReadKeys(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Request request)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, request);
            if (!seen.Add(key))
            {
                Refuse(request, EvaluateErrors.Json, $"the key {Wording.Quote(key)} is given twice; give it once.");
            }

            reader.Read();
            switch (key)
            {
                case "id":
                    request.Id = ReadId(ref reader, line);
                    break;
                case "loss":
                    request.Loss = ReadText(ref reader, request, key, "the name of a loss");
                    break;
                case "formula":
                    request.Formula = ReadText(ref reader, request, key, "a formula such as abs(p - t)");
                    break;
                case "params":
                    ReadParameters(ref reader, request);
                    break;
                case "inputs":
                    ReadInputs(ref reader, request);
                    break;
                case "reduction":
                    ReadReduction(ref reader, request);
                    break;
                case "precision":
                    ReadPrecision(ref reader, request);
                    break;
                case "gradient":
                    // The reference files hold the expected gradient here: an object means true.
                    request.Gradient = reader.TokenType == JsonTokenType.StartObject || ReadFlag(ref reader, request, key);
                    reader.Skip();
                    break;
                case "hessian":
                    request.Hessian = ReadFlag(ref reader, request, key);
                    reader.Skip();
                    break;
                default:
                    // Only the first fault is answered: with a million unknown keys, only one is compared with the known ones.
                    if (request.Fault is null && !Ignored.AsSpan().Contains(key))
                    {
                        Refuse(request, EvaluateErrors.UnknownKey, $"there is no key {Wording.Quote(key)} in a request{Wording.DidYouMean(key, Keys)}. The keys: {string.Join(", ", Keys)}. Parameters of a loss belong in 'params', arrays in 'inputs'.");
                    }

                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadParameters(ref Utf8JsonReader reader, Request request)
    {
        if (!IsObject(ref reader, request, "params", "{\"name\": value}"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, request);
            reader.Read();
            if (request.Parameters.Count == MostParameters)
            {
                Refuse(request, EvaluateErrors.UnknownParameter, $"params holds more than {MostParameters.ToString(CultureInfo.InvariantCulture)} names; no loss has that many.");
                reader.Skip();
                continue;
            }

            var value = ReadParameter(ref reader, request, name);
            if (!request.Parameters.TryAdd(name, value))
            {
                (value as Tensor)?.Dispose();
                Refuse(request, EvaluateErrors.Json, $"params: {Wording.Quote(name)} is given twice; give it once.");
            }
        }
    }

    private static object? ReadParameter(ref Utf8JsonReader reader, Request request, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                var word = Text(ref reader, request);
                return NumberText.TryNonFinite(word, out var special) ? special : word;
            default:
                var fault = request.Fault;
                var tensor = TensorParser.Parse(ref reader, "params." + Wording.Shorten(name), isParameter: true, ref fault);
                request.Fault = fault;
                if (tensor.Shape.Length > 0)
                {
                    return tensor;
                }

                using (tensor)
                {
                    return tensor.Count == 0 ? 0.0 : tensor.Values[0];
                }
        }
    }

    private static void ReadInputs(ref Utf8JsonReader reader, Request request)
    {
        if (!IsObject(ref reader, request, "inputs", "{\"name\": array}"))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, request);
            reader.Read();
            if (request.Inputs.Count == MostInputs)
            {
                Refuse(request, EvaluateErrors.UnknownInput, $"inputs holds more than {MostInputs.ToString(CultureInfo.InvariantCulture)} names; no loss has that many.");
                reader.Skip();
                continue;
            }

            var fault = request.Fault;
            var tensor = TensorParser.Parse(ref reader, "inputs." + Wording.Shorten(name), isParameter: false, ref fault);
            request.Fault = fault;
            if (!request.Inputs.TryAdd(name, tensor))
            {
                tensor.Dispose();
                Refuse(request, EvaluateErrors.Json, $"inputs: {Wording.Quote(name)} is given twice; give it once.");
            }
        }
    }

    private static void ReadReduction(ref Utf8JsonReader reader, Request request)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            request.Reduction = Text(ref reader, request);
            return;
        }

        Refuse(request, EvaluateErrors.Reduction, $"'reduction' is {Describe(reader.TokenType)}; it must be the text mean, sum or none (scalar for losses that are not means of terms).");
        reader.Skip();
    }

    private static void ReadPrecision(ref Utf8JsonReader reader, Request request)
    {
        var word = ReadText(ref reader, request, "precision", "float64 or float32");
        if (word is not (null or "float64" or "float32"))
        {
            Refuse(request, EvaluateErrors.Json, $"'precision' is {Wording.Quote(word)}; it must be float64 or float32.");
        }

        request.Precision = word == "float32" ? Precision.Float32 : Precision.Float64;
    }

    private static bool ReadFlag(ref Utf8JsonReader reader, Request request, string key)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            Refuse(request, EvaluateErrors.Json, $"'{key}' is {Describe(reader.TokenType)}; it must be true or false.");
        }

        return reader.TokenType == JsonTokenType.True;
    }

    private static string? ReadText(ref Utf8JsonReader reader, Request request, string key, string expected)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Text(ref reader, request);
        }

        Refuse(request, EvaluateErrors.Json, $"'{key}' is {Describe(reader.TokenType)}; it must be text: {expected}.");
        reader.Skip();
        return null;
    }

    private static bool IsObject(ref Utf8JsonReader reader, Request request, string key, string expected)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        Refuse(request, EvaluateErrors.Json, $"'{key}' is {Describe(reader.TokenType)}; it must be an object: {expected}.");
        reader.Skip();
        return false;
    }

    /// <summary>The id without spaces between its tokens, so that no carriage return of the request splits the answer.</summary>
    private static byte[] ReadId(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var id = line[start..(int)reader.BytesConsumed].ToArray();
        var length = 0;
        var inText = false;
        for (var i = 0; i < id.Length; i++)
        {
            if (!inText && id[i] is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                continue;
            }

            id[length++] = id[i];
            if (id[i] == '"')
            {
                inText = !inText;
            }
            else if (inText && id[i] == '\\')
            {
                id[length++] = id[++i];
            }
        }

        return id[..length];
    }

    /// <summary>A key or a text. Half a surrogate pair is no text; it is replaced, and the request refused.</summary>
    private static string Text(ref Utf8JsonReader reader, Request request)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Refuse(request, EvaluateErrors.Json, "the line holds half a surrogate pair (\\ud800 to \\udfff alone); write whole characters.");
            return "?";
        }
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static string NotJson(JsonException exception)
    {
        var place = (exception.BytePositionInLine ?? 0).ToString(CultureInfo.InvariantCulture);
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return $"the line is nested deeper than 64 levels (at byte {place}); Minima reads at most 64.";
        }

        var reason = exception.Message;
        var end = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        reason = (end < 0 ? reason : reason[..end])
            .Replace(" Change the reader options.", "", StringComparison.Ordinal) // advice for programmers of readers
            .Replace(" which is not supported in this mode", "", StringComparison.Ordinal);
        return $"the line is not JSON at byte {place}: {reason} Write each request as one JSON object on one line.";
    }

    private static void Refuse(Request request, string code, string message) => request.Fault ??= new Refusal(code, message);
}

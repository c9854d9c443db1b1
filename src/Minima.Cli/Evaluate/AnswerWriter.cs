using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>Writes answers, one a line. A long answer leaves in pieces, so that its text never stands in memory as a whole.</summary>
internal sealed class AnswerWriter(Stream output) : IDisposable
{
    /// <summary>Bytes of UTF-8; with escapes an answer stays below 4 KiB.</summary>
    private const int LongestMessage = 2048;

    private const int PieceSize = 1 << 16;

    private readonly ArrayBufferWriter<byte> buffer = new(2 * PieceSize);

    // Messages are read by people: quotes and Chinese stay as they are, which JSON allows.
    private readonly Utf8JsonWriter writer = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public void Write(ReadOnlySpan<byte> id, long line, Answer answer)
    {
        Begin(id, line);
        writer.WriteString("loss"u8, answer.Loss);
        writer.WritePropertyName("value"u8);
        if (answer.Terms is null)
        {
            DoubleElement.Write(writer, answer.Value);
        }
        else
        {
            WriteShaped(answer.Terms);
        }

        writer.WritePropertyName("denominator"u8);
        if (answer.Denominator is { } denominator)
        {
            DoubleElement.Write(writer, denominator);
        }
        else
        {
            writer.WriteNullValue();
        }

        WriteByInput("gradient"u8, answer.Gradient);
        WriteByInput("hessian"u8, answer.Hessian);
        End();
    }

    public void Write(ReadOnlySpan<byte> id, long line, Refusal refusal)
    {
        Begin(id, line);
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, refusal.Code);
        writer.WriteString("message"u8, Bounded(refusal.Message));
        writer.WriteEndObject();
        End();
    }

    public void Dispose() => writer.Dispose();

    /// <summary>Messages quote little of a request; should one still be long, its beginning and its end are what is read.</summary>
    private static string Bounded(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= LongestMessage)
        {
            return message;
        }

        // At most three bytes for each character; never between the halves of a pair.
        const int each = (LongestMessage / 6) - 4;
        var (start, end) = (each, message.Length - each);
        return message[..(char.IsHighSurrogate(message[start - 1]) ? start - 1 : start)] + " ... " + message[(char.IsLowSurrogate(message[end]) ? end + 1 : end)..];
    }

    private void Begin(ReadOnlySpan<byte> id, long line)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id.IsEmpty ? "null"u8 : id, skipInputValidation: true);
        writer.WriteNumber("line"u8, line);
    }

    private void End()
    {
        writer.WriteEndObject();
        writer.Flush();
        buffer.Write("\n"u8);
        output.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        output.Flush();
    }

    private void WriteByInput(ReadOnlySpan<byte> name, IReadOnlyList<(string Input, ShapedNumbers Numbers)>? inputs)
    {
        if (inputs is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (input, numbers) in inputs)
        {
            writer.WritePropertyName(input);
            WriteShaped(numbers);
        }

        writer.WriteEndObject();
    }

    private void WriteShaped(ShapedNumbers numbers)
    {
        var index = 0;
        WriteLevel(numbers, 0, ref index);
    }

    /// <summary>Recursion as deep as the request's arrays, which is at most 62.</summary>
    private void WriteLevel(ShapedNumbers numbers, int level, ref int index)
    {
        if (level == numbers.Shape.Length)
        {
            numbers.Write(writer, index++);
            return;
        }

        writer.WriteStartArray();
        for (var i = 0; i < numbers.Shape[level]; i++)
        {
            WriteLevel(numbers, level + 1, ref index);
            if (writer.BytesPending + buffer.WrittenCount > PieceSize)
            {
                SendPiece();
            }
        }

        writer.WriteEndArray();
    }

    private void SendPiece()
    {
        writer.Flush();
        output.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}

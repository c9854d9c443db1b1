using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Writes answers, one a line. A long answer is written in pieces, so that its text is never in memory as a whole.</summary>
internal sealed class AnswerWriter(Stream output) : IDisposable
{
    private const int PieceSize = 1 << 16;

    private readonly ArrayBufferWriter<byte> buffer = new(2 * PieceSize);

    // Messages are read by people: quotes and Chinese stay as they are, which JSON allows.
    private readonly Utf8JsonWriter writer = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The language of messages.</summary>
    public Language Language { get; init; }

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
        writer.WriteString("message"u8, Wording.Bounded(Messages.Table.In(Language, refusal.Message)));
        writer.WriteEndObject();
        End();
    }

    public void Dispose() => writer.Dispose();

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

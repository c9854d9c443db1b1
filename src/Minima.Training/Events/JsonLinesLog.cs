using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Events;

/// <summary>
/// A log of a training, one JSON object a line: <c>{"time": "2026-01-31T12:00:00.0000000Z", "event": "epoch", "step": 100, "loss": 0.25}</c>.
/// Programs that read lines can read it, also while it grows. NaN and infinities are the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
/// <remarks>
/// An existing log is continued. If its process was killed in the middle of a line, that line is dropped first (<see cref="Dropped"/>). One process at a time writes
/// to a log.
/// </remarks>
public sealed class JsonLinesLog : IDisposable
{
    private readonly AppendedFile _file;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _line = new(256);
    private readonly Utf8JsonWriter _json;

    /// <summary>Opens or creates a log. Others may read it meanwhile.</summary>
    /// <param name="path">The file; a missing folder is created.</param>
    /// <param name="time">The source of the time; the system's by default.</param>
    /// <exception cref="TrainingException">The file cannot be opened.</exception>
    public JsonLinesLog(string path, TimeProvider? time = null)
        : this(AppendedFile.Open(path, file => new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0)), path, time)
    {
    }

    internal JsonLinesLog(Stream stream, string path, TimeProvider? time)
    {
        try
        {
            Dropped = TornLine.Repair(stream);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            stream.Dispose();
            throw AppendedFile.Failed(path, "be repaired", problem);
        }

        _file = new AppendedFile(stream, path);
        _time = time ?? TimeProvider.System;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>The number of bytes of a torn last line dropped when the log was opened; usually 0.</summary>
    public long Dropped { get; }

    /// <summary>Writes a line of numbers.</summary>
    /// <param name="kind">The kind of event: epoch, validation, resumed, ...</param>
    /// <param name="step">The step.</param>
    /// <param name="values">Numbers by name; the names time, event and step are reserved.</param>
    /// <exception cref="TrainingException">A name is reserved, a value is not valid JSON, or the disk is full or fails; the log ends with the line before.</exception>
    public void Write(string kind, long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        Begin(kind, step);
        foreach (var (name, value) in values)
        {
            WriteName(name);
            JsonNumber.Write(_json, value);
        }

        End();
    }

    /// <summary>Writes a line of any JSON values.</summary>
    /// <inheritdoc cref="Write(string, long, ReadOnlySpan{ValueTuple{string, double}})"/>
    public void Write(string kind, long step, JsonObject values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Begin(kind, step);
        foreach (var (name, value) in values)
        {
            WriteName(name);
            WriteValue(name, value);
        }

        End();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void Begin(string kind, long step)
    {
        ArgumentNullException.ThrowIfNull(kind);
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("time"u8, _time.GetUtcNow().UtcDateTime);
        _json.WriteString("event"u8, kind);
        _json.WriteNumber("step"u8, step);
    }

    private void WriteName(string name)
    {
        if (name is "time" or "event" or "step") throw new TrainingException($"A line of the log cannot have another value called '{name}', which every line already has. Choose another name.");
        _json.WritePropertyName(name);
    }

    private void WriteValue(string name, JsonNode? value)
    {
        if (value is null)
        {
            _json.WriteNullValue();
            return;
        }

        try
        {
            value.WriteTo(_json);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            throw new TrainingException($"A line of the log was given a value '{Names.Shorten(name)}' that JSON does not have ({problem.Message.TrimEnd('.')}). Write NaN and infinities with JsonNumber.Of.", problem);
        }
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _file.Append(_line.WrittenSpan);
    }
}

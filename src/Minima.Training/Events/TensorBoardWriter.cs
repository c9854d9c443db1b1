using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Minima.Training.Events;

/// <summary>Writes event files for TensorBoard: curves and histograms. Each event is passed to the system before the call returns.</summary>
/// <remarks>Formats: TFRecord framing, and of TensorFlow's event.proto and summary.proto the fields for scalars and histograms.</remarks>
public sealed class TensorBoardWriter : IDisposable
{
    // Fields of Event.
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int Summary = 5;
    private const int SessionLog = 7;

    // Fields of Summary, Summary.Value and SessionLog.
    private const int Value = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;
    private const int Histo = 5;
    private const int Status = 1;
    private const int StatusStart = 1;

    private readonly AppendedFile _file;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _frame = new(256);
    private readonly ProtobufWriter _event = new();
    private readonly ProtobufWriter _summary = new();
    private readonly ProtobufWriter _value = new();
    private readonly HistogramBuilder _histogram = new();

    /// <summary>Creates a new event file in a folder: TensorBoard joins the files of one folder to one run.</summary>
    /// <param name="folder">The folder of the run, which is created if missing.</param>
    /// <param name="purgeFrom">For a resumed training, the first step that is repeated: events of earlier files from this step on are no longer shown.</param>
    /// <param name="time">The source of the time; the system's by default.</param>
    /// <exception cref="TrainingException">The file cannot be created.</exception>
    public TensorBoardWriter(string folder, long? purgeFrom = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _time = time ?? TimeProvider.System;
        Path = NameIn(folder, _time.GetUtcNow().ToUnixTimeSeconds());
        _file = new AppendedFile(AppendedFile.Open(Path, path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)), Path);
        try
        {
            WriteHead(purgeFrom);
        }
        catch (TrainingException)
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>Writes a point of one or several curves.</summary>
    /// <param name="step">The position on the horizontal axis.</param>
    /// <param name="values">Values by tag; a tag like <c>loss/train</c> puts the curve into the group loss. TensorBoard keeps float.</param>
    /// <exception cref="TrainingException">The disk is full or fails; the file ends with the event before.</exception>
    public void Scalars(long step, params ReadOnlySpan<(string Tag, double Value)> values)
    {
        Begin(step);
        _summary.Clear();
        foreach (var (tag, value) in values)
        {
            _value.Clear();
            _value.Text(Tag, tag);
            _value.Single(SimpleValue, (float)value);
            _summary.Message(Value, _value);
        }

        _event.Message(Summary, _summary);
        End();
    }

    /// <summary>Writes a histogram of numbers, such as weights or gradients. NaN and infinities are left out; if nothing is left, nothing is written.</summary>
    /// <inheritdoc cref="Scalars" path="/exception"/>
    public void Histogram(string tag, long step, ReadOnlySpan<float> values)
    {
        _histogram.Count(values);
        Histogram(tag, step);
    }

    /// <inheritdoc cref="Histogram(string, long, ReadOnlySpan{float})"/>
    public void Histogram(string tag, long step, ReadOnlySpan<double> values)
    {
        _histogram.Count(values);
        Histogram(tag, step);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static string NameIn(string folder, long seconds)
    {
        for (var i = 0; ; i++)
        {
            var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.minima.{i}"));
            if (!File.Exists(path)) return path;
        }
    }

    private void WriteHead(long? purgeFrom)
    {
        Begin(purgeFrom ?? 0);
        _event.Text(FileVersion, "brain.Event:2");
        End();
        if (purgeFrom is not { } step) return;
        Begin(step);
        _value.Clear();
        _value.Number(Status, StatusStart);
        _event.Message(SessionLog, _value);
        End();
    }

    private void Histogram(string tag, long step)
    {
        if (_histogram.IsEmpty) return;
        Begin(step);
        _summary.Clear();
        _value.Clear();
        _histogram.WriteTo(_value);
        _summary.Text(Tag, tag);
        _summary.Message(Histo, _value);
        _value.Clear();
        _value.Message(Value, _summary);
        _event.Message(Summary, _value);
        End();
    }

    private void Begin(long step)
    {
        _event.Clear();
        _event.Double(WallTime, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        if (step != 0) _event.Number(Step, step);
    }

    /// <summary>Ends a record: its length, the checksum of the length, the event, the checksum of the event.</summary>
    private void End()
    {
        _frame.ResetWrittenCount();
        var head = _frame.GetSpan(sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)_event.Written.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Crc32C.Masked(head[..sizeof(ulong)]));
        _frame.Advance(sizeof(ulong) + sizeof(uint));
        _frame.Write(_event.Written);
        BinaryPrimitives.WriteUInt32LittleEndian(_frame.GetSpan(sizeof(uint)), Crc32C.Masked(_event.Written));
        _frame.Advance(sizeof(uint));
        _file.Append(_frame.WrittenSpan);
    }
}

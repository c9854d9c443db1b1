using System.Text;

namespace Minima.Training.Data;

/// <summary>An open part of a table. It translates errors of decoding and decompression to messages about the file.</summary>
internal sealed class OpenPart : IDisposable
{
    /// <summary>The number of bytes that decide if a text may be JSON.</summary>
    private const int FewBytes = 64;

    private readonly TablePart _part;
    private readonly TableSource _source;
    private PartBytes? _bytes;
    private BoundedTextReader? _text;
    private ITableRows? _rows;
    private string _encoding = "";

    private OpenPart(TablePart part, TableSource source) => (_part, _source) = (part, source);

    /// <summary>True if the part holds JSON objects.</summary>
    public bool IsJson { get; private set; }

    /// <summary>The name in messages.</summary>
    public string Name => _part.Name;

    private PartBytes Bytes => _bytes ??= new PartBytes(_part);

    /// <summary>Opens a part.</summary>
    /// <exception cref="DataException">The part cannot be opened, or is not a text table.</exception>
    public static OpenPart Of(TablePart part, TableSource source)
    {
        var open = new OpenPart(part, source);
        try
        {
            open.Translating(open.Begin);
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>Adds the keys of all objects, and restarts at the beginning.</summary>
    public void Collect(JsonColumns columns, CancellationToken cancellation) => Translating(() =>
    {
        Objects(columns).Collect(cancellation);
        return true;
    });

    /// <summary>Reads rows.</summary>
    /// <param name="reading">Receives the rows.</param>
    /// <param name="columns">The keys of the objects if the part holds JSON; otherwise null.</param>
    public T Read<T>(Func<ITableRows, T> reading, JsonColumns? columns) => Translating(() => reading(columns is null ? _rows! : Objects(columns)));

    public void Dispose()
    {
        _text?.Dispose();
        _bytes?.Dispose();
    }

    /// <summary>Detects the format of the part and the separator of its cells.</summary>
    private bool Begin()
    {
        if (JsonObjects.MayBe(Bytes.Peek(FewBytes))) Bytes.Keep(Name);
        var text = Text();
        var head = text.Head(out var isWhole);
        IsJson = JsonObjects.Are(head);
        if (IsJson) return true;
        var declared = SeparatorGuess.Declared(head);
        _rows = new CsvRows(text, Name, _source.Separator ?? TableText.Current.Separator ?? declared ?? SeparatorGuess.Of(head, isWhole));
        return declared is null || _rows.Read();
    }

    /// <summary>The objects from the beginning.</summary>
    private JsonRows Objects(JsonColumns columns)
    {
        Bytes.Restart();
        var text = Text();
        text.HasLongLines = true;
        var rows = new JsonRows(text, Name, columns);
        _rows = rows;
        return rows;
    }

    private BoundedTextReader Text()
    {
        _text?.Dispose();
        return _text = new BoundedTextReader(TableText.Current.Open(Bytes, _part, _source, out _encoding), Name);
    }

    private T Translating<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DecoderFallbackException)
        {
            throw DataException.Create(
                Name,
                $"{Place()} there are bytes that are not {_encoding}",
                $"a CSV file in {_encoding} is expected",
                TableText.Current.Remedy());
        }
        catch (InvalidDataException)
        {
            throw DataException.Create(
                (_rows?.LinesRead ?? 0) is > 0 and var lines ? $"{Name}, after line {lines}" : Name,
                "the gzip data are damaged, or the file is cut off",
                "a complete file is expected",
                "Copy or download it again; gzip -t checks whether a file is complete.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw CsvFile.CannotRead(Name, problem);
        }
    }

    private string Place() => (_rows?.LinesRead ?? 0) is > 0 and var lines ? FormattableString.Invariant($"after line {lines}") : "near its start";
}

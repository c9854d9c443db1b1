using System.Text;
using System.Text.Json;

namespace Minima.Training.Data;

/// <summary>JSON objects as rows: numbers and words unchanged, null and missing keys as empty cells.</summary>
/// <param name="text">The objects.</param>
/// <param name="name">The name of the file in messages.</param>
/// <param name="columns">The names of the columns, which <see cref="Collect"/> finds.</param>
internal sealed class JsonRows(TextReader text, string name, JsonColumns columns) : ITableRows
{
    private readonly JsonObjects _objects = new(text, name);
    private (int Start, int Length)[] _cells = [];
    private int[] _seenIn = [];
    private char[] _letters = new char[1024];
    private byte[] _bytes = new byte[4096];
    private int _used;
    private int _row;

    public int Count => columns.Count;

    public int Line => _objects.Line;

    public int LinesRead => _objects.At;

    public ReadOnlySpan<char> this[int index] => _letters.AsSpan(_cells[index].Start, _cells[index].Length);

    /// <summary>Adds the keys of all objects to the columns, in the order of their first occurrence.</summary>
    public void Collect(CancellationToken cancellation)
    {
        while (_objects.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            Take(isNew: true);
        }
    }

    public bool Read()
    {
        if (!_objects.Read()) return false;
        Take(isNew: false);
        return true;
    }

    private void Take(bool isNew)
    {
        (_used, _row) = (0, _row + 1);
        if (_cells.Length < columns.Count) Widen(columns.Count);
        Array.Clear(_cells);
        var most = Encoding.UTF8.GetMaxByteCount(_objects.Object.Length);
        if (_bytes.Length < most) _bytes = new byte[most];
        var reader = new Utf8JsonReader(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(_objects.Object, _bytes)));
        try
        {
            reader.Read();
            for (var guess = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; guess++)
            {
                var index = columns.IndexOf(ref reader, guess, isNew, name, Line);
                guess = index;
                if (index >= _cells.Length) Widen(2 * columns.Count);
                if (_seenIn[index] == _row) throw Refused(index, "the name occurs twice in the object", "one value of each name is expected", "Remove one of them.");
                _seenIn[index] = _row;
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    throw Refused(index, $"it holds {(reader.TokenType == JsonTokenType.StartObject ? "an object" : "an array")}", "a number, a text, true, false or null is expected", "Give each inner value a name of its own, or leave it out.");
                Keep(ref reader, index);
            }
        }
        catch (Exception problem) when (problem is JsonException or (InvalidOperationException and not DataException))
        {
            throw DataException.Create($"{name}, line {Line}", "the object that begins here is not valid JSON", "names in quotation marks are expected, each with a number, a text, true, false or null", "Correct the object. NaN and Infinity are not valid JSON; write null for a missing value.");
        }
    }

    private void Widen(int cells)
    {
        Array.Resize(ref _cells, cells);
        Array.Resize(ref _seenIn, cells);
    }

    private void Keep(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        var most = reader.ValueSpan.Length;
        if (_letters.Length - _used < most) Array.Resize(ref _letters, Math.Max(2 * _letters.Length, _used + most));
        var room = _letters.AsSpan(_used);
        var length = reader.TokenType == JsonTokenType.String ? reader.CopyString(room) : Encoding.UTF8.GetChars(reader.ValueSpan, room);
        _cells[index] = (_used, length);
        _used += length;
    }

    private DataException Refused(int index, string got, string expected, string remedy) =>
        DataException.Create($"{name}, line {Line}, key {DataException.Quote(columns.Names[index])}", got, expected, remedy);
}

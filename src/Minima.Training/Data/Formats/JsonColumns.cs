using System.Text;
using System.Text.Json;

namespace Minima.Training.Data;

/// <summary>The keys of objects, in the order of their first occurrence.</summary>
internal sealed class JsonColumns
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _bytes = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public int Count => _names.Count;

    public IReadOnlyList<string> Names => _names;

    /// <summary>The index of the key at a reader's position.</summary>
    /// <param name="reader">The reader, positioned on a key.</param>
    /// <param name="guess">The index if all objects had their keys in the same order.</param>
    /// <param name="isNew">True to add an unknown key.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <param name="line">The line of the object.</param>
    public int IndexOf(ref Utf8JsonReader reader, int guess, bool isNew, string file, int line)
    {
        if (guess < _bytes.Count && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_bytes[guess])) return guess;
        var name = reader.GetString()!;
        if (_places.TryGetValue(name, out var place)) return place;
        if (!isNew) throw DataException.Create($"{file}, line {line}, key {DataException.Quote(name)}", "the file changed while it was being read", "the same rows are expected twice", "Read it again when no program is writing to it.");
        if (Count == CsvFile.MostColumns) throw DataException.Create($"{file}, line {line}", $"there are more than {CsvFile.MostColumns} names", "objects with the same names are expected", "Check that the names do not contain data.");
        place = Count;
        _names.Add(name);
        _bytes.Add(Encoding.UTF8.GetBytes(name));
        _places.Add(name, place);
        return place;
    }
}

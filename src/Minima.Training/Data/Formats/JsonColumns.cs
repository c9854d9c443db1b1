using System.Text;
using System.Text.Json;

namespace Minima.Training.Data;

/// <summary>The names that objects have, in the order in which they come first.</summary>
internal sealed class JsonColumns
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _bytes = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public int Count => _names.Count;

    public IReadOnlyList<string> Names => _names;

    /// <summary>The place of the name that a reader stands on.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <param name="guess">Where it would be if objects had their names in one order.</param>
    /// <param name="isNew">A name that is not known is added.</param>
    /// <param name="file">What messages call the file.</param>
    /// <param name="line">The line of the object.</param>
    public int IndexOf(ref Utf8JsonReader reader, int guess, bool isNew, string file, int line)
    {
        if (guess < _bytes.Count && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_bytes[guess])) return guess;
        var name = reader.GetString()!;
        if (_places.TryGetValue(name, out var place)) return place;
        if (!isNew) throw DataException.Create($"{file}, line {line}, key {DataException.Quote(name)}", "the file has changed while it was read", "the same rows are expected twice", "Read it again when nobody writes to it.");
        if (Count == CsvFile.MostColumns) throw DataException.Create($"{file}, line {line}", $"there are more than {CsvFile.MostColumns} names", "objects with the same names are expected", "Check that the names do not hold data.");
        place = Count;
        _names.Add(name);
        _bytes.Add(Encoding.UTF8.GetBytes(name));
        _places.Add(name, place);
        return place;
    }
}

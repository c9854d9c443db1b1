namespace Minima.Sql;

/// <summary>The rows of one part of a source as rows of the whole table.</summary>
internal sealed class PartRows : ITableRows
{
    /// <summary>The number of rows between two progress reports.</summary>
    private const int Step = 1 << 16;

    private readonly ISqlRows _rows;
    private readonly int[] _places;
    private readonly char[]?[] _settled;
    private readonly int _before;
    private readonly Action<long>? _counted;

    /// <param name="rows">The rows, with the requested columns.</param>
    /// <param name="read">The indices of these columns among all columns.</param>
    /// <param name="isNumber">True for each column, among all, that holds numbers.</param>
    /// <param name="before">The number of rows in the parts before.</param>
    /// <param name="counted">Receives the number of rows read now and then; null for no reports.</param>
    public PartRows(ISqlRows rows, int[] read, bool[] isNumber, int before, Action<long>? counted)
    {
        (_rows, _before, _counted) = (rows, before, counted);
        _places = [.. Enumerable.Range(0, isNumber.Length).Select(j => Array.IndexOf(read, j))];
        _settled = [.. isNumber.Select(has => has ? new char[64] : null)];
    }

    public int Count => _places.Length;

    public int Line => _before + _rows.Line;

    public int LinesRead => Line;

    public ReadOnlySpan<char> this[int index] => _places[index] < 0 ? [] : _settled[index] is { } room ? Settled(_rows[_places[index]], room) : _rows[_places[index]];

    public bool HoldsNumber(int index, out double value)
    {
        value = double.NaN;
        return _places[index] >= 0 && _rows.HoldsNumber(_places[index], out value);
    }

    public bool Read()
    {
        if (!_rows.Read()) return false;
        if (_counted is not null && Line % Step == 0) _counted(Line);
        return true;
    }

    /// <summary>Rewrites a number with three decimals, which a reader could mistake for thousands: 1.326 becomes 1.3260.</summary>
    private static ReadOnlySpan<char> Settled(ReadOnlySpan<char> cell, char[] room)
    {
        if (cell.Length < 5 || cell[^4] != '.' || cell.Length >= room.Length) return cell;
        cell.CopyTo(room);
        room[cell.Length] = '0';
        return room.AsSpan(0, cell.Length + 1);
    }
}

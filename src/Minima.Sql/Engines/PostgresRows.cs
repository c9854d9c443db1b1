using Npgsql;

namespace Minima.Sql;

/// <summary>The rows of a query of PostgreSQL as they arrive.</summary>
/// <param name="reader">The rows.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class PostgresRows(NpgsqlDataReader reader, CancellationToken cancellation) : ISqlRows
{
    private readonly string?[] _cells = new string?[reader.FieldCount];
    private int _row;

    public int Count => _cells.Length;

    public int Line => _row;

    public int LinesRead => _row;

    public ReadOnlySpan<char> this[int index] => _cells[index];

    public bool IsNull(int index) => _cells[index] is null;

    public bool Read()
    {
        cancellation.ThrowIfCancellationRequested();
        if (!reader.Read()) return false;
        for (var j = 0; j < _cells.Length; j++) _cells[j] = reader.IsDBNull(j) ? null : reader.GetString(j);
        _row++;
        return true;
    }
}

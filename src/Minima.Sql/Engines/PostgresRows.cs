using System.Globalization;
using Npgsql;

namespace Minima.Sql;

/// <summary>The rows of a PostgreSQL query as they arrive.</summary>
/// <param name="reader">The rows.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class PostgresRows(NpgsqlDataReader reader, CancellationToken cancellation) : ISqlRows
{
    private readonly string?[] _cells = new string?[reader.FieldCount];

    /// <summary>The finite numbers of the row; NaN for other cells.</summary>
    private readonly double[] _numbers = new double[reader.FieldCount];
    private readonly bool[] _isNumber = [.. Enumerable.Range(0, reader.FieldCount).Select(j => reader.GetFieldType(j) == typeof(double))];
    private int _row;

    public int Count => _cells.Length;

    public int Line => _row;

    public int LinesRead => _row;

    public ReadOnlySpan<char> this[int index] => _cells[index];

    public bool IsNull(int index) => _cells[index] is null && double.IsNaN(_numbers[index]);

    public bool HoldsNumber(int index, out double value)
    {
        value = _numbers[index];
        return !double.IsNaN(value);
    }

    public bool Read()
    {
        cancellation.ThrowIfCancellationRequested();
        if (!reader.Read()) return false;
        for (var j = 0; j < _cells.Length; j++)
        {
            (_cells[j], _numbers[j]) = (null, double.NaN);
            if (reader.IsDBNull(j)) continue;
            if (!_isNumber[j]) _cells[j] = reader.GetString(j);
            else if (reader.GetDouble(j) is var number && double.IsFinite(number)) _numbers[j] = number;
            else _cells[j] = number.ToString(CultureInfo.InvariantCulture);
        }

        _row++;
        return true;
    }
}

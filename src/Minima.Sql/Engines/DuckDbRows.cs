using System.Globalization;
using System.Text;

namespace Minima.Sql;

/// <summary>The rows of a DuckDB query, chunk by chunk while the query runs: a chunk has at most 2048 rows.</summary>
internal sealed unsafe class DuckDbRows : ISqlRows, IDisposable
{
    /// <summary>The longest inlined string. A DuckDB string is 16 bytes: its length, then the string itself if it has at most this many bytes, otherwise its first four bytes and a pointer.</summary>
    private const int Inlined = 12;

    private readonly DuckDbLibrary.Result _result;
    private readonly Func<nint, Exception> _refusal;
    private readonly CancellationToken _cancellation;
    private readonly nint[] _data;
    private readonly nint[] _valid;
    private readonly (int Start, int Length)[] _cells;
    private readonly bool[] _isNumber;
    private readonly int[] _texts;
    private char[] _letters = new char[1024];
    private nint _chunk;
    private ulong _size;

    /// <summary>The number of rows of the chunk read so far; the last of them is the current row.</summary>
    private ulong _at;
    private int _row;

    /// <param name="result">The query, whose rows are not computed yet.</param>
    /// <param name="refusal">Turns DuckDB's error message, if the query fails during reading, into an exception.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public DuckDbRows(DuckDbLibrary.Result result, Func<nint, Exception> refusal, CancellationToken cancellation)
    {
        (_result, _refusal, _cancellation) = (result, refusal, cancellation);
        var columns = (int)DuckDbLibrary.ColumnCount(&result);
        (_data, _valid, _cells, _isNumber) = (new nint[columns], new nint[columns], new (int, int)[columns], new bool[columns]);
        for (var j = 0; j < columns; j++) _isNumber[j] = DuckDbLibrary.ColumnType(&result, (ulong)j) == DuckDbLibrary.TypeOfDouble;
        _texts = [.. Enumerable.Range(0, columns).Where(j => !_isNumber[j])];
    }

    public int Count => _cells.Length;

    public int Line => _row;

    public int LinesRead => _row;

    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            if (!_isNumber[index]) return _letters.AsSpan(_cells[index].Start, _cells[index].Length);
            return IsNull(index) ? [] : Number(index).ToString(CultureInfo.InvariantCulture);
        }
    }

    public bool IsNull(int index) => _valid[index] != 0 && (((ulong*)_valid[index])[(_at - 1) / 64] >> (int)((_at - 1) % 64) & 1) == 0;

    public bool HoldsNumber(int index, out double value)
    {
        value = _isNumber[index] && !IsNull(index) ? Number(index) : double.NaN;
        return double.IsFinite(value);
    }

    public bool Read()
    {
        if (_at == _size && !Fetch()) return false;
        _at++;
        _row++;
        var used = 0;
        foreach (var j in _texts)
        {
            var length = IsNull(j) ? 0 : Decode(((byte*)_data[j]) + (16 * (_at - 1)), used);
            _cells[j] = (used, length);
            used += length;
        }

        return true;
    }

    public void Dispose() => Drop();

    private double Number(int index) => ((double*)_data[index])[_at - 1];

    private int Decode(byte* cell, int used)
    {
        var bytes = *(int*)cell;
        var text = new ReadOnlySpan<byte>(bytes <= Inlined ? cell + 4 : *(byte**)(cell + 8), bytes);

        // A string has at most as many characters as bytes.
        if (_letters.Length - used < bytes) Array.Resize(ref _letters, Math.Max(2 * _letters.Length, used + bytes));
        return Encoding.UTF8.GetChars(text, _letters.AsSpan(used));
    }

    private bool Fetch()
    {
        Drop();
        _cancellation.ThrowIfCancellationRequested();
        _chunk = DuckDbLibrary.FetchChunk(_result);
        if (_chunk == 0)
        {
            // The rows also end if the query fails during reading.
            var end = _result;
            var error = (nint)DuckDbLibrary.Error(&end);
            return error == 0 ? false : throw _refusal(error);
        }

        (_at, _size) = (0, DuckDbLibrary.ChunkSize(_chunk));
        for (var j = 0; j < _data.Length; j++)
        {
            var vector = DuckDbLibrary.ChunkVector(_chunk, (ulong)j);
            (_data[j], _valid[j]) = (DuckDbLibrary.VectorData(vector), DuckDbLibrary.VectorValidity(vector));
        }

        return _size > 0 || Fetch();
    }

    private void Drop()
    {
        if (_chunk == 0) return;
        fixed (nint* chunk = &_chunk) DuckDbLibrary.DestroyChunk(chunk);
        (_chunk, _at, _size) = (0, 0, 0);
    }
}

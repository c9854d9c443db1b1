namespace Minima.Tabular;

/// <summary>
/// The cells of a column for a sample of the rows, in one pass over any number of rows. A row is kept if the hash of its number is small
/// enough, and the bound is halved when too many are kept. Every column keeps the same rows, in bounded memory.
/// </summary>
internal sealed class SampledColumn(string name, int most, ulong seed) : ICellReader
{
    private readonly List<(int Row, ulong Hash)> _rows = [];
    private readonly List<string> _cells = [];
    private ulong _bound = ulong.MaxValue;
    private int _row = -1;

    public string Name => name;

    /// <summary>The rows that were kept, by their number in the file.</summary>
    public IEnumerable<int> Rows => _rows.Select(r => r.Row);

    public IReadOnlyList<string> Cells => _cells;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var hash = SplitMix64.Mix(seed + (ulong)++_row);
        if (hash > _bound)
        {
            return;
        }

        _rows.Add((_row, hash));
        _cells.Add(cell.Trim().ToString());
        while (_rows.Count > most)
        {
            _bound >>= 1;
            var kept = 0;
            for (var i = 0; i < _rows.Count; i++)
            {
                if (_rows[i].Hash <= _bound)
                {
                    (_rows[kept], _cells[kept]) = (_rows[i], _cells[i]);
                    kept++;
                }
            }

            _rows.RemoveRange(kept, _rows.Count - kept);
            _cells.RemoveRange(kept, _cells.Count - kept);
        }
    }
}

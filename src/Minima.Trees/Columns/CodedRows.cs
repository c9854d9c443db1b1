using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>The table as codes, row after row; slopes, scores and the order of rows beside them. Chunks of rows stay in the second-level cache.</summary>
internal sealed unsafe class CodedRows : IDisposable
{
    public const int ChunkRows = 16384;

    /// <summary>Memory is asked for so many rows ahead; as many pad the ends.</summary>
    public const int Ahead = 64;

    private readonly TreeData _data;
    private readonly Team _team;
    private readonly List<nint> _owned = [];

    public CodedRows(TreeData data, ColumnBins[] bins, int outputs, Team team)
    {
        (_data, _team) = (data, team);
        (Rows, Bins, Stride) = (data.Rows, bins, (bins.Length + 7) / 8 * 8);
        Chunks = (Rows + ChunkRows - 1) / ChunkRows;
        Codes = Own<byte>((nuint)Rows * (nuint)Stride + 64);
        Order = Own<ushort>((nuint)Rows + 2 * Ahead);
        NativeMemory.Clear(Order + Rows, 2 * Ahead * sizeof(ushort));
        (Packed, Scores) = (new nint[outputs], new nint[outputs]);
        for (var o = 0; o < outputs; o++) (Packed[o], Scores[o]) = ((nint)Own<ulong>((nuint)Rows), (nint)Own<double>((nuint)Rows));
        team.Each(Chunks, (_, chunk) => Encode(chunk));
    }

    public int Rows { get; }

    public ColumnBins[] Bins { get; }

    public int Columns => Bins.Length;

    /// <summary>Bytes from one row's codes to the next row's.</summary>
    public int Stride { get; }

    public int Chunks { get; }

    public byte* Codes { get; }

    /// <summary>Numbers of rows inside their chunk: those of the tree, node after node, then the others.</summary>
    public ushort* Order { get; }

    /// <summary>By output: slope in the low, curvature in the high 32 bits.</summary>
    public nint[] Packed { get; }

    /// <summary>By output: the raw score of each row.</summary>
    public nint[] Scores { get; }

    public double* ScoresOf(int output) => (double*)Scores[output];

    /// <summary>Gathers the raw scores of some rows, output after output.</summary>
    /// <param name="first">The row that <paramref name="picks"/> count from.</param>
    /// <param name="picks">The rows.</param>
    /// <param name="scores">Receives <see cref="Packed"/>.Length times as many.</param>
    public void GatherScores(int first, ReadOnlySpan<ushort> picks, Span<double> scores)
    {
        for (var o = 0; o < Scores.Length; o++)
        {
            var from = ScoresOf(o) + first;
            var gathered = scores.Slice(o * picks.Length, picks.Length);
            for (var i = 0; i < gathered.Length; i++) gathered[i] = from[picks[i]];
        }
    }

    public int RowsOf(int chunk) => Math.Min(ChunkRows, Rows - chunk * ChunkRows);

    /// <summary>Puts categories that are more than codes in the groups of the next tree.</summary>
    /// <param name="inTree">By chunk, how many rows of <see cref="Order"/> belong to it.</param>
    /// <param name="output">The output whose packed slopes it follows.</param>
    public void Regroup(int[] inTree, int output)
    {
        for (var c = 0; c < Columns; c++)
        {
            if (Bins[c] is not { Groups: { } groups } bins) continue;
            var (values, column) = (_data.Columns[c].Values, c);
            if (!groups.Arrange(this, row => bins.PlaceOf(values[row]), inTree, (ulong*)Packed[output], _team)) continue;
            _team.Each(Chunks, (_, chunk) =>
            {
                var first = chunk * ChunkRows;
                for (var row = first; row < first + RowsOf(chunk); row++) Codes[(long)row * Stride + column] = bins.Code(values[row]);
            });
        }
    }

    public void Dispose()
    {
        foreach (var block in _owned) NativeMemory.AlignedFree((void*)block);
        _owned.Clear();
    }

    private void Encode(int chunk)
    {
        var end = chunk * ChunkRows + RowsOf(chunk);
        for (var from = chunk * ChunkRows; from < end; from += 256)
        {
            for (var c = 0; c < Columns; c++)
            {
                var (values, bins) = (_data.Columns[c].Values, Bins[c]);
                for (var row = from; row < Math.Min(end, from + 256); row++) Codes[(long)row * Stride + c] = bins.Code(values[row]);
            }
        }
    }

    private T* Own<T>(nuint count)
        where T : unmanaged
    {
        var block = NativeMemory.AlignedAlloc(count * (nuint)sizeof(T), 64);
        _owned.Add((nint)block);
        return (T*)block;
    }
}

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
    private readonly ChunkMemory _memory;

    [ThreadStatic]
    private static double[]? _cells;

    /// <param name="data">The rows.</param>
    /// <param name="bins">The bins of the columns.</param>
    /// <param name="outputs">Raw scores of a row.</param>
    /// <param name="team">The threads.</param>
    /// <param name="folder">Where a temporary file holds what is of a row; null for memory.</param>
    public CodedRows(TreeData data, ColumnBins[] bins, int outputs, Team team, string? folder = null)
    {
        (_data, _team, _memory) = (data, team, new(folder));
        (Rows, Bins, Stride) = (data.Rows, bins, (bins.Length + 7) / 8 * 8);
        Chunks = (Rows + ChunkRows - 1) / ChunkRows;
        (Packed, Scores) = (new nint[outputs], new nint[outputs]);
        try
        {
            Codes = _memory.Own<byte>((nuint)Rows * (nuint)Stride + 64, ChunkRows * Stride);
            Order = _memory.Own<ushort>((nuint)Rows + 2 * Ahead, ChunkRows);
            NativeMemory.Clear(Order + Rows, 2 * Ahead * sizeof(ushort));
            for (var o = 0; o < outputs; o++) (Packed[o], Scores[o]) = ((nint)_memory.Own<ulong>((nuint)Rows, ChunkRows), (nint)_memory.Own<double>((nuint)Rows, ChunkRows));
            Each((_, chunk) => Encode(chunk));
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of all rows.</summary>
    public static long Bytes(int rows, int columns, int outputs) => (long)rows * (((columns + 7) / 8 * 8) + 2 + (16 * outputs));

    /// <summary>Runs <paramref name="work"/> (hand, chunk) for each chunk, whose memory goes back to the system after it where it lies in a file.</summary>
    public void Each(Action<int, int> work) => _team.Each(Chunks, (hand, chunk) =>
    {
        work(hand, chunk);
        _memory.Release(chunk);
    });

    /// <summary>The cells of a column in a chunk, valid until the thread asks again.</summary>
    public ReadOnlySpan<double> Cells(int column, int chunk)
    {
        if (_data.Stored is null) return _data.Columns[column].Values.AsSpan(chunk * ChunkRows, RowsOf(chunk));
        var cells = (_cells ??= new double[ChunkRows]).AsSpan(0, RowsOf(chunk));
        _data.Stored.Read(column, chunk * ChunkRows, cells);
        return cells;
    }

    /// <summary>Gives every row the same raw score.</summary>
    public void Fill(int output, double score) => Each((_, chunk) => new Span<double>(ScoresOf(output) + (long)chunk * ChunkRows, RowsOf(chunk)).Fill(score));

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
            var column = c;
            if (!groups.Arrange(this, column, inTree, (ulong*)Packed[output], _team)) continue;
            Each((_, chunk) => Encode(chunk, column));
        }
    }

    public void Dispose() => _memory.Dispose();

    private void Encode(int chunk)
    {
        if (_data.Stored is not null)
        {
            for (var c = 0; c < Columns; c++) Encode(chunk, c);
            return;
        }

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

    private void Encode(int chunk, int column)
    {
        var cells = Cells(column, chunk);
        var bins = Bins[column];
        var codes = Codes + ((long)chunk * ChunkRows * Stride) + column;
        for (var i = 0; i < cells.Length; i++) codes[(long)i * Stride] = bins.Code(cells[i]);
    }
}

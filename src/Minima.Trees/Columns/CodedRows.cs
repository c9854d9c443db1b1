using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>The table as codes, row after row, with the gradients, scores and order of the rows. A chunk of rows fits in the second-level cache.</summary>
internal sealed unsafe class CodedRows : IDisposable
{
    public const int ChunkRows = 16384;

    /// <summary>Rows between a prefetch and its use; padding lets it run beyond the end.</summary>
    public const int Ahead = 64;

    private readonly TreeData _data;
    private readonly Team _team;
    private readonly ChunkMemory _memory;

    [ThreadStatic]
    private static double[]? _cells;

    /// <param name="data">The rows.</param>
    /// <param name="bins">The bins of the columns.</param>
    /// <param name="outputs">The number of raw scores of a row.</param>
    /// <param name="team">The threads.</param>
    /// <param name="folder">The folder of temporary files for the data of rows; null for memory.</param>
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

    /// <summary>The bytes of codes, order, gradients and scores.</summary>
    public static long Bytes(int rows, int columns, int outputs) => (long)rows * (((columns + 7) / 8 * 8) + 2 + (16 * outputs));

    /// <summary>Runs <paramref name="work"/> (hand, chunk) for each chunk, and then releases the memory of the chunk if a file holds it.</summary>
    public void Each(Action<int, int> work) => _team.Each(Chunks, (hand, chunk) =>
    {
        work(hand, chunk);
        _memory.Release(chunk);
    });

    /// <summary>The cells of a column in a chunk, valid until the thread's next call.</summary>
    public ReadOnlySpan<double> Cells(int column, int chunk)
    {
        if (_data.Stored is null) return _data.Columns[column].Values.AsSpan(chunk * ChunkRows, RowsOf(chunk));
        var cells = (_cells ??= new double[ChunkRows]).AsSpan(0, RowsOf(chunk));
        _data.Stored.Read(column, chunk * ChunkRows, cells);
        return cells;
    }

    public void Fill(int output, double score) => Each((_, chunk) => new Span<double>(ScoresOf(output) + (long)chunk * ChunkRows, RowsOf(chunk)).Fill(score));

    public int Rows { get; }

    public ColumnBins[] Bins { get; }

    public int Columns => Bins.Length;

    /// <summary>The bytes from one row's codes to the next row's.</summary>
    public int Stride { get; }

    public int Chunks { get; }

    public byte* Codes { get; }

    /// <summary>Numbers of rows inside their chunk: those of the tree, node after node, then the others.</summary>
    public ushort* Order { get; }

    /// <summary>By output: the gradient in the low and the curvature in the high 32 bits of each row.</summary>
    public nint[] Packed { get; }

    /// <summary>By output: the raw score of each row.</summary>
    public nint[] Scores { get; }

    public double* ScoresOf(int output) => (double*)Scores[output];

    /// <summary>Gathers the raw scores of some rows, output after output.</summary>
    /// <param name="first">The row that <paramref name="picks"/> count from.</param>
    /// <param name="picks">The rows.</param>
    /// <param name="scores">Receives one score for each row and output.</param>
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

    /// <summary>Forms the groups of the next tree in columns with more categories than codes.</summary>
    /// <param name="inTree">By chunk, the number of rows of <see cref="Order"/> that belong to the tree.</param>
    /// <param name="output">The output whose packed gradients the tree fits.</param>
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

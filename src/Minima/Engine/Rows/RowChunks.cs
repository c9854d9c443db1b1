namespace Minima;

/// <summary>Rows cut into chunks; each chunk's sum is kept, and all are added in order.</summary>
internal abstract class RowChunks : BlockJob
{
    /// <summary>Elements of a chunk, about: enough to be worth an atomic operation, few enough to share evenly.</summary>
    private const int ChunkElements = 16384;

    /// <summary>Below this many elements a second thread costs more than it brings.</summary>
    private const int ParallelFrom = 32768;

    /// <summary>Rows of a chunk are whole tiles of this many.</summary>
    private const int Tile = 16;

    private double[] sums = [];
    private nint rows;
    private nint rowsOfChunk;

    /// <summary>The sum over all rows.</summary>
    protected double RunAll(nint rowCount, nint rowLength, int threads)
    {
        rows = rowCount;
        rowsOfChunk = Math.Max(1, ChunkElements / rowLength);
        rowsOfChunk = rowsOfChunk >= Tile ? rowsOfChunk & -Tile : rowsOfChunk;
        var chunks = checked((int)((rows + rowsOfChunk - 1) / rowsOfChunk));
        // Kept by the job, which is kept by its thread: a shared pool would be emptied by the collector now and then.
        if (sums.Length < chunks)
        {
            sums = new double[Math.Max(chunks, 2 * sums.Length)];
        }

        Workers.Run(this, chunks, rows * rowLength < ParallelFrom ? 1 : threads > 0 ? threads : Environment.ProcessorCount);
        double sum = 0;
        for (var i = 0; i < chunks; i++)
        {
            sum += sums[i];
        }

        return sum;
    }

    public sealed override void Run(int block)
    {
        var start = block * rowsOfChunk;
        sums[block] = Chunk(start, Math.Min(start + rowsOfChunk, rows));
    }

    /// <summary>Works on rows from <paramref name="start"/> to before <paramref name="end"/>; returns the sum of their values.</summary>
    protected abstract double Chunk(nint start, nint end);
}

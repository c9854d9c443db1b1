namespace Minima;

/// <summary>Cuts rows into chunks, stores each chunk's sum, and adds all in order.</summary>
internal abstract class RowChunks : BlockJob
{
    /// <summary>The approximate number of elements in a chunk: enough to be worth an atomic operation, few enough to balance the threads.</summary>
    private const int ChunkElements = 16384;

    /// <summary>Below this many elements a second thread costs more than it gains.</summary>
    private const int ParallelFrom = 32768;

    /// <summary>Chunks of at least this many rows have a multiple of it.</summary>
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
        // Kept by the job, which its thread keeps: the garbage collector would sometimes empty a shared pool.
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

    /// <summary>Processes the rows from <paramref name="start"/> to before <paramref name="end"/>; returns the sum of their values.</summary>
    protected abstract double Chunk(nint start, nint end);
}

namespace Minima.Training.Data;

/// <summary>Memory up to a budget, and a temporary file for the rest, shared by many lists.</summary>
/// <param name="budget">The number of bytes in memory.</param>
/// <param name="folder">The folder for the file, which is created when needed.</param>
internal sealed class SpillStore(long budget, string folder) : IDisposable
{
    private const int FewestInBlock = 256;

    /// <summary>The memory per element of a block of a column: numbers and codes, each for writing and for reading.</summary>
    private const int BytesPerElement = 24;

    private long _used;
    private SpillFile? _file;

    /// <summary>True if columns count their distinct texts without limit as long as nothing was written to a file.</summary>
    public bool CountsTextsInMemory { get; init; }

    /// <summary>True if nothing was written to a file so far.</summary>
    public bool IsInMemory => _file is null;

    /// <summary>The number of bytes that the owner of one list writes at once: an eighth of the budget, between a page and a megabyte.</summary>
    public int PieceBytes => (int)Math.Clamp(budget / 8, 4096, 1 << 20);

    /// <summary>The count of numbers sorted in memory: a quarter of the budget.</summary>
    public int MostSorted => (int)Math.Clamp(budget / 32, 1024, StoredMedian.UsualMost);

    /// <summary>The file for data beyond memory.</summary>
    public SpillFile File => _file ??= new SpillFile(folder);

    /// <summary>True if this many more bytes may stay in memory; if so they are counted.</summary>
    public bool Keeps(long bytes)
    {
        if (bytes > budget - _used) return false;
        _used += bytes;
        return true;
    }

    /// <summary>The block length for the given number of columns, so that their loaded blocks stay within an eighth of the budget.</summary>
    public int BlockLength(int columns)
    {
        var length = BlockList<double>.UsualLength;
        while (length > FewestInBlock && (long)length * columns * BytesPerElement > budget / 8) length /= 2;
        return length;
    }

    public void Dispose() => _file?.Dispose();
}

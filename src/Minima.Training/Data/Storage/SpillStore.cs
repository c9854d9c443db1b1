namespace Minima.Training.Data;

/// <summary>Memory up to a budget, and a temporary file for the rest. Many lists share one.</summary>
/// <param name="budget">How many bytes stay in memory.</param>
/// <param name="folder">Where the file is made when it is needed.</param>
internal sealed class SpillStore(long budget, string folder) : IDisposable
{
    private const int FewestInBlock = 256;

    /// <summary>A column's memory for each element of a block: numbers and codes, each as they are written and as they are read.</summary>
    private const int BytesPerElement = 24;

    private long _used;
    private SpillFile? _file;

    /// <summary>Columns count their different texts however many there are, as long as nothing was written to a file.</summary>
    public bool CountsTextsInMemory { get; init; }

    /// <summary>Nothing was written to a file so far.</summary>
    public bool IsInMemory => _file is null;

    /// <summary>How many bytes are written at once by whoever has one list: an eighth of the budget, between a page and a megabyte.</summary>
    public int PieceBytes => (int)Math.Clamp(budget / 8, 4096, 1 << 20);

    /// <summary>How many numbers are sorted in memory: a quarter of the budget.</summary>
    public int MostSorted => (int)Math.Clamp(budget / 32, 1024, StoredMedian.UsualMost);

    /// <summary>The file of what memory does not hold.</summary>
    public SpillFile File => _file ??= new SpillFile(folder);

    /// <summary>Whether so many bytes more may stay in memory; if so they are counted.</summary>
    public bool Keeps(long bytes)
    {
        if (bytes > budget - _used) return false;
        _used += bytes;
        return true;
    }

    /// <summary>How long the blocks of so many columns may be, that what is at hand of all of them stays within an eighth of the budget.</summary>
    public int BlockLength(int columns)
    {
        var length = BlockList<double>.UsualLength;
        while (length > FewestInBlock && (long)length * columns * BytesPerElement > budget / 8) length /= 2;
        return length;
    }

    public void Dispose() => _file?.Dispose();
}

namespace Minima.Training.Data;

/// <summary>Memory up to a budget, and a temporary file for the rest. Many lists share one.</summary>
/// <param name="budget">How many bytes stay in memory.</param>
/// <param name="folder">Where the file is made when it is needed.</param>
internal sealed class SpillStore(long budget, string folder) : IDisposable
{
    private long _left = budget;
    private SpillFile? _file;

    /// <summary>Nothing was written to a file so far.</summary>
    public bool IsInMemory => _file is null;

    /// <summary>The file of what memory does not hold.</summary>
    public SpillFile File => _file ??= new SpillFile(folder);

    /// <summary>Whether so many bytes more may stay in memory; if so they are counted.</summary>
    public bool Keeps(long bytes)
    {
        if (bytes > _left) return false;
        _left -= bytes;
        return true;
    }

    public void Dispose() => _file?.Dispose();
}

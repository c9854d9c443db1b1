namespace Minima.Tabular;

/// <summary>
/// The memory that a call may take with its process, as the kernel counts it at its peak. It consists of the memory of the program itself and of the part of the table that is kept;
/// a temporary file holds the rest.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>The memory of the program without tables: its code, its buffers, and garbage that the collector has not released. Measured on tables of a few rows: 92 to 105 MB.</summary>
    public const long Program = 192L << 20;

    /// <summary>The smallest budget.</summary>
    public const long Least = 256L << 20;

    private readonly long _bytes;
    private readonly long _engine;

    private MemoryBudget(long bytes, long engine, string folder) => (_bytes, _engine, Folder) = (bytes, engine, folder);

    /// <summary>The folder of temporary files.</summary>
    public string Folder { get; }

    /// <summary>The rest, for the table and for all computations on it.</summary>
    public long Left => _bytes - _engine - Program;

    /// <summary>The part of the columns that stays in memory during reading: an eighth of the rest.</summary>
    private long Kept => Left / 8;

    /// <summary>The rest without it.</summary>
    public long Rest => Left - Kept;

    /// <summary>The budget of options; null without one.</summary>
    /// <exception cref="UsageException">The budget is smaller than the program.</exception>
    public static MemoryBudget? Of(TableOptions options)
    {
        var folder = options.Scratch ?? Path.GetTempPath();
        if (options.Memory is not { } bytes) return null;
        var engine = options.EngineMemory;
        if (bytes >= Least + engine) return new(bytes, engine, folder);
        throw new UsageException($"--memory is {Wording.Size(bytes)}, and the program itself takes up to {Wording.Size(Program + engine)}; give at least {Wording.Size(Least + engine)}.");
    }

    /// <summary>The store of columns during reading.</summary>
    public SpillStore Store() => new(Kept, Folder);

    /// <summary>Rejects work that needs more memory than is left after the columns.</summary>
    /// <param name="who">The table.</param>
    /// <param name="bytes">The bytes that it needs in addition to the program and the columns.</param>
    /// <param name="what">The work that needs it, in a few words.</param>
    /// <param name="remedy">A remedy other than a larger budget, as a sentence.</param>
    /// <exception cref="DataException">The work needs more than is left.</exception>
    public void RequireRoom(string who, long bytes, string what, string remedy)
    {
        if (bytes <= Rest) return;
        var needed = Wording.Size(((bytes + 6) / 7 * 8) + Program + _engine);
        throw DataException.Create(who, $"{what} needs {needed} of memory, and --memory is {Wording.Size(_bytes)}", "a budget that holds it is expected", $"Give --memory {needed}. {remedy}");
    }
}

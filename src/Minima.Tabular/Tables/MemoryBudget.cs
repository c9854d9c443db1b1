namespace Minima.Tabular;

/// <summary>The memory that a call may take with its process, as the kernel counts it at its peak: what the program takes anyway, what is kept of the table, and a temporary file for the rest.</summary>
internal sealed class MemoryBudget
{
    /// <summary>The memory of the program beside tables: its code, its buffers, and garbage that the collector has not given back. Measured on tables of a few rows: 92 to 105 MB.</summary>
    public const long Program = 192L << 20;

    /// <summary>The least budget.</summary>
    public const long Least = 256L << 20;

    private readonly long _bytes;
    private readonly long _engine;

    private MemoryBudget(long bytes, long engine, string folder) => (_bytes, _engine, Folder) = (bytes, engine, folder);

    /// <summary>Where temporary files lie.</summary>
    public string Folder { get; }

    /// <summary>The rest, for the table and for all that is computed of it.</summary>
    public long Left => _bytes - _engine - Program;

    /// <summary>The part of the columns that stays in memory while they are read: an eighth of the rest.</summary>
    private long Kept => Left / 8;

    /// <summary>The rest without it.</summary>
    public long Rest => Left - Kept;

    /// <summary>The budget of options; null where they give none.</summary>
    /// <exception cref="UsageException">The budget is smaller than the program.</exception>
    public static MemoryBudget? Of(TableOptions options)
    {
        var folder = options.Scratch ?? Path.GetTempPath();
        if (options.Memory is not { } bytes) return null;
        var engine = options.EngineMemory;
        if (bytes >= Least + engine) return new(bytes, engine, folder);
        throw new UsageException($"--memory is {Wording.Size(bytes)}, and the program itself takes up to {Wording.Size(Program + engine)}; give at least {Wording.Size(Least + engine)}.");
    }

    /// <summary>Where columns are while they are read.</summary>
    public SpillStore Store() => new(Kept, Folder);

    /// <summary>Refuses work that needs more than is left beside the columns.</summary>
    /// <param name="who">The table.</param>
    /// <param name="bytes">What it needs beside the program and the columns.</param>
    /// <param name="what">What needs it, in a few words.</param>
    /// <param name="remedy">What helps beside a larger budget, as a sentence.</param>
    /// <exception cref="DataException">It is more than is left.</exception>
    public void RequireRoom(string who, long bytes, string what, string remedy)
    {
        if (bytes <= Rest) return;
        var needed = Wording.Size(((bytes + 6) / 7 * 8) + Program + _engine);
        throw DataException.Create(who, $"{what} needs {needed} of memory, and --memory is {Wording.Size(_bytes)}", "a budget that holds it is expected", $"Give --memory {needed}. {remedy}");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The options that limit the memory of a command and name the folder of its temporary files.</summary>
internal sealed class MemoryOptions
{
    /// <summary>The memory of the process outside the garbage collector: code, threads, buffers of the system. Measured: 60 MB.</summary>
    private const long Native = 96L << 20;

    /// <summary>The smallest budget: the program itself takes up to 192 MB.</summary>
    private const long Least = 256L << 20;

    public MemoryOptions() => Memory.CustomParser = Read;

    public Option<long?> Memory { get; } = new("--memory")
    {
        Description = "The most memory that the command may use, measured as the kernel's peak; at least 256MB. The rest of the table goes to a temporary file, and Minima refuses work that does not fit.",
        HelpName = "1GB|512MB",
    };

    public Option<string?> Scratch { get; } = new("--scratch") { Description = "The folder of temporary files; the system's unless given.", HelpName = "FOLDER" };

    /// <summary>Facts about a table with the budget of the options, which also limits the garbage collector.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="table">Facts about the table.</param>
    /// <param name="error">Receives lines of progress while the table is read.</param>
    public TableOptions Apply(ParseResult parsed, TableOptions table, TextWriter error)
    {
        var scratch = Folder(parsed);
        table = table with { Scratch = scratch };
        if (Bytes(parsed) is not { } bytes) return table;
        Limit(bytes);
        return table with { Memory = bytes, Reading = new ReadingLines(error) };
    }

    /// <summary>The budget, or null.</summary>
    public long? Bytes(ParseResult parsed) => parsed.GetValue(Memory);

    /// <summary>The folder of temporary files, or null.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public string? Folder(ParseResult parsed) => parsed.GetValue(Scratch) is not { } folder || Directory.Exists(folder)
        ? parsed.GetValue(Scratch)
        : throw new UsageException($"--scratch is {DataException.Quote(folder)}, but there is no such folder; name a writable folder.");

    /// <summary>Reports the memory that the process used, if a budget was given.</summary>
    public void Tell(ParseResult parsed, TextWriter error)
    {
        if (Bytes(parsed) is { } bytes) Tell(bytes, error);
    }

    /// <summary>Reports the part of a budget that the process used.</summary>
    public static void Tell(long bytes, TextWriter error)
    {
        using var process = Process.GetCurrentProcess();
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.PeakWorkingSet64 >> 20} MB of memory at the peak, of {bytes >> 20} MB"));
    }

    /// <summary>Limits the garbage collector to a budget: without a limit, garbage grows by hundreds of megabytes before a collection. A process that only calls the command keeps its own limit: its other memory may exceed the budget already.</summary>
    public static void Limit(long bytes)
    {
        if (Assembly.GetEntryAssembly() != typeof(MemoryOptions).Assembly) return;
        AppContext.SetData("GCHeapHardLimit", (ulong)Math.Max(bytes - Native, 64L << 20));
        GC.RefreshMemoryLimit();
    }

    private static long? Read(ArgumentResult result)
    {
        var word = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value.Trim();
        if (ByteSize.Read(word) is >= Least and var bytes) return bytes;
        result.AddError($"--memory is {Wording.Quote(word)}; it must be at least 256MB, as in 512MB or 4GB.");
        return null;
    }
}

using System.Text;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>
/// The files that a command writes. Minima tests them before the work begins, so that an unwritable path costs no time. It writes to a temporary file next to
/// the path and renames it, so that an earlier file stays intact until the new one is complete. Results that cannot be written at the end are stored elsewhere.
/// </summary>
internal static class OutputFile
{
    /// <summary>The bytes written to test a disk: a full one does not take even a block.</summary>
    private const int Block = 4096;

    private static int probes;

    /// <summary>A unique name for each test: another command, or another thread, may test the same folder at the same time.</summary>
    private static string Probe => FormattableString.Invariant($".minima-probe-{Environment.ProcessId}-{Interlocked.Increment(ref probes)}");

    /// <summary>Tests the output paths of options without changing anything.</summary>
    /// <param name="inputs">Files that the command reads: overwriting one of them would destroy the data.</param>
    /// <param name="outputs">Each option with its path; null if it was not given.</param>
    /// <exception cref="OutputException">A file cannot be written there.</exception>
    public static void Check(IEnumerable<string?> inputs, params (string Option, string? Path)[] outputs)
    {
        var taken = Taken(inputs);
        foreach (var (option, path) in outputs)
        {
            if (path is not null) Check(taken, option, path, makesFolder: false);
        }
    }

    /// <summary>Tests a file whose folder is created if missing.</summary>
    /// <exception cref="OutputException">It cannot be written there.</exception>
    public static void CheckInNewFolder(IEnumerable<string?> inputs, string option, string path) => Check(Taken(inputs), option, path, makesFolder: true);

    /// <summary>Tests a folder for output files; it is created if missing.</summary>
    /// <exception cref="OutputException">Nothing can be written there.</exception>
    public static void CheckFolder(string option, string path)
    {
        var place = Place(path, option);
        if (File.Exists(place)) throw new OutputException($"{option} is {Quote(path)}: a file of this name exists, and a folder is expected. Name another folder.");
        Try(option, path, Path.Combine(Existing(option, path, place), Probe));
    }

    /// <summary>Writes a text atomically: a reader sees either the old file or the new one.</summary>
    /// <exception cref="OutputException">It cannot be written; the text is stored elsewhere, and the message names the file.</exception>
    public static void Write(string path, string text) => Save(path, place => Put(place, Encoding.UTF8.GetBytes(text)));

    /// <summary>Saves a result at the path, or in the folder for temporary files if the disk rejects that.</summary>
    /// <param name="path">The path.</param>
    /// <param name="save">Writes to a path.</param>
    /// <exception cref="OutputException">It was saved elsewhere, or nowhere.</exception>
    public static void Save(string path, Action<string> save)
    {
        try
        {
            save(path);
        }
        catch (Exception problem) when (IsRefusal(problem))
        {
            var kept = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"minima-{Environment.ProcessId}"), Path.GetFileName(path));
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
                save(kept);
            }
            catch (Exception second) when (IsRefusal(second))
            {
                throw new OutputException($"{Quote(path)} cannot be written ({Reason(problem)}), nor can {kept} ({Reason(second)}). Make room on the disk, and run the command again.", problem);
            }

            throw new OutputException($"{Quote(path)} cannot be written ({Reason(problem)}). The result is kept as {kept}: copy it from there.", problem);
        }
    }

    /// <summary>The paths of the inputs, with a name for messages.</summary>
    private static Dictionary<string, string> Taken(IEnumerable<string?> inputs)
    {
        var taken = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            if (!string.IsNullOrEmpty(input) && input != "-" && !IsDevice(input)) taken.TryAdd(Place(input, "the path of the data"), "the data");
        }

        return taken;
    }

    private static void Check(Dictionary<string, string> taken, string option, string path, bool makesFolder)
    {
        var place = Place(path, option);
        if (!IsDevice(path) && !taken.TryAdd(place, option))
            throw new OutputException($"{option} is {Quote(path)}, which is also the path of {taken[place]}; one would overwrite the other. Name another file.");
        if (Directory.Exists(place) || Path.EndsInDirectorySeparator(path)) throw new OutputException($"{option} is {Quote(path)}, a folder; a file is expected. Name a file in it.");
        if (IsDevice(path) && File.Exists(path)) return;
        var folder = Path.GetDirectoryName(place)!;
        if (!Directory.Exists(folder))
        {
            if (!makesFolder) throw new OutputException($"{option} is {Quote(path)}, and there is no folder {folder}. Create it, or name another.");
            Try(option, path, Path.Combine(Existing(option, path, folder), Probe));
            return;
        }

        if (File.Exists(place) && (File.GetAttributes(place) & FileAttributes.ReadOnly) != 0)
            throw new OutputException($"{option} is {Quote(path)}, a file that may not be written. Allow writing, or name another.");
        var unfinished = place + AtomicFile.Unfinished;
        Try(option, path, Path.Exists(unfinished) ? Path.Combine(folder, Probe) : unfinished);
    }

    /// <summary>The nearest existing parent folder.</summary>
    private static string Existing(string option, string path, string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
        {
            if (File.Exists(folder)) throw new OutputException($"{option} is {Quote(path)}, and {folder} is a file, not a folder. Name another.");
            folder = above;
        }

        return folder;
    }

    /// <summary>Writes a block to a temporary file, flushes it to the disk, and removes it.</summary>
    private static void Try(string option, string path, string probe)
    {
        try
        {
            using (var stream = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                stream.Write(new byte[Block]);
                stream.Flush(flushToDisk: true);
            }
        }
        catch (Exception problem) when (IsRefusal(problem))
        {
            throw new OutputException($"{option} is {Quote(path)}, and nothing can be written there ({Reason(problem)}). Make room on the disk, or name a file in a folder that you may write to.", problem);
        }
    }

    private static void Put(string path, byte[] bytes)
    {
        if (IsDevice(path) || IsPipe(path))
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(bytes);
            return;
        }

        // The file behind a link is replaced, not the link.
        AtomicFile.Write(Followed(path), stream => stream.Write(bytes));
    }

    /// <summary>A path such as /dev/stdout, or a process substitution of a shell: written directly, never replaced.</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static bool IsPipe(string path)
    {
        if (OperatingSystem.IsWindows() || new FileInfo(path) is not { Exists: true, Length: 0 }) return false;

        // Opening a pipe for reading too avoids waiting for its other end.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return !stream.CanSeek;
    }

    private static string Place(string path, string option)
    {
        if (path.Length == 0) throw new OutputException($"{option} is empty; the path of a file is expected.");
        try
        {
            var full = Path.GetFullPath(path);
            return IsDevice(path) ? full : Followed(full);
        }
        catch (Exception problem) when (IsRefusal(problem) || problem is ArgumentException)
        {
            throw new OutputException($"{option} is {Quote(path)}, which is not a path ({Reason(problem)}). Name another file.", problem);
        }
    }

    private static string Followed(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static bool IsRefusal(Exception problem) => DiskFault.Is(problem) || problem is CheckpointException or NotSupportedException;

    /// <summary>The full path, as its end is the most informative part.</summary>
    private static string Quote(string path) => $"'{string.Concat(path.Select(c => char.IsControl(c) ? '?' : c))}'";

    private static string Reason(Exception problem) => (problem.InnerException ?? problem).Message.TrimEnd('.').ReplaceLineEndings(" ");
}

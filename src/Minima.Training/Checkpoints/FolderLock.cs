using System.Globalization;
using System.Text.Json;

namespace Minima.Training.Checkpoints;

/// <summary>
/// A lock on a folder that one training at a time writes to. An empty file in it is locked by the system, which releases it when a process is killed, so that
/// the next process takes over. A second file identifies the holder. Network disks may not carry the system's lock to other machines. Therefore the
/// holder updates the second file regularly, and a file without an update for some minutes is stale.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file that identifies the holder of the folder; removed on release.</summary>
    public const string HolderName = "training.lock";

    /// <summary>The file with the system's lock. It is never removed: another process may be opening it.</summary>
    public const string FileName = ".lock";

    private const int LargestHolder = 4096;

    private static readonly TimeSpan Touched = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(2);

    private readonly string _holder;
    private readonly FileStream _file;
    private readonly Timer _touch;

    private FolderLock(string holder, FileStream file)
    {
        (_holder, _file) = (holder, file);
        _touch = new Timer(_ => Touch(), null, Touched, Touched);
    }

    /// <exception cref="CheckpointException">Another training holds it, or the files cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        Folders.Ensure(folder);
        var path = Path.Combine(folder, FileName);
        var holder = Path.Combine(folder, HolderName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException problem) when (File.Exists(path))
        {
            throw Held(folder, HolderOf(holder), problem);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw NotWritten(path, problem);
        }

        try
        {
            if (HolderOf(holder) is { } other && other.Host != Environment.MachineName && DateTime.UtcNow - File.GetLastWriteTimeUtc(holder) < Stale) throw Held(folder, other, null);
            File.WriteAllBytes(holder, Written(new Holder(Environment.ProcessId, Environment.MachineName, DateTime.UtcNow)));
            return new FolderLock(holder, file);
        }
        catch (Exception problem)
        {
            file.Dispose();
            if (!DiskFault.Is(problem)) throw;
            throw NotWritten(holder, problem);
        }
    }

    public void Dispose()
    {
        _touch.Dispose();
        try
        {
            File.Delete(_holder);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            // A remaining file has no owner: the system's lock ends here.
        }

        _file.Dispose();
    }

    private static CheckpointException NotWritten(string path, Exception problem) =>
        new($"{path}: it cannot be written ({problem.Message.TrimEnd('.')}). Make room on the disk, or choose a folder that you may write to.", problem);

    private static CheckpointException Held(string folder, Holder? holder, Exception? cause)
    {
        var who = holder is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"process {known.Process} on {known.Host} has trained in it since {known.Since:yyyy-MM-dd HH:mm:ss} UTC")
            : "another process holds it";
        var message = $"{folder}: {who}; only one training at a time may write to a folder. Wait until it has ended, or give --checkpoints (CheckpointStore) another folder.";
        return cause is null ? new(message) : new(message, cause);
    }

    private void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(_holder, DateTime.UtcNow);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            // If a disk is temporarily unavailable, the next checkpoint meets the problem.
        }
    }

    /// <summary>The holder that a file names, or null.</summary>
    private static Holder? HolderOf(string path)
    {
        try
        {
            return new FileInfo(path).Length > LargestHolder ? null : Read(File.ReadAllBytes(path));
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            return null;
        }
    }

    private static Holder? Read(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("pid", out var process) && process.TryGetInt32(out var id)
                && root.TryGetProperty("host", out var host) && host.ValueKind == JsonValueKind.String
                && root.TryGetProperty("since", out var since) && since.TryGetDateTime(out var time) ? new Holder(id, host.GetString()!, time.ToUniversalTime()) : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Written(Holder holder)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("pid", holder.Process);
            json.WriteString("host", holder.Host);
            json.WriteString("since", holder.Since);
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private sealed record Holder(int Process, string Host, DateTime Since);
}

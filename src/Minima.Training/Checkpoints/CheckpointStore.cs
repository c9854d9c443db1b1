namespace Minima.Training.Checkpoints;

/// <summary>
/// The checkpoints of a training in a folder: each is a file of tensors and a JSON file with its checksum. After a kill at any moment or a full disk, a training
/// finds its last intact checkpoint. The newest few are kept, and those with the best score.
/// </summary>
/// <remarks>Only one training at a time writes to a folder. It holds a lock (<c>training.lock</c>) that identifies it to others; any number may read.</remarks>
public sealed class CheckpointStore
{
    private readonly FileSystem _disk;
    private readonly int _keepLast;
    private readonly int _keepBest;
    private readonly Dictionary<CheckpointName, double?> _scores = [];
    private FolderLock? _lock;

    /// <summary>Creates a store in a folder, which the first save creates.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keepLast">The number of newest checkpoints to keep, at least 1. With 2 or more, the training survives a checkpoint damaged by a failing disk.</param>
    /// <param name="keepBest">The number of checkpoints with the lowest scores to keep in addition.</param>
    /// <exception cref="TrainingException"><paramref name="keepLast"/> is below 1, or <paramref name="keepBest"/> below 0.</exception>
    public CheckpointStore(string folder, int keepLast = 2, int keepBest = 1)
        : this(FileSystem.Real, folder, keepLast, keepBest)
    {
    }

    internal CheckpointStore(FileSystem disk, string folder, int keepLast, int keepBest)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (keepLast < 1) throw new TrainingException($"A checkpoint store cannot keep the last {keepLast}; the newest one is always kept. Give at least 1.");
        if (keepBest < 0) throw new TrainingException($"A checkpoint store cannot keep the best {keepBest}. Give 0 or more.");
        Folder = Path.GetFullPath(folder);
        (_disk, _keepLast, _keepBest) = (disk, keepLast, keepBest);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The names of the checkpoints, newest first; only loading shows if they are intact.</summary>
    public IReadOnlyList<string> Names => [.. Saved().Select(name => name.ToString())];

    /// <summary>Saves a checkpoint, then removes those that are no longer needed.</summary>
    /// <returns>Its name in the store.</returns>
    /// <exception cref="CheckpointException">The checkpoint cannot be written; existing ones are unchanged.</exception>
    public string Save(Checkpoint state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Step < 0) throw new CheckpointException($"Cannot save a checkpoint of step {state.Step}; steps are counted from 0.");
        Folders.Ensure(Folder);
        var last = Files().Select(file => file.Name.Save).DefaultIfEmpty(0).Max();
        var name = new CheckpointName(last + 1, state.Step);
        CheckpointFile.Save(_disk, PathOf(name), state);
        _scores[name] = state.Score;
        Prune(name);
        return name.ToString();
    }

    /// <summary>Loads the newest intact checkpoint; skips and reports damaged ones.</summary>
    public CheckpointSearch TryLoadLatest() => FirstGood(Saved(), []);

    /// <summary>Loads the intact checkpoint with the lowest score, of equal ones the earliest; skips and reports damaged ones.</summary>
    public CheckpointSearch TryLoadBest()
    {
        var damaged = new List<DamagedCheckpoint>();
        foreach (var name in Saved())
        {
            try
            {
                _scores[name] = CheckpointFile.ScoreOf(PathOf(name));
            }
            catch (CheckpointException problem)
            {
                _scores[name] = null;
                damaged.Add(new(name.ToString(), problem.Message));
            }
        }

        return FirstGood(ByScore(Saved()), damaged);
    }

    /// <summary>Loads a checkpoint by its name.</summary>
    /// <exception cref="CheckpointException">There is no checkpoint of this name, or it is damaged.</exception>
    public Checkpoint Load(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CheckpointName.TryParse(name, out var parsed) && Saved().Contains(parsed)
            ? CheckpointFile.Load(PathOf(parsed))
            : throw new CheckpointException($"There is no checkpoint '{Minima.Names.Shorten(name)}' in {Folder}. It has: {(Names.Count == 0 ? "none" : string.Join(", ", Names))}.");
    }

    /// <summary>Keeps other trainings out of the folder until the result is disposed. The holder may call it again.</summary>
    /// <exception cref="CheckpointException">Another training holds it; the message names the process.</exception>
    public IDisposable Hold()
    {
        if (_lock is not null) return new Held(null);
        _lock = FolderLock.Take(Folder);
        return new Held(this);
    }

    private CheckpointSearch FirstGood(IEnumerable<CheckpointName> names, List<DamagedCheckpoint> damaged)
    {
        foreach (var name in names)
        {
            try
            {
                return new(name.ToString(), CheckpointFile.Load(PathOf(name)), damaged);
            }
            catch (CheckpointException problem)
            {
                damaged.Add(new(name.ToString(), problem.Message));
            }
        }

        return new(null, null, damaged);
    }

    /// <summary>Removes checkpoints beyond the newest and the best, and remains of interrupted saves.</summary>
    private void Prune(CheckpointName newest)
    {
        var saved = Saved();
        var kept = saved.Take(_keepLast).Concat(ByScore(saved).Take(_keepBest)).Append(newest).ToHashSet();

        foreach (var name in saved.Where(name => !kept.Contains(name))) AtomicFile.Discard(_disk, PathOf(name) + CheckpointName.Json);

        // The JSON is removed first: without it a checkpoint does not exist, and if removing it failed, the checkpoint is still intact.
        var remaining = Saved().ToHashSet();
        foreach (var (name, ending) in Files())
        {
            if (!remaining.Contains(name) || ending is not (CheckpointName.Json or CheckpointName.Tensors)) AtomicFile.Discard(_disk, PathOf(name) + ending);
        }
    }

    /// <summary>Checkpoints with a score, lowest first, of equal ones the earlier first.</summary>
    private IEnumerable<CheckpointName> ByScore(IReadOnlyList<CheckpointName> names) =>
        names.Where(name => ScoreOf(name) is { } score && !double.IsNaN(score)).OrderBy(ScoreOf).ThenBy(name => name.Save);

    private double? ScoreOf(CheckpointName name)
    {
        if (_scores.TryGetValue(name, out var known)) return known;
        try
        {
            return _scores[name] = CheckpointFile.ScoreOf(PathOf(name));
        }
        catch (CheckpointException)
        {
            // A damaged checkpoint cannot be the best. Loading it reports the damage.
            return _scores[name] = null;
        }
    }

    private List<CheckpointName> Saved() =>
        [.. Files().Where(file => file.Ending == CheckpointName.Json).Select(file => file.Name).OrderByDescending(name => name.Save)];

    /// <summary>The files of checkpoints in the folder, including unfinished ones.</summary>
    private IEnumerable<(CheckpointName Name, string Ending)> Files()
    {
        string[] endings = [CheckpointName.Json, CheckpointName.Tensors, CheckpointName.Json + AtomicFile.Unfinished, CheckpointName.Tensors + AtomicFile.Unfinished];
        foreach (var path in Folders.FilesIn(Folder))
        {
            var file = Path.GetFileName(path);
            var dot = file.IndexOf('.', StringComparison.Ordinal);
            if (dot >= 0 && CheckpointName.TryParse(file[..dot], out var name) && endings.Contains(file[dot..], StringComparer.Ordinal)) yield return (name, file[dot..]);
        }
    }

    private string PathOf(CheckpointName name) => Path.Combine(Folder, name.ToString());

    private sealed class Held(CheckpointStore? store) : IDisposable
    {
        public void Dispose()
        {
            if (store is null) return;
            store._lock?.Dispose();
            store._lock = null;
        }
    }
}

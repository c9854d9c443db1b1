namespace Minima.Training.Data;

/// <summary>A trainer's iteration over a loader: one object for each loader, reused from epoch to epoch.</summary>
internal sealed class LoadedBatches(DataLoader loader) : IBatchReader
{
    private readonly Tensor[] _more = new Tensor[Math.Max(loader.Data.Targets.Count - 1, 0)];
    private int _run;

    public LoadedBatches Start(int epoch, int firstBatch)
    {
        _run = loader.Start(epoch, firstBatch);
        return this;
    }

    public bool Next(out TrainingBatch batch)
    {
        if (loader.Next(_run) is not { } read)
        {
            batch = default;
            return false;
        }

        for (var i = 0; i < _more.Length; i++) _more[i] = read.TargetAt(i + 1);
        batch = new TrainingBatch(read.Features, loader.Data.Targets.Count == 0 ? default : read.Target, read.Weights)
        {
            MoreTargets = _more,
            RowNumbers = read.RowNumberMemory,
            RowWord = loader.Data.RowWord,
            Source = loader.Data.Name,
        };
        return true;
    }

    public void Dispose() => loader.End(_run);
}

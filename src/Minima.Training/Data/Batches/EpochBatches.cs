namespace Minima.Training.Data;

/// <summary>The batches of an epoch, for foreach.</summary>
public readonly struct EpochBatches
{
    private readonly DataLoader _loader;
    private readonly int _epoch;
    private readonly int _firstBatch;

    internal EpochBatches(DataLoader loader, int epoch, int firstBatch)
    {
        _loader = loader;
        _epoch = epoch;
        _firstBatch = firstBatch;
    }

    /// <summary>Begins the epoch.</summary>
    public Enumerator GetEnumerator() => new(_loader, _epoch, _firstBatch);

    /// <summary>Enumerates batches.</summary>
    public struct Enumerator : IDisposable
    {
        private readonly DataLoader _loader;
        private readonly int _run;

        internal Enumerator(DataLoader loader, int epoch, int firstBatch)
        {
            _loader = loader;
            _run = loader.Start(epoch, firstBatch);
            Current = null!;
        }

        /// <summary>The batch, valid until the next one is requested.</summary>
        public Batch Current { get; private set; }

        /// <summary>Advances to the next batch.</summary>
        /// <exception cref="TrainingException">Another epoch was begun meanwhile, or the rows cannot be read.</exception>
        public bool MoveNext()
        {
            Current = _loader.Next(_run)!;
            return Current is not null;
        }

        /// <summary>Ends the epoch.</summary>
        public readonly void Dispose() => _loader.End(_run);
    }
}

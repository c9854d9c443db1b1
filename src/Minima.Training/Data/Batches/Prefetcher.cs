using System.Runtime.ExceptionServices;

namespace Minima.Training.Data;

/// <summary>
/// Makes batches ahead on a pool thread, in slots that are used in turn. If a requested batch is not begun yet, the caller makes it itself, so that a busy pool
/// costs time but cannot cause a deadlock. The content of a batch does not depend on the thread or the time.
/// </summary>
internal sealed class Prefetcher : IThreadPoolWorkItem
{
    // Guards all state below; callers that need a batch wait on it.
    private readonly object _gate = new();
    private readonly BatchMaker _maker;
    private readonly Slot[] _slots;

    private int _run;
    private int _begun;
    private int _held;
    private int _end;
    private int _making;
    private bool _queued;

    public Prefetcher(ITrainingData data, BatchMaker maker, int ahead)
    {
        _maker = maker;
        _slots = new Slot[ahead + 1];
        for (var i = 0; i < _slots.Length; i++) _slots[i] = new Slot(data, maker);
    }

    /// <summary>Begins an epoch while no batch is being made; returns the number that identifies the epoch's requests.</summary>
    public int Start(int first, int end)
    {
        lock (_gate)
        {
            (_begun, _held, _end) = (first, first - 1, end);
            foreach (var slot in _slots) slot.Ready = -1;
            return ++_run;
        }
    }

    /// <summary>The next batch, or null after the last.</summary>
    public Batch? Next(int run)
    {
        Slot slot;
        int batch;
        bool mine;
        lock (_gate)
        {
            if (run != _run) throw new TrainingException("Cannot read the next batch of an epoch: another epoch of the same loader has begun since. Iterate over one epoch at a time, or make a loader for each.");
            batch = Math.Min(_held + 1, _end);
            _held = batch;
            if (batch == _end) return null;
            slot = _slots[batch % _slots.Length];
            mine = _begun == batch;
            if (mine)
            {
                _begun++;
                _making++;
            }

            Queue();
        }

        if (mine) Make(slot, batch);
        else Wait(slot, batch);
        slot.Failure?.Throw();
        return slot.Batch;
    }

    /// <summary>Ends an epoch, unless another one has begun.</summary>
    public void End(int run)
    {
        lock (_gate)
        {
            if (run == _run) Stop();
        }
    }

    /// <summary>Begins and returns no further batches, and waits for those in progress.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _end = Math.Min(_end, _begun);
            _held = _end;
            while (_making > 0) Monitor.Wait(_gate);
        }
    }

    /// <summary>Makes batches while slots are free.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            int batch;
            lock (_gate)
            {
                _queued = MayBegin;
                if (!_queued) return;
                batch = _begun++;
                _making++;
            }

            Make(_slots[batch % _slots.Length], batch);
        }
    }

    /// <summary>True if batches remain and the slot of the next is not in use.</summary>
    private bool MayBegin => _begun < _end && _begun < Math.Max(_held, 0) + _slots.Length && _slots.Length > 1;

    private void Queue()
    {
        if (_queued || !MayBegin) return;
        _queued = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Make(Slot slot, int batch)
    {
        slot.Failure = null;
        try
        {
            slot.Make(_maker, batch);
        }
        catch (Exception problem)
        {
            // Any exception of a data set goes to the caller that requests the batch.
            slot.Failure = ExceptionDispatchInfo.Capture(problem);
        }

        lock (_gate)
        {
            slot.Ready = batch;
            _making--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wait(Slot slot, int batch)
    {
        lock (_gate)
        {
            while (slot.Ready != batch) Monitor.Wait(_gate);
        }
    }

    /// <summary>The memory of a batch, for full length and for the length of the last one.</summary>
    private sealed class Slot
    {
        private readonly BatchBuffer _full;
        private readonly BatchBuffer? _last;
        private readonly int[] _chosen;

        public Slot(ITrainingData data, BatchMaker maker)
        {
            _full = maker.Buffer();
            _last = maker.LastBuffer();
            _chosen = new int[_full.Count];
            Batch = new Batch(data, _full);
        }

        public Batch Batch { get; }

        /// <summary>The batch in the slot, or -1.</summary>
        public int Ready { get; set; } = -1;

        public ExceptionDispatchInfo? Failure { get; set; }

        public void Make(BatchMaker maker, int batch)
        {
            var buffer = maker.IsShort(batch) ? _last! : _full;
            maker.Make(batch, buffer, _chosen);
            Batch.Set(buffer, maker.Epoch, batch);
        }
    }
}

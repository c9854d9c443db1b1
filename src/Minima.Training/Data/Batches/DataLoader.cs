using System.Text.Json.Nodes;

namespace Minima.Training.Data;

/// <summary>
/// Distributes the rows of a data set to batches, epoch after epoch. The rows of a batch are a function of (seed, epoch, batch), so that an interrupted training
/// continues with the next batch: <c>loader.Epoch(epoch, batch)</c>.
/// </summary>
/// <example><code>
/// using var loader = new DataLoader(data, new() { BatchSize = 64, Seed = 1 });
/// for (var epoch = 0; epoch &lt; 10; epoch++)
/// {
///     foreach (var batch in loader.Epoch(epoch))
///     {
///         using var step = StepScope.Begin();
///         loss.Apply(model.Forward(batch.Features), batch.Target).Backward();
///         optimizer.Step();
///     }
/// }
/// </code></example>
/// <remarks>Batches are made ahead on another thread in reused memory: in the steady state nothing is allocated. Only one epoch can be active at a time.</remarks>
public sealed class DataLoader : IBatchSource, IDisposable
{
    private readonly Prefetcher _prefetcher;
    private readonly BatchMaker _maker;
    private readonly LoadedBatches _walk;

    /// <param name="data">The data set.</param>
    /// <param name="options">The options of batching.</param>
    /// <exception cref="TrainingException">No batch would be made, or an option is out of range.</exception>
    public DataLoader(ITrainingData data, DataLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new DataLoaderOptions();
        Data = data;
        Options = options;
        var rows = options.Rows ?? RowSet.All(data.Rows);
        Check(data, options, rows);
        Rows = rows.Count;
        BatchesPerEpoch = options.DropsLast ? Rows / options.BatchSize : ((Rows - 1) / options.BatchSize) + 1;
        ClassWeights = ClassWeighing.Of(data, rows, options);
        _maker = new BatchMaker(data, rows, options, ClassWeights);
        _walk = new LoadedBatches(this);

        // A browser has no other thread.
        _prefetcher = new Prefetcher(data, _maker, OperatingSystem.IsBrowser() ? 0 : options.Prefetch);
    }

    /// <summary>The data set.</summary>
    public ITrainingData Data { get; }

    /// <inheritdoc/>
    public JsonObject? Treatment => (Data as CsvData)?.Treatment.ToJson();

    /// <summary>The options of batching.</summary>
    public DataLoaderOptions Options { get; }

    /// <summary>The number of rows used.</summary>
    public int Rows { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The weights of the classes, given or balanced; empty if there are none.</summary>
    public IReadOnlyList<double> ClassWeights { get; }

    /// <summary>The batches of an epoch, from the given one on. Ends any earlier epoch.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="firstBatch">The first batch, counted from 0; the number of batches for none.</param>
    /// <exception cref="TrainingException">There is no such batch.</exception>
    public EpochBatches Epoch(int epoch, int firstBatch = 0)
    {
        if (epoch < 0) throw new TrainingException($"A data loader has no epoch {epoch}; epochs are numbered from 0.");
        if (firstBatch < 0 || firstBatch > BatchesPerEpoch) throw new TrainingException($"An epoch cannot begin with batch {firstBatch}; it has {BatchesPerEpoch} batches of up to {Options.BatchSize} rows, numbered from 0. Was the position saved with other data or another batch size?");
        return new EpochBatches(this, epoch, firstBatch);
    }

    long IBatchSource.Rows => Rows;

    int IBatchSource.Batches => BatchesPerEpoch;

    /// <inheritdoc/>
    public IBatchReader Open(int epoch, int firstBatch)
    {
        // Validates the arguments as Epoch does.
        Epoch(epoch, firstBatch);
        return _walk.Start(epoch, firstBatch);
    }

    /// <summary>Ends the epoch and waits for the thread that makes batches. The data set stays open.</summary>
    public void Dispose() => _prefetcher.Stop();

    internal int Start(int epoch, int firstBatch)
    {
        _prefetcher.Stop();
        _maker.SetEpoch(epoch);
        return _prefetcher.Start(firstBatch, BatchesPerEpoch);
    }

    internal Batch? Next(int run) => _prefetcher.Next(run);

    internal void End(int run) => _prefetcher.End(run);

    private static void Check(ITrainingData data, DataLoaderOptions options, RowSet rows)
    {
        if (options.BatchSize < 1) throw new TrainingException($"A data loader of {data.Name} cannot use the batch size {options.BatchSize}: it must be at least 1.");
        if (options.Prefetch is < 0 or > 64) throw new TrainingException($"A data loader of {data.Name} cannot prepare {options.Prefetch} batches ahead; give 0 to 64.");
        if (rows.Count == 0) throw new TrainingException($"A data loader of {data.Name} has no rows; at least one is expected. {(options.Rows is null ? "Give a data set that is not empty." : "The set of rows is empty: was the proportion of validation rows set to 0?")}");
        if (rows[rows.Count - 1] >= data.Rows) throw new TrainingException($"A data loader of {data.Name} cannot read row {rows[rows.Count - 1]}: the data have {data.Rows} rows, numbered from 0. Was the set of rows made for other data?");
        if (options.DropsLast && rows.Count < options.BatchSize) throw new TrainingException($"A data loader of {data.Name} has {rows.Count} rows, fewer than the batch size {options.BatchSize}, and drops the last batch: no batch is left. Set DropsLast to false, or take smaller batches.");
        if (data.Features.Count == 0) throw new TrainingException($"A data loader of {data.Name} has no features; at least one field is expected.");
    }
}

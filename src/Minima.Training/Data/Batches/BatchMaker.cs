namespace Minima.Training.Data;

/// <summary>Makes any batch of an epoch: its rows, their fields, and their weights. Several threads may make different batches.</summary>
internal sealed class BatchMaker(ITrainingData data, RowSet rows, DataLoaderOptions options, IReadOnlyList<double> classWeights)
{
    private readonly RowOrder? _order = options.Shuffles ? new RowOrder(rows.Count, options.Seed) : null;

    /// <summary>The epoch of the batches.</summary>
    public int Epoch { get; private set; }

    private bool IsWeighted => data.HasWeights || classWeights.Count > 0;

    public void SetEpoch(int epoch)
    {
        Epoch = epoch;
        _order?.Set(epoch);
    }

    /// <summary>Memory for full batches.</summary>
    public BatchBuffer Buffer() => new(data, Math.Min(options.BatchSize, rows.Count), IsWeighted);

    /// <summary>Memory for the last batch if it has fewer rows, or null.</summary>
    public BatchBuffer? LastBuffer() => !options.DropsLast && rows.Count > options.BatchSize && rows.Count % options.BatchSize is > 0 and var left ? new BatchBuffer(data, left, IsWeighted) : null;

    /// <summary>True if a batch has fewer rows than others.</summary>
    public bool IsShort(int batch) => rows.Count > options.BatchSize && rows.Count - ((long)batch * options.BatchSize) < options.BatchSize;

    /// <summary>Fills memory with a batch of the epoch.</summary>
    /// <param name="batch">The index of the batch.</param>
    /// <param name="buffer">The memory, with the length of the batch.</param>
    /// <param name="chosen">Receives the indices of the rows; at least as long.</param>
    public void Make(int batch, BatchBuffer buffer, int[] chosen)
    {
        var first = batch * options.BatchSize;
        for (var i = 0; i < buffer.Count; i++) chosen[i] = rows[_order?[first + i] ?? (first + i)];
        data.Read(chosen.AsSpan(0, buffer.Count), buffer);
        if (data.HasWeights) CheckWeights(buffer);
        if (classWeights.Count == 0) return;
        var labels = buffer.Target<int>();
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classWeights.Count)
                throw new TrainingException($"{data.Name}, {data.RowWord} {buffer.RowNumbers[i]}: the label is {labels[i]}, and there are weights for {classWeights.Count} classes, numbered from 0. Correct the label, or give a weight for each class.");
            buffer.SetWeight(i, classWeights[labels[i]] * (data.HasWeights ? buffer.Weight(i) : 1));
        }
    }

    private void CheckWeights(BatchBuffer buffer)
    {
        for (var i = 0; i < buffer.Count; i++)
        {
            if (buffer.Weight(i) is >= 0 and < double.PositiveInfinity) continue;
            throw new TrainingException(FormattableString.Invariant($"{data.Name}, {data.RowWord} {buffer.RowNumbers[i]}: the weight is {buffer.Weight(i)}; a finite number of at least 0 is expected. Correct it; 0 leaves the row out of the mean."));
        }
    }
}

using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Batches to train on, in an order that depends on the epoch only, so that an interrupted training can continue.</summary>
public interface IBatchSource
{
    /// <summary>The number of rows in an epoch.</summary>
    long Rows { get; }

    /// <summary>The number of batches in an epoch.</summary>
    int Batches { get; }

    /// <summary>Iterates over an epoch, beginning with the given batch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="firstBatch">Counted from 0.</param>
    IBatchReader Open(int epoch, int firstBatch);

    /// <summary>The conversion of table cells to numbers, which a saved model keeps; null for numeric data.</summary>
    JsonObject? Treatment => null;
}

/// <summary>An iterator over the batches of an epoch.</summary>
public interface IBatchReader : IDisposable
{
    /// <summary>Reads the next batch; returns false after the last. The tensors of a batch may be overwritten by the next call.</summary>
    bool Next(out TrainingBatch batch);
}

/// <summary>A batch of rows: model inputs, targets and weights.</summary>
/// <param name="Features">The model's input; the first axis is that of the rows.</param>
/// <param name="Target">Numbers, or int labels; the first axis is that of the rows.</param>
/// <param name="Weight">One number for each row, or none.</param>
public readonly record struct TrainingBatch(Tensor Features, Tensor Target, Tensor Weight = default)
{
    /// <summary>The targets of further outputs, after the first one.</summary>
    public IReadOnlyList<Tensor> MoreTargets { get; init; } = [];

    /// <summary>The number by which reports name each row: its line in a file or its index in an array; empty if unknown.</summary>
    public ReadOnlyMemory<int> RowNumbers { get; init; }

    /// <summary>The unit of <see cref="RowNumbers"/>: <c>line</c> in a file, <c>row</c> elsewhere.</summary>
    public string RowWord { get; init; } = "row";

    /// <summary>The name of the data in reports, such as a file name.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>The number of rows.</summary>
    public int Rows => Features.Shape[0];

    /// <summary>A target by its index.</summary>
    /// <exception cref="TrainingException">The batch has fewer targets.</exception>
    public Tensor TargetAt(int index) => index == 0 ? Target
        : index - 1 < MoreTargets.Count ? MoreTargets[index - 1]
        : throw new TrainingException($"There is no target {index} in the batch; it has {MoreTargets.Count + 1}, counted from 0.");

    /// <summary>A copy of the batch with its own memory: a reader may overwrite a batch in its next call.</summary>
    internal TrainingBatch Copy()
    {
        using (Autograd.NoGradient())
        {
            return this with
            {
                Features = Densify.Copy(Features),
                Target = Densify.Copy(Target),
                Weight = Weight.IsNone ? default : Densify.Copy(Weight),
                MoreTargets = MoreTargets.Count == 0 ? [] : [.. MoreTargets.Select(Densify.Copy)],
                RowNumbers = RowNumbers.ToArray(),
            };
        }
    }
}

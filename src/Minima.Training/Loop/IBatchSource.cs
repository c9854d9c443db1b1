using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>What training walks over: batches, in an order that depends on the epoch only, so that a training that was killed continues from there.</summary>
public interface IBatchSource
{
    /// <summary>How many rows an epoch has.</summary>
    long Rows { get; }

    /// <summary>How many batches an epoch has.</summary>
    int Batches { get; }

    /// <summary>Walks over an epoch from a batch on.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="firstBatch">Counted from 0.</param>
    IBatchReader Open(int epoch, int firstBatch);

    /// <summary>How the cells of a table became numbers, which a saved model keeps; null for data that were numbers.</summary>
    JsonObject? Treatment => null;
}

/// <summary>A walk over the batches of an epoch.</summary>
public interface IBatchReader : IDisposable
{
    /// <summary>The next batch; false behind the last. The tensors of a batch may be overwritten by the next call.</summary>
    bool Next(out TrainingBatch batch);
}

/// <summary>Some rows: what the model sees, and what it is to say.</summary>
/// <param name="Features">The model's input; the first axis counts rows.</param>
/// <param name="Target">Numbers, or int labels; the first axis counts rows.</param>
/// <param name="Weight">One number for each row, or none.</param>
public readonly record struct TrainingBatch(Tensor Features, Tensor Target, Tensor Weight = default)
{
    /// <summary>Targets of further outputs, behind the first one.</summary>
    public IReadOnlyList<Tensor> MoreTargets { get; init; } = [];

    /// <summary>What reports call each row: its line in a file, its place in an array; empty where that is not known.</summary>
    public ReadOnlyMemory<int> RowNumbers { get; init; }

    /// <summary>What these numbers count: <c>line</c> in a file, <c>row</c> elsewhere.</summary>
    public string RowWord { get; init; } = "row";

    /// <summary>What reports call the data: a file's name.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>How many rows.</summary>
    public int Rows => Features.Shape[0];

    /// <summary>A target by its number.</summary>
    /// <exception cref="TrainingException">There are not so many.</exception>
    public Tensor TargetAt(int index) => index == 0 ? Target
        : index - 1 < MoreTargets.Count ? MoreTargets[index - 1]
        : throw new TrainingException($"Target {index} of a batch was asked for; it has {MoreTargets.Count + 1}, counted from 0.");

    /// <summary>The rows in memory of their own: what a reader hands out may be overwritten by its next call.</summary>
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

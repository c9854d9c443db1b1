namespace Minima.Training.Losses;

/// <summary>Means that are 0 where there is nothing to take the mean of.</summary>
internal static class Average
{
    /// <summary>The mean of all elements.</summary>
    public static Tensor All(Tensor x) => x.Sum() / Math.Max(x.Count, 1);

    /// <summary>The mean along an axis.</summary>
    public static Tensor Along(Tensor x, Index axis, bool keep = false) => x.Sum(axis, keep) / Math.Max(x.Shape[axis], 1);

    /// <summary>Elements less their mean along an axis.</summary>
    public static Tensor Centered(Tensor x, Index axis) => x - Along(x, axis, keep: true).BroadcastTo(x.Shape);
}

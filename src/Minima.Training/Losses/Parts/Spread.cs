namespace Minima.Training.Losses;

/// <summary>What is meant to repeat, said aloud: tensors combine only in equal shapes.</summary>
internal static class Spread
{
    /// <summary>Each number repeated along a new last axis: [..] to [.., n].</summary>
    public static Tensor Across(Tensor x, int n)
    {
        var wide = x.Shape.Insert(x.Rank, 1);
        return x.Reshape(wide).BroadcastTo(wide.With(x.Rank, n));
    }
}

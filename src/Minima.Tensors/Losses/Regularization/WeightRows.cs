namespace Minima.Tensors.Losses;

/// <summary>A tensor as rows, one for each index of its first axis: for penalties on weights, filters and states.</summary>
internal static class WeightRows
{
    /// <summary>[R, ..] as [R, n].</summary>
    /// <exception cref="LossException">A single number has no rows.</exception>
    public static Tensor Of(string loss, Tensor x) => x.Rank switch
    {
        0 => throw new LossException(LossError.Shape, $"{loss}: the input is a single number, which has no rows; it must be a tensor [R, ..]."),
        2 => x,
        _ => x.Reshape([x.Shape[0], x.Count / Math.Max(x.Shape[0], 1)]),
    };
}

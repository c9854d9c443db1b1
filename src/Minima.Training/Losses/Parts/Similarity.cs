namespace Minima.Training.Losses;

/// <summary>How near the rows of two tensors are: the part that losses on pairs, triplets and lists share.</summary>
internal static class Similarity
{
    /// <summary>Norms below this count as this, so that a row of zeros stays one (PyTorch's normalize).</summary>
    private const double LeastNorm = 1e-12;

    /// <summary>Rows of length 1 along the last axis.</summary>
    public static Tensor Unit(Tensor x) => x / Norm(x, keep: true).Max(Tensor.Scalar(LeastNorm, x.Type)).BroadcastTo(x.Shape);

    /// <summary>The Euclidean length along the last axis; slope 0 at 0.</summary>
    public static Tensor Norm(Tensor x, bool keep = false) => (x * x).Sum(^1, keep).Sqrt();

    /// <summary>Cosines of all pairs of rows: [N, D] and [M, D] to [N, M].</summary>
    public static Tensor Cosines(Tensor x, Tensor y) => Unit(x).MatMul(Unit(y).Transpose());

    /// <summary>Squared Euclidean distances of all pairs of rows, each from its own difference, so that near rows lose nothing.</summary>
    public static Tensor SquaredDistances(Tensor x, Tensor y)
    {
        var difference = Differences(x, y);
        return (difference * difference).Sum(^1);
    }

    /// <summary>Euclidean distances of all pairs of rows; slope 0 where two coincide.</summary>
    public static Tensor Distances(Tensor x, Tensor y) => SquaredDistances(x, y).Sqrt();

    private static Tensor Differences(Tensor x, Tensor y)
    {
        Shape all = [x.Shape[0], y.Shape[0], x.Shape[1]];
        return x.Reshape([all[0], 1, all[2]]).BroadcastTo(all) - y.Reshape([1, all[1], all[2]]).BroadcastTo(all);
    }
}

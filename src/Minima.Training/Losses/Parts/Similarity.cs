namespace Minima.Training.Losses;

/// <summary>How near the rows of two tensors are: the part that losses on pairs, triplets and lists share.</summary>
internal static class Similarity
{
    /// <summary>Norms below this count as this, so that a row of zeros stays one (PyTorch's normalize).</summary>
    public const double LeastNorm = 1e-12;

    /// <summary>Rows of length 1 along the last axis.</summary>
    public static Tensor Unit(Tensor x, double least = LeastNorm) => x / Spread.Across(Norm(x).Max(Tensor.Scalar(least, x.Type)), x.Shape[^1]);

    /// <summary>The Euclidean length along the last axis; slope 0 at 0.</summary>
    public static Tensor Norm(Tensor x, bool keep = false) => (x * x).Sum(^1, keep).Sqrt();

    /// <summary>Cosines of all pairs of rows: [N, D] and [M, D] to [N, M].</summary>
    public static Tensor Cosines(Tensor x, Tensor y) => Products(Unit(x), Unit(y));

    /// <summary>Cosines of all pairs of rows of one tensor: [N, D] to [N, N].</summary>
    public static Tensor Cosines(Tensor x)
    {
        var unit = Unit(x);
        return Products(unit, unit);
    }

    /// <summary>cos(t + shift) from cos t, for angles from 0 to pi, without arc cosine.</summary>
    /// <param name="cosine">cos t.</param>
    /// <param name="shift">In radians.</param>
    /// <param name="least">The square of sin t is at least this; there, and at 0, its slope is 0.</param>
    public static Tensor CosineOfShifted(Tensor cosine, double shift, double least = 0)
    {
        var sine = ((((1 - cosine) * (1 + cosine)) - least).Relu() + least).Sqrt();
        return (cosine * Math.Cos(shift)) - (sine * Math.Sin(shift));
    }

    /// <summary>Inner products of all pairs of rows: [N, D] and [M, D] to [N, M].</summary>
    public static Tensor Products(Tensor x, Tensor y) => x.MatMul(y.Transpose());

    /// <summary>Squared Euclidean distances of all pairs of rows, each from its own difference, so that near rows lose nothing.</summary>
    public static Tensor SquaredDistances(Tensor x, Tensor y) => PairwiseSquares.Apply(x, y);

    /// <summary>Euclidean distances of all pairs of rows; slope 0 where two coincide.</summary>
    public static Tensor Distances(Tensor x, Tensor y) => SquaredDistances(x, y).Sqrt();

    /// <summary>Half the squared distance of each row from the centre that its label names.</summary>
    public static Tensor HalfSquares(Tensor x, Tensor centres, Tensor labels)
    {
        var difference = x - centres.Rows(labels);
        return (difference * difference).Sum(^1) / 2;
    }

    /// <summary>
    /// 1 - cos of each row with its partner, as half the squared distance of the two on the unit sphere: nothing is lost where they are near. A norm below
    /// <paramref name="least"/> counts as that.
    /// </summary>
    public static Tensor CosineDistance(Tensor x, Tensor y, double least = LeastNorm)
    {
        var (tameX, tameY) = (Tame(x), Tame(y));
        var (first, second) = (Unit(tameX, least), Unit(tameY, least));
        var difference = first - second;
        return ((difference * difference).Sum(^1) + Missing(first, tameX, least) + Missing(second, tameY, least)) / 2;
    }

    /// <summary>The p-norm along the last axis; slope 0 at 0.</summary>
    public static Tensor Norm(Tensor x, double p)
    {
        if (p == 2) return Norm(x);
        if (double.IsPositiveInfinity(p)) return x.Abs().Max(^1);
        return Power(x.Abs().Pow(p).Sum(^1), 1 / p);
    }

    /// <summary>x^exponent of numbers of at least 0; value and slope 0 at 0.</summary>
    public static Tensor Power(Tensor x, double exponent)
    {
        var isZero = x.Less(Tensor.Scalar(x.Type == ElementType.Single ? float.Epsilon : double.Epsilon, x.Type));
        return (x + isZero).Pow(exponent).If(1 - isZero);
    }

    /// <summary>Differences of all pairs of rows: [N, D] and [M, D] to [N, M, D].</summary>
    public static Tensor Differences(Tensor x, Tensor y)
    {
        Shape all = [x.Shape[0], y.Shape[0], x.Shape[1]];
        return x.Reshape([all[0], 1, all[2]]).BroadcastTo(all) - y.Reshape([1, all[1], all[2]]).BroadcastTo(all);
    }

    /// <summary>What the square of a row's length misses to 1: something only where the norm was below the least.</summary>
    private static Tensor Missing(Tensor unit, Tensor x, double least)
    {
        var isShort = Norm(x).Less(Tensor.Scalar(least, x.Type));
        return (1 - (unit * unit).Sum(^1)).If(isShort);
    }

    /// <summary>Rows whose squares would leave the range of the type, divided by their largest component: their directions are what counts.</summary>
    private static Tensor Tame(Tensor x)
    {
        if (x.Count == 0) return x;
        var (low, high) = x.Type == ElementType.Single ? (0.0, 1e15) : (1e-100, 1e100);
        var size = x.Detach().Abs().Max(^1);
        var isWild = Tensor.Scalar(high, x.Type).Less(size) + (size.Less(Tensor.Scalar(low, x.Type)) * (1 - size.IsZero()));
        return isWild.Sum().Item() == 0 ? x : x / Spread.Across(Tensor.Where(isWild, size, Tensor.Ones(size.Shape, x.Type)), x.Shape[^1]);
    }
}

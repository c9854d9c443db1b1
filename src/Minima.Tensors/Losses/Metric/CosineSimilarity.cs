namespace Minima.Tensors.Losses;

/// <summary>Cosines of the angles between rows of tensors.</summary>
internal static class CosineSimilarity
{
    /// <summary>Cosines of all pairs of rows: [N, D] and [M, D] to [N, M].</summary>
    public static Tensor OfPairs(Tensor x, Tensor y) => x.Normalize(^1).MatMul(y.Normalize(^1).Transpose());

    /// <summary>Cosines of all pairs of rows of one tensor: [N, D] to [N, N].</summary>
    public static Tensor OfPairs(Tensor x)
    {
        var unit = x.Normalize(^1);
        return unit.MatMul(unit.Transpose());
    }

    /// <summary>cos(t + shift) from cos t, for angles from 0 to pi, without arc cosine.</summary>
    /// <param name="cosine">cos t.</param>
    /// <param name="shift">In radians.</param>
    /// <param name="least">The square of sin t is at least this; there, and at 0, its derivative is 0.</param>
    public static Tensor OfShiftedAngle(Tensor cosine, double shift, double least = 0)
    {
        var sine = ((((1 - cosine) * (1 + cosine)) - least).Relu() + least).Sqrt();
        return (cosine * Math.Cos(shift)) - (sine * Math.Sin(shift));
    }

    /// <summary>
    /// 1 - cos of each row with its partner, as half the squared distance of the two on the unit sphere: nothing is lost where they are near. A norm below
    /// <paramref name="least"/> counts as that.
    /// </summary>
    public static Tensor Distance(Tensor x, Tensor y, double least = 1e-12)
    {
        var (tameX, tameY) = (Tame(x), Tame(y));
        var (first, second) = (tameX.Normalize(^1, least), tameY.Normalize(^1, least));
        var difference = first - second;
        return ((difference * difference).Sum(^1) + Missing(first, tameX, least) + Missing(second, tameY, least)) / 2;
    }

    /// <summary>Logits with another one at the label of each row, as margins on angles have it: [N, K], [N] and [N] to [N, K].</summary>
    public static Tensor WithOwn(Tensor logits, Tensor labels, Tensor own) =>
        Tensor.Where(labels.OneHot(logits.Shape[^1], logits.Type), own.Expand(^1, logits.Shape[^1]), logits);

    /// <summary>1 minus the squared length of a row: 0 unless the norm was below the minimum.</summary>
    private static Tensor Missing(Tensor unit, Tensor x, double least)
    {
        var isShort = x.Norm(^1).Less(Tensor.Scalar(least, x.Type));
        return (1 - (unit * unit).Sum(^1)).If(isShort);
    }

    /// <summary>Rows whose squares would leave the range of the type, divided by their largest component: their directions are what counts.</summary>
    private static Tensor Tame(Tensor x)
    {
        if (x.Count == 0) return x;
        var (low, high) = x.Type == ElementType.Single ? (0.0, 1e15) : (1e-100, 1e100);
        var size = x.Detach().Abs().Max(^1);
        var isWild = Tensor.Scalar(high, x.Type).Less(size) + (size.Less(Tensor.Scalar(low, x.Type)) * (1 - size.IsZero()));
        return isWild.Sum().Item() == 0 ? x : x / Tensor.Where(isWild, size, Tensor.Ones(size.Shape, x.Type)).Expand(^1, x.Shape[^1]);
    }
}

namespace Minima.Tensors;

/// <summary>Lengths of vectors, and distances between them.</summary>
public readonly partial struct Tensor
{
    /// <summary>The Euclidean norm along an axis, sqrt(sum x^2); derivative 0 at 0.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="keep">True to keep the axis, with length 1.</param>
    public Tensor Norm(Index axis, bool keep = false) => Square().Sum(axis, keep).Sqrt();

    /// <summary>The p-norm along an axis, (sum |x|^p)^(1/p), or the largest |x| for an infinite p; derivative 0 at 0.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="p">Above 0.</param>
    public Tensor Norm(Index axis, double p)
    {
        if (p == 2) return Norm(axis);
        return double.IsPositiveInfinity(p) ? Abs().Max(axis) : Abs().Pow(p).Sum(axis).PowOrZero(1 / p);
    }

    /// <summary>Vectors along an axis divided by their Euclidean norm; a norm below <paramref name="least"/> counts as that, so that zero vectors stay zero.</summary>
    /// <param name="axis">The axis; ^1 is the last.</param>
    /// <param name="least">Above 0.</param>
    public Tensor Normalize(Index axis, double least = 1e-12) => this / Norm(axis).Max(Scalar(least, Type)).Expand(axis, Shape[Axis(axis)]);

    /// <summary>Squared Euclidean distances of all pairs of rows, [N, D] and [M, D] to [N, M]: each from its own difference, so that near rows lose no precision.</summary>
    /// <exception cref="TrainingException">The shapes or types do not match.</exception>
    public Tensor PairwiseSquaredDistances(Tensor other) => PairwiseSquares.Apply(this, other);

    /// <summary>Euclidean distances of all pairs of rows, [N, D] and [M, D] to [N, M]; derivative 0 if two rows coincide.</summary>
    /// <exception cref="TrainingException">The shapes or types do not match.</exception>
    public Tensor PairwiseDistances(Tensor other) => PairwiseSquaredDistances(other).Sqrt();

    /// <summary>x^exponent of numbers of at least 0; value and derivative 0 at 0.</summary>
    internal Tensor PowOrZero(double exponent)
    {
        var isZero = Less(Scalar(Type == ElementType.Single ? float.Epsilon : double.Epsilon, Type));
        return (this + isZero).Pow(exponent).If(1 - isZero);
    }
}

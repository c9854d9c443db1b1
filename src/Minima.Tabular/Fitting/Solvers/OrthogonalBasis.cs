namespace Minima.Tabular;

/// <summary>
/// Vectors orthonormalised one after the other, the longest remainder first (Gram-Schmidt with every projection
/// done twice, which is as accurate as Householder's reflections). It finds the rank, and A P = Q R.
/// </summary>
internal sealed class OrthogonalBasis
{
    private OrthogonalBasis(List<double[]> basis, List<int> order, List<double[]> triangle)
    {
        Basis = basis;
        Order = order;
        Triangle = triangle;
    }

    /// <summary>The columns of Q.</summary>
    public List<double[]> Basis { get; }

    /// <summary>The index of the vector from which each of them came.</summary>
    public List<int> Order { get; }

    /// <summary>Column k of R: vector Order[k] in terms of the basis, k + 1 numbers.</summary>
    public List<double[]> Triangle { get; }

    public int Rank => Basis.Count;

    /// <param name="vectors">The vectors, which are not changed.</param>
    /// <param name="tolerance">A remainder below this fraction of its vector's length is rounding, not a direction.</param>
    /// <param name="cancellation">Checked before every vector.</param>
    public static OrthogonalBasis Of(IReadOnlyList<double[]> vectors, double tolerance, CancellationToken cancellation = default)
    {
        var remainders = vectors.Select(vector => (double[])vector.Clone()).ToArray();
        var lengths = Array.ConvertAll(remainders, Length);
        var open = Enumerable.Range(0, remainders.Length).Where(k => lengths[k] > 0).ToList();
        var result = new OrthogonalBasis([], [], []);
        while (open.Count > 0 && result.Rank < (vectors.Count == 0 ? 0 : vectors[0].Length))
        {
            cancellation.ThrowIfCancellationRequested();
            var best = open.MaxBy(k => Length(remainders[k]) / lengths[k]);
            var direction = (double[])remainders[best].Clone();
            foreach (var earlier in result.Basis) FixedOrder.AddScaled(-FixedOrder.Dot(earlier, direction), earlier, direction);
            var length = Length(direction);
            if (!(length > tolerance * lengths[best])) break;
            for (var i = 0; i < direction.Length; i++) direction[i] /= length;
            var column = new double[result.Rank + 1];
            for (var k = 0; k < result.Rank; k++) column[k] = FixedOrder.Dot(result.Basis[k], vectors[best]);
            column[^1] = FixedOrder.Dot(direction, vectors[best]);
            result.Basis.Add(direction);
            result.Order.Add(best);
            result.Triangle.Add(column);
            open.Remove(best);
            foreach (var k in open) FixedOrder.AddScaled(-FixedOrder.Dot(direction, remainders[k]), direction, remainders[k]);
        }

        return result;
    }

    /// <summary>Some of the unit vectors.</summary>
    public static OrthogonalBasis OfUnits(int[] axes, int size)
    {
        var basis = new OrthogonalBasis([], [], []);
        for (var k = 0; k < axes.Length; k++)
        {
            var column = new double[k + 1];
            column[k] = 1;
            basis.Basis.Add(Unit(axes[k], size));
            basis.Order.Add(k);
            basis.Triangle.Add(column);
        }

        return basis;
    }

    public static double[] Unit(int axis, int size)
    {
        var unit = new double[size];
        unit[axis] = 1;
        return unit;
    }

    /// <summary>Solves R x = b.</summary>
    public double[] SolveTriangle(ReadOnlySpan<double> right)
    {
        var x = right.ToArray();
        for (var k = Rank - 1; k >= 0; k--)
        {
            x[k] /= Triangle[k][k];
            for (var i = 0; i < k; i++) x[i] -= Triangle[k][i] * x[k];
        }

        return x;
    }

    /// <summary>Solves Rᵀ x = b.</summary>
    public double[] SolveTransposed(ReadOnlySpan<double> right)
    {
        var x = new double[Rank];
        for (var k = 0; k < Rank; k++)
            x[k] = (right[k] - FixedOrder.Dot(Triangle[k].AsSpan(0, k), x.AsSpan(0, k))) / Triangle[k][k];
        return x;
    }

    /// <summary>An orthonormal basis of the orthogonal complement.</summary>
    public List<double[]> Complement(int size)
    {
        var complement = new List<double[]>();
        var left = Enumerable.Range(0, size).Select(_ => 1.0).ToArray();
        foreach (var vector in Basis)
        {
            for (var j = 0; j < size; j++) left[j] -= vector[j] * vector[j];
        }

        while (complement.Count < size - Rank)
        {
            // The unit vector with the largest remainder; its square is at least (size - rank) / size, so nothing is lost to rounding.
            var best = 0;
            for (var j = 1; j < size; j++) best = left[j] > left[best] ? j : best;
            var direction = new double[size];
            direction[best] = 1;
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var vector in Basis) FixedOrder.AddScaled(-FixedOrder.Dot(vector, direction), vector, direction);
                foreach (var vector in complement) FixedOrder.AddScaled(-FixedOrder.Dot(vector, direction), vector, direction);
            }

            var length = Length(direction);
            for (var j = 0; j < size; j++)
            {
                direction[j] /= length;
                left[j] -= direction[j] * direction[j];
            }

            left[best] = -1;
            complement.Add(direction);
        }

        return complement;
    }

    private static double Length(double[] vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));
}

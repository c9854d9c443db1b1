namespace Minima;

/// <summary>The factor L of a symmetric positive definite matrix, L Lᵀ = A, after scaling its rows and columns to a diagonal of 1.</summary>
internal sealed class Cholesky
{
    private readonly int _size;
    private readonly double[] _factor;
    private readonly double[] _scale;

    private Cholesky(int size, double[] factor, double[] scale, double smallestPivot)
    {
        _size = size;
        _factor = factor;
        _scale = scale;
        SmallestPivot = smallestPivot;
    }

    /// <summary>The smallest square pivot of the scaled matrix: 1 for orthogonal columns, 0 if one depends on those before it.</summary>
    public double SmallestPivot { get; }

    /// <summary>The factorisation, or null if the matrix (with <paramref name="ridge"/> added to its scaled diagonal) is not positive definite.</summary>
    public static Cholesky? Factor(double[] matrix, int size, double ridge = 0)
    {
        var scale = new double[size];
        for (var j = 0; j < size; j++)
        {
            var diagonal = matrix[(j * size) + j];
            if (!(diagonal >= 0) || !double.IsFinite(diagonal)) return null;

            // A zero column keeps a scale of 1; only a ridge can then make it definite.
            scale[j] = diagonal > 1e-300 ? 1 / Math.Sqrt(diagonal) : 1;
        }

        var factor = new double[size * size];
        var smallest = 1.0;
        for (var i = 0; i < size; i++)
        {
            var row = factor.AsSpan(i * size, i + 1);
            for (var j = 0; j < i; j++)
            {
                var entry = matrix[(i * size) + j] * scale[i] * scale[j];
                row[j] = (entry - FixedOrder.Dot(row[..j], factor.AsSpan(j * size, j))) / factor[(j * size) + j];
            }

            var pivot = (matrix[(i * size) + i] * scale[i] * scale[i]) + ridge - FixedOrder.Dot(row[..i], row[..i]);
            if (!(pivot > 1e-30)) return null;
            smallest = Math.Min(smallest, pivot);
            row[i] = Math.Sqrt(pivot);
        }

        return new Cholesky(size, factor, scale, smallest);
    }

    /// <summary>Solves A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        var x = new double[_size];
        for (var i = 0; i < _size; i++)
        {
            var row = _factor.AsSpan(i * _size, i + 1);
            x[i] = ((right[i] * _scale[i]) - FixedOrder.Dot(row[..i], x.AsSpan(0, i))) / row[i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            x[i] /= _factor[(i * _size) + i];
            FixedOrder.AddScaled(-x[i], _factor.AsSpan(i * _size, i), x.AsSpan(0, i));
        }

        for (var i = 0; i < _size; i++) x[i] *= _scale[i];
        return x;
    }
}

namespace Minima;

/// <summary>A few linear equations, and the eigenvalues of a small symmetric matrix.</summary>
internal static class SmallLinear
{
    private const int MostSweeps = 60;

    /// <summary>Gaussian elimination with the largest pivot of each column; without a pivot, the unknown is 0.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var count = right.Length;
        var (a, x) = ((double[,])matrix.Clone(), (double[])right.Clone());
        for (var column = 0; column < count; column++)
        {
            WorkBudget.Check();
            var pivot = Enumerable.Range(column, count - column).MaxBy(row => Math.Abs(a[row, column]));
            if (a[pivot, column] == 0) continue;
            for (var k = 0; k < count; k++) (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            (x[column], x[pivot]) = (x[pivot], x[column]);
            for (var row = column + 1; row < count; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var k = column; k < count; k++) a[row, k] -= factor * a[column, k];
                x[row] -= factor * x[column];
            }
        }

        for (var row = count - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < count; k++) x[row] -= a[row, k] * x[k];
            x[row] = a[row, row] == 0 ? 0 : x[row] / a[row, row];
        }

        return x;
    }

    /// <summary>Jacobi's rotations: eigenvalues, and eigenvectors as columns.</summary>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] symmetric)
    {
        var count = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        var vectors = new double[count, count];
        for (var i = 0; i < count; i++) vectors[i, i] = 1;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0;
            for (var p = 0; p < count; p++)
            {
                WorkBudget.Check();
                for (var q = p + 1; q < count; q++)
                {
                    off += Math.Abs(a[p, q]);
                    if (a[p, q] != 0) Rotate(a, vectors, p, q);
                }
            }

            if (off == 0) break;
        }

        return ([.. Enumerable.Range(0, count).Select(i => a[i, i])], vectors);
    }

    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        var count = a.GetLength(0);
        var ratio = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        var (first, second, between) = (a[p, p], a[q, q], a[p, q]);
        for (var k = 0; k < count; k++)
        {
            var (left, right) = (vectors[k, p], vectors[k, q]);
            (vectors[k, p], vectors[k, q]) = ((cosine * left) - (sine * right), (sine * left) + (cosine * right));
            if (k == p || k == q) continue;
            (left, right) = (a[k, p], a[k, q]);
            a[k, p] = a[p, k] = (cosine * left) - (sine * right);
            a[k, q] = a[q, k] = (sine * left) + (cosine * right);
        }

        // Elements below the rounding of both values are 0: otherwise the sweeps would not end.
        (a[p, p], a[q, q]) = (first - (tangent * between), second + (tangent * between));
        a[p, q] = a[q, p] = 0;
    }
}

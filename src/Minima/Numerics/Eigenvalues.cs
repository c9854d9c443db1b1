namespace Minima;

/// <summary>Jacobi's rotations for small symmetric matrices.</summary>
internal static class Eigenvalues
{
    private const int MostSweeps = 30;

    /// <summary>Sets the negative eigenvalues of the matrix to 0, in place.</summary>
    public static void DropNegative(Span<double> matrix, int size)
    {
        var vectors = new double[size * size];
        for (var j = 0; j < size; j++) vectors[j * (size + 1)] = 1;
        var work = matrix.ToArray();
        for (var sweep = 0; sweep < MostSweeps && Rotate(work, vectors, size); sweep++)
        {
        }

        matrix.Clear();
        for (var e = 0; e < size; e++)
        {
            var value = work[e * (size + 1)];
            if (!(value > 0)) continue;
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < size; k++) matrix[(j * size) + k] += value * vectors[(j * size) + e] * vectors[(k * size) + e];
            }
        }
    }

    /// <summary>One sweep over all pairs; false if none needed a rotation.</summary>
    private static bool Rotate(double[] matrix, double[] vectors, int size)
    {
        var turned = false;
        for (var p = 0; p < size; p++)
        {
            for (var q = p + 1; q < size; q++)
            {
                var off = matrix[(p * size) + q];
                var (first, second) = (matrix[p * (size + 1)], matrix[q * (size + 1)]);
                if (!(Math.Abs(off) > 1e-17 * (Math.Abs(first) + Math.Abs(second)))) continue;
                turned = true;
                var theta = (second - first) / (2 * off);
                var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                var sine = tangent * cosine;
                for (var k = 0; k < size; k++)
                    (matrix[(k * size) + p], matrix[(k * size) + q]) = Turned(matrix[(k * size) + p], matrix[(k * size) + q]);
                for (var k = 0; k < size; k++)
                {
                    (matrix[(p * size) + k], matrix[(q * size) + k]) = Turned(matrix[(p * size) + k], matrix[(q * size) + k]);
                    (vectors[(k * size) + p], vectors[(k * size) + q]) = Turned(vectors[(k * size) + p], vectors[(k * size) + q]);
                }

                (double, double) Turned(double x, double y) => ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
            }
        }

        return turned;
    }
}

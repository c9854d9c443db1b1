namespace Minima.Tensors.Losses;

/// <summary>Variances of the columns of a batch [N, D], and sums off the diagonal of a matrix of covariances or correlations.</summary>
internal static class ColumnStatistics
{
    /// <summary>The variance of each centred column: [D]. One row has the variance 0.</summary>
    /// <param name="centred">[N, D].</param>
    /// <param name="ddof">Subtracted from N in the divisor.</param>
    public static Tensor Variance(Tensor centred, int ddof) => centred.Square().Sum(0) / Math.Max(centred.Shape[0] - ddof, 1);

    /// <summary>The sum of the squares off the diagonal of a square matrix.</summary>
    public static Tensor SquaresOffDiagonal(Tensor matrix)
    {
        var n = matrix.Shape[0];
        return matrix.If(1 - Tensor.Eye(n, matrix.Type)).Square().Sum();
    }
}

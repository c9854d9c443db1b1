namespace Minima.Training.Losses;

/// <summary>Statistics of the columns of a batch [N, D], what losses without negatives are made of.</summary>
internal static class Columns
{
    /// <summary>The variance of each centred column: [D]. One row has the variance 0.</summary>
    /// <param name="centred">[N, D].</param>
    /// <param name="ddof">What is divided by less than N.</param>
    public static Tensor Variance(Tensor centred, int ddof) => (centred * centred).Sum(0) / Math.Max(centred.Shape[0] - ddof, 1);

    /// <summary>The sum of the squares off the diagonal of a square matrix.</summary>
    public static Tensor SquaresOffDiagonal(Tensor matrix)
    {
        var n = matrix.Shape[0];
        var off = matrix.If(1 - Classify.OneHot(Classify.Diagonal(n), n, matrix.Type));
        return (off * off).Sum();
    }
}

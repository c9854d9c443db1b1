namespace Minima.Training.SemiSupervised;

/// <summary>Mixes items and targets (mixup), and sharpens predictions.</summary>
public static class Mixing
{
    /// <summary>p^(1/T) over its sum: sharpens predictions.</summary>
    /// <param name="probabilities">[N, K], rows that sum to 1.</param>
    /// <param name="temperature">T: 1 changes nothing; towards 0 only the most likely class remains.</param>
    /// <exception cref="TrainingException">A temperature that is not above 0.</exception>
    /// <remarks>Source: Berthelot et al. 2019, arXiv:1905.02249, equation 7.</remarks>
    public static Tensor Sharpen(Tensor probabilities, double temperature)
    {
        if (!(temperature > 0)) throw new TrainingException($"Cannot sharpen guesses at the temperature {temperature}; it must be above 0.");
        return (probabilities.Log() / temperature).Softmax(^1);
    }

    /// <summary>The proportion of the first item in each mixture: max(u, 1 - u), u from Beta(alpha, alpha).</summary>
    /// <param name="rows">The number of mixtures.</param>
    /// <param name="alpha">In (0, 1]: 1 draws uniformly from 1/2 to 1; towards 0 items stay nearly unchanged.</param>
    /// <param name="random">Draws the proportions.</param>
    /// <exception cref="TrainingException">Alpha outside (0, 1].</exception>
    /// <remarks>Source: Johnk 1964 for the draws.</remarks>
    public static double[] Shares(int rows, double alpha, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(alpha is > 0 and <= 1)) throw new TrainingException($"Cannot draw mixing fractions with alpha {alpha}; it must be above 0 and at most 1.");
        var shares = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            double x, y, logRatio;
            do
            {
                var (first, second) = (random.NextDouble(), random.NextDouble());
                (x, y) = (Math.Pow(first, 1 / alpha), Math.Pow(second, 1 / alpha));

                // With a small alpha both powers underflow, and without this the pair would never be accepted: their ratio still has a logarithm.
                logRatio = Math.Abs(Math.Log(first) - Math.Log(second)) / alpha;
            }
            while (!(x + y <= 1) || (x + y == 0 && double.IsNaN(logRatio)));
            shares[row] = x + y > 0 ? Math.Max(x, y) / (x + y) : 1 / (1 + Math.Exp(-logRatio));
        }

        return shares;
    }

    /// <summary>share first + (1 - share) second, row by row.</summary>
    /// <param name="first">[N, ...].</param>
    /// <param name="second">In the same shape.</param>
    /// <param name="shares">N mixing proportions.</param>
    /// <exception cref="TrainingException">A number of shares other than that of rows.</exception>
    public static Tensor Mix(Tensor first, Tensor second, double[] shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Length != first.Shape[0]) throw new TrainingException($"{shares.Length} fractions were given for {first.Shape[0]} rows; give one for each.");
        var column = Tensor.Of(shares, [shares.Length]).To(first.Type);
        for (var axis = 1; axis < first.Rank; axis++) column = column.Reshape(column.Shape.Insert(axis, 1));
        return second + (column.BroadcastTo(first.Shape) * (first - second));
    }
}

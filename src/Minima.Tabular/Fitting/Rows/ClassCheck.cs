namespace Minima.Tabular;

/// <summary>Objective and gradient of a fit over classes, recomputed from the given columns and the reported coefficients.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="GradientNorm">The norm of the gradient, or of the certificate's subgradient, in the penalty's units.</param>
internal sealed record ClassCheck(double Objective, double GradientNorm)
{
    /// <param name="terms">The loss.</param>
    /// <param name="share">The weight of each row, as a fraction.</param>
    /// <param name="columns">The given columns.</param>
    /// <param name="basis">Their means and deviations.</param>
    /// <param name="weights">The coefficients, a row for each class.</param>
    /// <param name="intercepts">The intercepts.</param>
    /// <param name="slopes">The derivatives of the mean loss with respect to the scores, from the certificate; null for those at the reported coefficients.</param>
    /// <param name="options">The penalties, which may apply to the coefficients of standardised columns.</param>
    public static ClassCheck Of(
        ClassTerms terms, double[] share, double[][] columns, ModelBasis basis, double[][] weights, double[] intercepts, double[]? slopes, FitOptions options)
    {
        var classes = intercepts.Length;
        var (l2, l1, standardized) = (options.L2, options.L1, options.Standardize);
        var scores = new double[share.Length * classes];
        for (var i = 0; i < scores.Length; i++)
        {
            var k = i % classes;
            var sum = intercepts[k];
            for (var j = 0; j < columns.Length; j++) sum += weights[k][j] * columns[j][i / classes];
            scores[i] = sum;
        }

        var own = new double[scores.Length];
        var objective = terms.Evaluate(scores, own, []);
        if (slopes is null)
        {
            for (var i = 0; i < own.Length; i++) own[i] *= share[i / classes];
            slopes = own;
        }

        var means = basis.Means;
        var deviations = basis.Deviations;
        var square = 0.0;
        for (var k = 0; k < classes; k++)
        {
            var mine = Enumerable.Range(0, share.Length).Select(i => slopes[(i * classes) + k]).ToArray();
            var total = mine.Sum();
            square += total * total;
            for (var j = 0; j < columns.Length; j++)
            {
                var unit = standardized ? deviations[j] : 1;
                var (mean, sum) = (means[j], 0.0);
                for (var i = 0; i < mine.Length; i++) sum += mine[i] * (columns[j][i] - mean);
                if (!standardized) sum += mean * total;
                var weight = weights[k][j] * unit;
                objective += (0.5 * l2 * weight * weight) + (l1 * Math.Abs(weight));
                var slope = (sum / unit) + (l2 * weight);

                // At 0 the subgradient of an l1 term cancels the remaining derivative, up to its own size.
                slope = weight == 0 ? Math.CopySign(Math.Max(0, Math.Abs(slope) - l1), slope) : slope + (l1 * Math.Sign(weight));
                square += slope * slope;
            }
        }

        return new ClassCheck(objective, Math.Sqrt(square));
    }
}

namespace Minima.Tabular;

/// <summary>
/// A logistic curve over a score, with and without a proportion of wrong labels that does not depend on the score. A curve that never reaches 0 and 1
/// fits wrong labels, and a plain one cannot. The likelihoods are compared.
/// </summary>
internal static class NoisyLogit
{
    private const int Steps = 25;
    private const double Steepest = 60;

    private static readonly double[] Shares = [0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.12, 0.15, 0.18, 0.22, 0.26, 0.3];

    /// <summary>Proportions of one class that have the label of the other, if wrong labels occur in one direction only.</summary>
    private static readonly double[] OneSided = [0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

    /// <summary>
    /// The proportion of wrong labels that fits best, and twice the log-likelihood ratio. Side is 1 if it is the proportion of the upper
    /// class that has the lower label, -1 for the reverse, 0 if labels are wrong in both directions.
    /// </summary>
    /// <param name="scores">A score for each row.</param>
    /// <param name="upper">True for each row that has the label.</param>
    /// <param name="classes">The number of classes: a wrong label is any of the others.</param>
    public static (double Share, double Ratio, int Side) Fit(double[] scores, bool[] upper, int classes)
    {
        var plain = LogLikelihood(scores, upper, 0, 1);
        var (best, share, side) = (plain, 0.0, 0);
        foreach (var wrong in Shares)
        {
            var low = wrong / (classes - 1);
            var likelihood = LogLikelihood(scores, upper, low, 1 - wrong);
            if (likelihood > best)
            {
                (best, share) = (likelihood, wrong);
            }
        }

        foreach (var wrong in classes == 2 ? OneSided : [])
        {
            foreach (var (low, high, here) in new[] { (0.0, 1 - wrong, 1), (wrong, 1.0, -1) })
            {
                // One more parameter has to improve the fit by more than chance.
                var likelihood = LogLikelihood(scores, upper, low, high);
                if (likelihood > best + 1)
                {
                    (best, share, side) = (likelihood, wrong, here);
                }
            }
        }

        return (share, 2 * (best - plain), side);
    }

    /// <summary>The best log-likelihood of low + (high - low) sigmoid(a + b score), by Fisher scoring with steps that never decrease it.</summary>
    private static double LogLikelihood(double[] scores, bool[] upper, double low, double high)
    {
        var (a, b) = (0.0, 1.0);
        var likelihood = Of(scores, upper, low, high, a, b);
        for (var step = 0; step < Steps; step++)
        {
            var (ga, gb, aa, ab, bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
            for (var i = 0; i < scores.Length; i++)
            {
                var sigmoid = 1 / (1 + Math.Exp(-(a + b * scores[i])));
                var p = Math.Clamp(low + (high - low) * sigmoid, 1e-12, 1 - 1e-12);
                var slope = (high - low) * sigmoid * (1 - sigmoid);
                var pull = ((upper[i] ? 1 : 0) - p) / (p * (1 - p)) * slope;
                var weight = slope * slope / (p * (1 - p));
                ga += pull;
                gb += pull * scores[i];
                aa += weight;
                ab += weight * scores[i];
                bb += weight * scores[i] * scores[i];
            }

            var determinant = aa * bb - ab * ab;
            if (!(determinant > 0))
            {
                break;
            }

            var (da, db) = ((bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant);
            var length = 1.0;
            var improved = false;
            for (var half = 0; half < 12 && !improved; half++)
            {
                var (ta, tb) = (a + length * da, Math.Clamp(b + length * db, 0, Steepest));
                var trial = Of(scores, upper, low, high, ta, tb);
                improved = trial > likelihood + 1e-10;
                if (improved)
                {
                    (a, b, likelihood) = (ta, tb, trial);
                }

                length /= 2;
            }

            if (!improved)
            {
                break;
            }
        }

        return likelihood;
    }

    private static double Of(double[] scores, bool[] upper, double low, double high, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var p = Math.Clamp(low + (high - low) / (1 + Math.Exp(-(a + b * scores[i]))), 1e-12, 1 - 1e-12);
            sum += Math.Log(upper[i] ? p : 1 - p);
        }

        return sum;
    }
}

namespace Minima.Tabular;

/// <summary>The formulas behind the metrics of grades: target and prediction are indexes from 0.</summary>
internal static class OrdinalMetrics
{
    /// <summary>
    /// The squared differences between the cumulative probabilities and the truth, averaged over the steps between grades (E. Epstein, Journal of Applied Meteorology 8, 1969):
    /// from 0 to 1. Null for predictions without probabilities.
    /// </summary>
    public static double[]? RankedProbability(Predictions p)
    {
        if (p.ClassProbabilities is not { } probabilities) return null;
        var scores = new double[p.Target.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var cumulative = 0.0;
            for (var k = 0; k < p.Classes - 1; k++)
            {
                cumulative += probabilities[(i * p.Classes) + k];
                var difference = cumulative - (p.Target[i] <= k ? 1 : 0);
                scores[i] += difference * difference / (p.Classes - 1);
            }
        }

        return scores;
    }

    public static double WithinOne(Predictions p)
    {
        var near = 0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            if (Math.Abs(p.Score[i] - p.Target[i]) <= 1) near++;
        }

        return (double)near / p.Target.Length;
    }

    /// <summary>
    /// Cohen's kappa with the squared distance as weight: 1 minus the ratio of the squared error to that of a prediction that is independent of the
    /// truth and has the same frequencies. Null if both are the same single grade in every row.
    /// </summary>
    public static double? QuadraticKappa(Predictions p)
    {
        var (truth, predicted) = (new long[p.Classes], new long[p.Classes]);
        var observed = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            truth[(int)p.Target[i]]++;
            predicted[(int)p.Score[i]]++;
            var distance = p.Target[i] - p.Score[i];
            observed += distance * distance;
        }

        var expected = 0.0;
        for (var a = 0; a < truth.Length; a++)
        {
            for (var b = 0; b < predicted.Length; b++) expected += (double)(a - b) * (a - b) * truth[a] * predicted[b];
        }

        return expected == 0 ? null : 1 - (observed * p.Target.Length / expected);
    }
}

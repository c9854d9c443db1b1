namespace Minima.Tabular;

/// <summary>The calibration of probabilities: of ten rows at 0.3, three are of the class.</summary>
internal static class Calibration
{
    private const int Bins = 10;

    /// <summary>
    /// The expected calibration error over ten bins of equal width: the mean over rows of the distance between predicted and observed proportion in the row's bin; null without probabilities.
    /// </summary>
    public static double? Error(Predictions p)
    {
        var bins = Of(p, isNumeric: false);
        return bins.Count == 0 ? null : bins.Sum(bin => bin.Rows * Math.Abs(bin.Predicted - bin.Observed)) / p.Target.Length;
    }

    /// <summary>The same from known bins: for each the number of rows, the sum of their probabilities, and the number that were right.</summary>
    public static double Error(IReadOnlyList<(long Rows, double Predicted, long Right)> bins, long rows) =>
        bins.Where(bin => bin.Rows > 0).Sum(bin => bin.Rows * Math.Abs((bin.Predicted / bin.Rows) - ((double)bin.Right / bin.Rows))) / rows;

    /// <summary>Bins of predictions with the observed values; empty without probabilities.</summary>
    /// <param name="p">The predictions.</param>
    /// <param name="isNumeric">True for numbers, false for classes.</param>
    public static IReadOnlyList<CalibrationBin> Of(Predictions p, bool isNumeric)
    {
        if (isNumeric) return OfNumbers(p);
        if (p.Probability is { } probability) return OfProbabilities(probability, i => p.Target[i] > 0.5);
        if (p.ClassProbabilities is null || !Array.TrueForAll(p.Score, double.IsFinite)) return [];
        var confidence = new double[p.Target.Length];
        for (var i = 0; i < confidence.Length; i++) confidence[i] = p.Confidence(i)!.Value;
        return OfProbabilities(confidence, i => p.Score[i].Equals(p.Target[i]));
    }

    private static List<CalibrationBin> OfProbabilities(double[] probability, Func<int, bool> happened)
    {
        var (rows, sums, hits) = (new int[Bins], new double[Bins], new int[Bins]);
        for (var i = 0; i < probability.Length; i++)
        {
            if (!double.IsFinite(probability[i])) return [];
            var bin = Math.Min(Bins - 1, (int)(probability[i] * Bins));
            rows[bin]++;
            sums[bin] += probability[i];
            if (happened(i)) hits[bin]++;
        }

        var result = new List<CalibrationBin>();
        for (var bin = 0; bin < Bins; bin++)
        {
            if (rows[bin] > 0) result.Add(new CalibrationBin(rows[bin], sums[bin] / rows[bin], (double)hits[bin] / rows[bin]));
        }

        return result;
    }

    private static List<CalibrationBin> OfNumbers(Predictions p)
    {
        if (p.Labels.Count > 0 || !Array.TrueForAll(p.Score, double.IsFinite)) return [];
        var score = (double[])p.Score.Clone();
        var target = (double[])p.Target.Clone();
        Array.Sort(score, target);
        var result = new List<CalibrationBin>();
        for (var bin = 0; bin < Bins; bin++)
        {
            var from = (int)((long)bin * score.Length / Bins);
            var to = (int)((long)(bin + 1) * score.Length / Bins);
            if (to > from) result.Add(new CalibrationBin(to - from, score.AsSpan(from, to - from).ToArray().Average(), target.AsSpan(from, to - from).ToArray().Average()));
        }

        return result;
    }
}

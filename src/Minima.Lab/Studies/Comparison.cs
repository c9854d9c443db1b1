using Minima.Training.Uncertainty;

namespace Minima.Lab.Studies;

/// <summary>A method beside the baseline, seed by seed.</summary>
/// <param name="Difference">The method less the baseline, over the same seeds.</param>
/// <param name="Probability">Of so large a difference by chance: paired t test, both sides, after Holm's correction for all comparisons of a table.</param>
/// <param name="Verdict">At five in a hundred.</param>
internal sealed record Comparison(Sample Difference, double Probability, Verdict Verdict)
{
    private const double Level = 0.05;

    /// <param name="differences">Of each method, over the seeds.</param>
    /// <param name="isError">Less is better.</param>
    public static Comparison[] Of(IReadOnlyList<Sample> differences, bool isError)
    {
        var corrected = Holm([.. differences.Select(Chance)]);
        return [.. differences.Select((difference, i) => new Comparison(difference, corrected[i], Judged(difference.Mean, corrected[i], isError)))];
    }

    /// <summary>The probability that a paired t test gives a mean at least this far from 0, where there is no difference (Student 1908).</summary>
    public static double Chance(Sample differences)
    {
        if (differences.Deviation == 0) return differences.Mean == 0 ? 1 : 0;
        var t = Math.Abs(differences.Mean) / (differences.Deviation / Math.Sqrt(differences.Values.Count));
        return 2 * new StudentForecast(0, 1, differences.Values.Count - 1).Cumulative(-t);
    }

    /// <summary>Several probabilities, so corrected that a false alarm among them all is as rare as it is for one (Holm 1979).</summary>
    public static double[] Holm(IReadOnlyList<double> chances)
    {
        var corrected = new double[chances.Count];
        double least = 0;
        foreach (var (place, i) in Enumerable.Range(0, chances.Count).OrderBy(i => chances[i]).Select((i, place) => (place, i)))
        {
            least = Math.Max(least, Math.Min(1, (chances.Count - place) * chances[i]));
            corrected[i] = least;
        }

        return corrected;
    }

    private static Verdict Judged(double mean, double chance, bool isError) =>
        chance >= Level ? Verdict.NotBeyondLuck : mean > 0 != isError ? Verdict.Yes : Verdict.No;
}

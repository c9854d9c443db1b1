using System.Globalization;

namespace Minima.Training.Causal;

/// <summary>Estimators of the average effect of a treatment.</summary>
public static class AverageEffects
{
    /// <summary>Mean of y over the treated - mean of y over the others: unbiased if treatment was randomised.</summary>
    /// <remarks>The standard error is that of a difference of two independent means, with unbiased variances (a group of one counts with variance 0).</remarks>
    public static AverageEffect DifferenceOfMeans(TreatedUnits units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var (treated, control) = (Of(units.Treated), Of(units.Untreated));
        return new(treated.Mean - control.Mean, Math.Sqrt(treated.Square + control.Square));

        (double Mean, double Square) Of(IReadOnlyList<int> group)
        {
            var mean = group.Average(i => units.Outcome[i]);
            return (mean, group.Sum(i => Squared(units.Outcome[i] - mean)) / Math.Max(group.Count - 1, 1) / group.Count);
        }
    }

    /// <summary>Inverse propensity weighting with weights that sum to 1 in each group (Hajek 1971): sum w y over the treated / sum w - the same over the others, w = t / e + (1 - t) / (1 - e).</summary>
    /// <param name="units">The units.</param>
    /// <param name="propensity">The probability of treatment of each unit.</param>
    /// <exception cref="TrainingException">A propensity outside (0, 1), or a number of propensities other than that of the units.</exception>
    public static AverageEffect InversePropensity(TreatedUnits units, IReadOnlyList<double> propensity)
    {
        Check(units, propensity);
        return new(Weighted(units.Treated, i => 1 / propensity[i]) - Weighted(units.Untreated, i => 1 / (1 - propensity[i])));

        double Weighted(IReadOnlyList<int> group, Func<int, double> weight) => group.Sum(i => weight(i) * units.Outcome[i]) / group.Sum(weight);
    }

    /// <summary>The mean of <see cref="Scores"/>: consistent if the propensities or the outcomes are estimated correctly; one of the two is enough (Robins, Rotnitzky and Zhao 1994).</summary>
    /// <inheritdoc cref="Scores"/>
    /// <returns>The mean, and its standard error: the standard deviation of the scores divided by the root of their number.</returns>
    public static AverageEffect DoublyRobust(TreatedUnits units, IReadOnlyList<double> propensity, IReadOnlyList<double> outcomeControl, IReadOnlyList<double> outcomeTreated)
    {
        var scores = Scores(units, propensity, outcomeControl, outcomeTreated);
        var mean = scores.Average();
        return new(mean, Math.Sqrt(scores.Sum(score => Squared(score - mean)) / Math.Max(scores.Length - 1, 1) / scores.Length));
    }

    /// <summary>Doubly robust scores: mu1 - mu0 + t (y - mu1) / e - (1 - t) (y - mu0) / (1 - e).</summary>
    /// <param name="units">The units.</param>
    /// <param name="propensity">e: the probability of treatment of each unit.</param>
    /// <param name="outcomeControl">mu0: the expected outcome of each unit without treatment.</param>
    /// <param name="outcomeTreated">mu1: the expected outcome of each unit with treatment.</param>
    /// <exception cref="TrainingException">A propensity outside (0, 1), or a number of estimates other than that of the units.</exception>
    public static double[] Scores(TreatedUnits units, IReadOnlyList<double> propensity, IReadOnlyList<double> outcomeControl, IReadOnlyList<double> outcomeTreated)
    {
        Check(units, propensity);
        ArgumentNullException.ThrowIfNull(outcomeControl);
        ArgumentNullException.ThrowIfNull(outcomeTreated);
        if (outcomeControl.Count != units.Count || outcomeTreated.Count != units.Count) throw new TrainingException($"{outcomeControl.Count} and {outcomeTreated.Count} expected outcomes were given for {units.Count} units; give one of each kind for each.");
        return [.. Enumerable.Range(0, units.Count).Select(i => outcomeTreated[i] - outcomeControl[i] + (units.Treatment[i] == 1
            ? (units.Outcome[i] - outcomeTreated[i]) / propensity[i]
            : (outcomeControl[i] - units.Outcome[i]) / (1 - propensity[i])))];
    }

    private static void Check(TreatedUnits units, IReadOnlyList<double> propensity)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(propensity);
        if (propensity.Count != units.Count) throw new TrainingException($"{propensity.Count} propensities were given for {units.Count} units; give one for each.");
        for (var i = 0; i < propensity.Count; i++)
        {
            if (propensity[i] is > 0 and < 1) continue;
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"Unit {i} has the propensity {propensity[i]}: units like it are always, or never, treated, and no weight can replace the missing counterparts. Leave such units out, or clip propensities away from 0 and 1."));
        }
    }

    private static double Squared(double x) => x * x;
}

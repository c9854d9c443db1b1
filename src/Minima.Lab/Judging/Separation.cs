namespace Minima.Lab;

/// <summary>The probability that a number of one group is above one of another, equal ones counting half: the area under the ROC curve.</summary>
internal static class Separation
{
    public static double Of(IReadOnlyList<double> lower, IReadOnlyList<double> upper) =>
        upper.Average(high => lower.Average(low => high > low ? 1 : high == low ? 0.5 : 0));
}

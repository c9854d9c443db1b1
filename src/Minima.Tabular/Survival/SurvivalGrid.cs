namespace Minima.Tabular;

/// <summary>The times at which survival curves are compared, and the censoring of the training rows.</summary>
/// <param name="Times">Ascending, in equal steps from 0, which is left out, to the horizon.</param>
/// <param name="Censoring">The probability of still being observed.</param>
internal sealed record SurvivalGrid(double[] Times, StepCurve Censoring)
{
    private const int Count = 100;

    /// <summary>The proportion of rows that reach the horizon; beyond it, too few rows would determine the weights for censoring.</summary>
    private const double StillObserved = 0.1;

    /// <summary>The last time that is judged.</summary>
    public double Horizon => Times[^1];

    /// <summary>The times up to a horizon.</summary>
    public static double[] Steps(double horizon) => [.. Enumerable.Range(1, Count).Select(k => horizon * k / Count)];

    /// <summary>The grid of training rows.</summary>
    public static SurvivalGrid Of(double[] times, double[] events)
    {
        double[] ordered = [.. times.Order()];
        var horizon = ordered[Math.Min(ordered.Length - 1, (int)((1 - StillObserved) * ordered.Length))];
        return new(Steps(horizon), StepCurve.OfCensoring(times, events));
    }
}

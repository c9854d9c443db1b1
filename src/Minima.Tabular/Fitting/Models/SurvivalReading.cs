namespace Minima.Tabular;

/// <summary>The survival curves of a model of times until an event.</summary>
/// <param name="Basis">Converts scores to curves.</param>
/// <param name="At">The times whose probabilities are predicted by default: when a quarter, a half and three quarters of the events had happened.</param>
/// <param name="Horizon">The horizon of a risk of several scores, which is the fraction of the time until then that is expected after the event.</param>
internal sealed record SurvivalReading(SurvivalBasis Basis, double[] At, double Horizon)
{
    /// <inheritdoc cref="SurvivalBasis.End"/>
    public double End => Basis.End;

    public static SurvivalReading Of(SurvivalBasis basis, double[] times, double[] events)
    {
        double[] happened = [.. times.Where((_, i) => events[i] == 1).Order()];
        double[] at = [.. Enumerable.Range(1, 3).Select(quarter => happened[happened.Length * quarter / 4]).Distinct()];
        return new(basis, at, SurvivalGrid.Of(times, events).Horizon);
    }
}

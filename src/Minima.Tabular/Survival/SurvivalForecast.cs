namespace Minima.Tabular;

/// <summary>Predictions of times until an event, and the events; the times themselves are stored with the predictions.</summary>
/// <param name="Events">1 if the event happened at the time of the row, 0 if the row was last seen then.</param>
/// <param name="Grid">The times at which curves are compared.</param>
/// <param name="Curves">For each row the probability of being without the event at each time of the grid; null for a risk alone.</param>
internal sealed record SurvivalForecast(double[] Events, SurvivalGrid Grid, double[]? Curves)
{
    /// <summary>The forecast of some of the rows, by their positions.</summary>
    public SurvivalForecast Subset(int[] rows)
    {
        var steps = Grid.Times.Length;
        double[]? curves = null;
        if (Curves is not null)
        {
            curves = new double[rows.Length * steps];
            for (var i = 0; i < rows.Length; i++) Curves.AsSpan(rows[i] * steps, steps).CopyTo(curves.AsSpan(i * steps));
        }

        return new(Array.ConvertAll(rows, row => Events[row]), Grid, curves);
    }
}

namespace Minima.Tabular;

/// <summary>The squared error of survival curves, corrected for censoring by weights (Graf, Schmoor, Sauerbrei and Schumacher 1999).</summary>
internal static class BrierScores
{
    /// <summary>
    /// At a time u: mean of S(u)^2 / G(t-) for rows that met the event by u, of (1 - S(u))^2 / G(u-) for rows that outlived it or were last
    /// seen then, of 0 for rows that were censored before; G(t-) is the probability of still being observed just before t.
    /// </summary>
    /// <param name="times">The time of each row.</param>
    /// <param name="forecast">Events, curves and G.</param>
    /// <param name="place">Which time of the grid.</param>
    public static double At(double[] times, SurvivalForecast forecast, int place)
    {
        var grid = forecast.Grid;
        var (until, steps, sum) = (grid.Times[place], grid.Times.Length, 0.0);
        var observed = grid.Censoring.Before(until);
        for (var i = 0; i < times.Length; i++)
        {
            var survived = forecast.Curves![(i * steps) + place];
            if (times[i] > until || (times[i].Equals(until) && forecast.Events[i] != 1)) sum += observed > 0 ? (1 - survived) * (1 - survived) / observed : 0;
            else if (forecast.Events[i] == 1) sum += grid.Censoring.Before(times[i]) is > 0 and var seen ? survived * survived / seen : 0;
        }

        return sum / times.Length;
    }

    /// <summary>The mean of <see cref="At"/> over the times from 0, where all are certain to be without the event, to the horizon, by trapezoids.</summary>
    public static double Integrated(double[] times, SurvivalForecast forecast)
    {
        var grid = forecast.Grid.Times;
        var (sum, before, last) = (0.0, 0.0, 0.0);
        for (var k = 0; k < grid.Length; k++)
        {
            var here = At(times, forecast, k);
            sum += (grid[k] - before) * (last + here) / 2;
            (before, last) = (grid[k], here);
        }

        return sum / forecast.Grid.Horizon;
    }
}

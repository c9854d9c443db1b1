namespace Minima.Tabular;

/// <summary>The squared error of survival curves, corrected for censoring by weights (Graf, Schmoor, Sauerbrei and Schumacher 1999).</summary>
internal static class BrierScores
{
    /// <summary>
    /// The score at a time u. Rows that met the event by u have S(u)^2 / G(t-). Rows that outlived u or were last seen then have (1 - S(u))^2 / G(u-). Rows
    /// that were censored before have 0. The score is their mean; G(t-) is the probability of still being observed just before t.
    /// </summary>
    /// <param name="times">The time of each row.</param>
    /// <param name="forecast">Events, curves and G.</param>
    /// <param name="place">The index of the time in the grid.</param>
    public static double At(double[] times, SurvivalForecast forecast, int place)
    {
        var sum = 0.0;
        var observed = forecast.Grid.Censoring.Before(forecast.Grid.Times[place]);
        for (var i = 0; i < times.Length; i++) sum += Of(times[i], i, forecast, place, observed);
        return sum / times.Length;
    }

    /// <summary>The term of each row; <see cref="Integrated"/> is their mean.</summary>
    public static double[] IntegratedByRow(double[] times, SurvivalForecast forecast)
    {
        var observed = Array.ConvertAll(forecast.Grid.Times, forecast.Grid.Censoring.Before);
        return [.. times.Select((time, row) => Mean(forecast.Grid, place => Of(time, row, forecast, place, observed[place])))];
    }

    /// <summary>The mean of <see cref="At"/> over the times from 0, where all rows are without the event, to the horizon, by the trapezoidal rule.</summary>
    public static double Integrated(double[] times, SurvivalForecast forecast) => Mean(forecast.Grid, place => At(times, forecast, place));

    /// <summary>The mean of a function over the times from 0, where it is 0, to the horizon, by the trapezoidal rule.</summary>
    private static double Mean(SurvivalGrid grid, Func<int, double> at)
    {
        var (sum, before, last) = (0.0, 0.0, 0.0);
        for (var place = 0; place < grid.Times.Length; place++)
        {
            var here = at(place);
            sum += (grid.Times[place] - before) * (last + here) / 2;
            (before, last) = (grid.Times[place], here);
        }

        return sum / grid.Horizon;
    }

    /// <summary>The term of a row at a time of the grid.</summary>
    private static double Of(double time, int row, SurvivalForecast forecast, int place, double observed)
    {
        var grid = forecast.Grid;
        var (until, survived) = (grid.Times[place], forecast.Curves![(row * grid.Times.Length) + place]);
        if (time > until || (time.Equals(until) && forecast.Events[row] != 1)) return observed > 0 ? (1 - survived) * (1 - survived) / observed : 0;
        return forecast.Events[row] == 1 && grid.Censoring.Before(time) is > 0 and var seen ? survived * survived / seen : 0;
    }
}

namespace Minima.Training.Uncertainty;

/// <summary>Quantiles with linear interpolation between them. Beyond the levels nothing is known, and the outermost lines are extended.</summary>
public sealed class QuantileForecast : Forecast
{
    private readonly double[] _levels;
    private readonly double[] _values;

    /// <param name="levels">The levels: at least two, ascending, between 0 and 1.</param>
    /// <param name="values">The quantiles, ascending.</param>
    /// <exception cref="TrainingException">Levels or values that break these conditions, or numbers of them that differ.</exception>
    public QuantileForecast(IReadOnlyList<double> levels, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(values);
        OrderedQuantiles.CheckLevels(levels);
        if (values.Count != levels.Count) throw new TrainingException($"{values.Count} quantiles were given for {levels.Count} levels; there must be one for each.");
        for (var i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] < values[i - 1])) throw new TrainingException(FormattableString.Invariant($"The quantile at level {levels[i]} is {values[i]}; quantiles must be finite, and none below the one before it. OrderedQuantiles ensures this."));
        }

        (_levels, _values) = ([.. levels], [.. values]);
    }

    /// <inheritdoc/>
    public override double Cumulative(double value)
    {
        var after = Array.FindIndex(_values, one => one > value);
        return Math.Clamp(Between(_values, _levels, after < 0 ? _values.Length : after, value), 0, 1);
    }

    /// <inheritdoc/>
    public override double? LogDensity(double value) => null;

    /// <inheritdoc/>
    protected override double QuantileAt(double level)
    {
        var after = Array.FindIndex(_levels, one => one > level);
        return Between(_levels, _values, after < 0 ? _levels.Length : after, level);
    }

    /// <summary>Interpolates between the points before and at an index; beyond the ends, extends the line of the outermost two.</summary>
    private static double Between(double[] x, double[] y, int after, double at)
    {
        after = Math.Clamp(after, 1, x.Length - 1);
        var run = x[after] - x[after - 1];
        return run == 0 ? (at < x[after] ? y[after - 1] : y[after]) : y[after - 1] + ((at - x[after - 1]) / run * (y[after] - y[after - 1]));
    }
}

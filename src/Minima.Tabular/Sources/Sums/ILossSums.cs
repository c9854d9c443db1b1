namespace Minima.Tabular;

/// <summary>Sums of a loss over rows that stay where they are: what a step of a fit needs.</summary>
internal interface ILossSums
{
    /// <summary>The sums at linear predictions.</summary>
    /// <param name="parameters">Coefficients of the columns of the design, and behind them what is added to each prediction; of a loss of several classes those of each contrast, of heads those of each, one after the other.</param>
    /// <param name="curvature">What stands for curvature: the second derivative (<see cref="Curvature.Exact"/>), its positive part (<see cref="Curvature.GaussNewton"/>), or slope over residual (<see cref="Curvature.Weight"/>).</param>
    /// <param name="cancellation">Asked before every query.</param>
    LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation);
}

/// <summary>Sums of a loss of one prediction, whose kinks may be rounded off.</summary>
internal interface IPointSums : ILossSums
{
    /// <summary>The weighted mean over the rows of half of the jumps at the kinks that are rounded off: the most that rounding them off adds to the mean loss, for a width of 1.</summary>
    /// <param name="cancellation">Asked before every query.</param>
    double HalfJumps(CancellationToken cancellation);
}

/// <summary>Weighted means over the rows.</summary>
/// <param name="Value">Of the loss; infinity where a term is not finite.</param>
/// <param name="AbsoluteSlope">Of the absolute derivative with respect to the prediction: the size of what the gradient is a difference of.</param>
/// <param name="Slopes">Of the derivative times each column; the last is that of the derivative alone. In the order of the parameters.</param>
/// <param name="Curvatures">Of the second derivative times each two columns, in full; the last row and column are those of the intercept. In the order of the parameters.</param>
internal sealed record LossSums(double Value, double AbsoluteSlope, double[] Slopes, double[] Curvatures)
{
    /// <summary>A term is not finite: the prediction is too far away.</summary>
    public static LossSums Infinite { get; } = new(double.PositiveInfinity, double.PositiveInfinity, [], []);

    public bool IsFinite => double.IsFinite(Value);
}

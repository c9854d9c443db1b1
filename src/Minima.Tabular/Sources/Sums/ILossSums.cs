namespace Minima.Tabular;

/// <summary>The sums of a loss over rows that stay in a source, for a step of a fit.</summary>
internal interface ILossSums
{
    /// <summary>The sums at linear predictions.</summary>
    /// <param name="parameters">
    /// Coefficients of the columns of the design, followed by the intercept; for a loss of several classes those of each contrast, for heads those of each head, one after the other.
    /// </param>
    /// <param name="curvature">
    /// The kind of curvature: the second derivative (<see cref="Curvature.Exact"/>), its positive part (<see cref="Curvature.GaussNewton"/>), or derivative divided by residual
    /// (<see cref="Curvature.Weight"/>).
    /// </param>
    /// <param name="cancellation">Checked before every query.</param>
    LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation);
}

/// <summary>Sums of a loss of one prediction, whose kinks may be smoothed.</summary>
internal interface IPointSums : ILossSums
{
    /// <summary>The weighted mean over the rows of half of the jumps at the smoothed kinks: the most that smoothing adds to the mean loss, for a width of 1.</summary>
    /// <param name="cancellation">Checked before every query.</param>
    double HalfJumps(CancellationToken cancellation);
}

/// <summary>The weighted means of a loss and its derivatives over the rows.</summary>
/// <param name="Value">The mean of the loss; infinity if a term is not finite.</param>
/// <param name="AbsoluteSlope">The mean absolute derivative with respect to the prediction: the scale of the terms that cancel in the gradient.</param>
/// <param name="Slopes">The means of the derivative times each column; the last is that of the derivative alone. In the order of the parameters.</param>
/// <param name="Curvatures">The means of the second derivative times each two columns, as a full matrix; the last row and column are those of the intercept. In the order of the parameters.</param>
internal sealed record LossSums(double Value, double AbsoluteSlope, double[] Slopes, double[] Curvatures)
{
    /// <summary>The sums if a term is not finite, because a prediction is too extreme.</summary>
    public static LossSums Infinite { get; } = new(double.PositiveInfinity, double.PositiveInfinity, [], []);

    public bool IsFinite => double.IsFinite(Value);
}

namespace Minima.Tabular;

/// <summary>A loss on the rows of a table as a function of one prediction for each row.</summary>
internal interface IRowTerms
{
    /// <summary>The weight of each row in the mean, as a fraction; the weights sum to 1.</summary>
    double[] Share { get; }

    /// <summary>
    /// The mean loss. Writes the derivative and the second derivative of each row, not multiplied by its weight, unless the spans are
    /// empty.
    /// </summary>
    double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature);
}

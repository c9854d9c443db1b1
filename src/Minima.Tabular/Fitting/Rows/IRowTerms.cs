namespace Minima.Tabular;

/// <summary>A loss on the rows of a table as a function of one prediction for each row.</summary>
internal interface IRowTerms
{
    /// <summary>For each row its share of the mean; the shares add up to 1.</summary>
    double[] Share { get; }

    /// <summary>
    /// The mean loss. Writes for each row, not multiplied by its share, the slope and the second derivative unless the spans are
    /// empty.
    /// </summary>
    double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature);
}

namespace Minima.Tabular;

/// <summary>The reason for which a solver stopped.</summary>
internal enum SolutionKind
{
    /// <summary>The certificate holds.</summary>
    Optimal,

    /// <summary>There is a direction in which the objective falls for ever.</summary>
    NoFiniteOptimum,

    /// <summary>The steps ran out.</summary>
    NotConverged,
}

/// <summary>The end of a solver's search.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Kind">The reason for which it stopped.</param>
/// <param name="Gradient">The gradient, or the element of the subdifferential given by the multipliers.</param>
/// <param name="Multipliers">The part of each kink's jump in the subgradient, between 0 and the jump.</param>
/// <param name="Iterations">The number of steps, each with a matrix of its own.</param>
internal sealed record Solution(double[] Parameters, SolutionKind Kind, double[] Gradient, double[] Multipliers, int Iterations)
{
    /// <summary>The smooth part is flat in no direction that the active kinks leave free.</summary>
    public bool Curved { get; init; } = true;

    /// <summary>The direction in which the objective falls for ever.</summary>
    public double[]? Direction { get; init; }
}

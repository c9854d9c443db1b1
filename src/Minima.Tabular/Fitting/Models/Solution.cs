namespace Minima.Tabular;

/// <summary>Why a solver stopped.</summary>
internal enum SolutionKind
{
    /// <summary>The certificate holds.</summary>
    Optimal,

    /// <summary>There is a direction in which the objective falls for ever.</summary>
    NoFiniteOptimum,

    /// <summary>The steps ran out.</summary>
    NotConverged,
}

/// <summary>Where a solver stopped.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Kind">Why it stopped.</param>
/// <param name="Gradient">The gradient, or the element of the subdifferential that the multipliers give.</param>
/// <param name="Multipliers">For each bend how much of its jump is taken, between 0 and the jump.</param>
/// <param name="Iterations">Steps taken, each with a matrix of its own.</param>
internal sealed record Solution(double[] Parameters, SolutionKind Kind, double[] Gradient, double[] Multipliers, int Iterations)
{
    /// <summary>Of the smooth part no direction is left in which it is flat, on what the active bends leave free.</summary>
    public bool Curved { get; init; } = true;

    /// <summary>The direction in which there is no end.</summary>
    public double[]? Direction { get; init; }
}

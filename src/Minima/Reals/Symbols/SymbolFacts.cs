namespace Minima.Reals;

/// <summary>What is known of the names of a <see cref="SymbolGraph"/> beyond the graph: what simplification may rely on.</summary>
internal sealed class SymbolFacts
{
    /// <summary>Nothing is known.</summary>
    public static readonly SymbolFacts None = new();

    /// <summary>Inputs and parameters that are above 0.</summary>
    public IReadOnlySet<string> Positive { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Points of the domain, spread over many orders of magnitude, or none. A branch that no point reaches is a guard against overflow or
    /// NaN: it is not shown. Formulas that a person typed have no such guards, so for them there are no points.
    /// </summary>
    public IReadOnlyList<double[]> Points { get; init; } = [];

    /// <summary>Clamps to at least this size stand in front of functions that saturate there: they are not shown.</summary>
    public double WidestClamp { get; init; } = double.PositiveInfinity;
}

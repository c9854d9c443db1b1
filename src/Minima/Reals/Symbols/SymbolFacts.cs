namespace Minima.Reals;

/// <summary>Facts about the names of a <see cref="SymbolGraph"/> beyond the graph: assumptions for simplification.</summary>
internal sealed class SymbolFacts
{
    /// <summary>No facts.</summary>
    public static readonly SymbolFacts None = new();

    /// <summary>Inputs and parameters that are above 0.</summary>
    public IReadOnlySet<string> Positive { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Points of the domain, over many orders of magnitude, or none. A branch that no point reaches is a guard against overflow or
    /// NaN and is not displayed. Formulas typed by a person have no such guards, so for them there are no points.
    /// </summary>
    public IReadOnlyList<double[]> Points { get; init; } = [];

    /// <summary>Clamps to at least this size protect functions that saturate there: they are not displayed.</summary>
    public double WidestClamp { get; init; } = double.PositiveInfinity;
}

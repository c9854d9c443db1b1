namespace Minima.Tabular;

/// <summary>The weights of central differences of order six: each distance, in steps, with the weight of the value there.</summary>
internal static class SixthOrder
{
    /// <summary>The weights of a first derivative.</summary>
    public static readonly (int Distance, double Weight)[] Slope = [(1, 3.0 / 4), (-1, -3.0 / 4), (2, -3.0 / 20), (-2, 3.0 / 20), (3, 1.0 / 60), (-3, -1.0 / 60)];

    /// <summary>The weights of a second derivative.</summary>
    public static readonly (int Distance, double Weight)[] Curvature = [(0, -49.0 / 18), (1, 3.0 / 2), (-1, 3.0 / 2), (2, -3.0 / 20), (-2, -3.0 / 20), (3, 1.0 / 90), (-3, 1.0 / 90)];
}

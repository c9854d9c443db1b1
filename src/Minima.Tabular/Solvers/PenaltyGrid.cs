namespace Minima.Tabular;

/// <summary>
/// The l2 penalties that are tried, relative to the curvature of the loss, largest first and 0 last. Where the best of them lies at an end
/// of those above 0, the grid grows by a factor of ten there, until the best lies inside or the limit is reached.
/// </summary>
internal sealed class PenaltyGrid
{
    /// <summary>What every search begins with.</summary>
    public static IReadOnlyList<double> First { get; } = [1, 1e-1, 1e-2, 1e-3, 1e-4, 0];

    /// <summary>A model is a constant but for a part in so many from here on.</summary>
    public const double Strongest = 1e4;

    /// <summary>A model is that without a penalty but for a part in so many up to here.</summary>
    public const double Weakest = 1e-8;

    private readonly List<double> _values = [.. First];

    public IReadOnlyList<double> Values => _values;

    /// <summary>Adds a penalty beyond the one at a place if that is the last on its side and the limit allows it.</summary>
    /// <returns>The penalty that was added, or null where the place lies inside.</returns>
    public double? Widen(int best)
    {
        var value = _values[best];
        if (best == 0 && value < Strongest)
        {
            _values.Insert(0, 10 * value);
            return 10 * value;
        }

        if (best == _values.Count - 2 && value > Weakest)
        {
            _values.Insert(best + 1, value / 10);
            return value / 10;
        }

        return null;
    }

    /// <summary>The place is at a limit, so that a penalty beyond it might be better.</summary>
    public static bool IsAtLimit(double value) => value >= Strongest || value is > 0 and <= Weakest * 1.5;

    /// <summary>
    /// The place of the lowest held-out mean; of equal ones the larger penalty, which is the simpler model. Equal is what differs by less
    /// than rounding leaves of what the strongest penalty costs, which neither a factor nor an added constant changes.
    /// </summary>
    public static int Best(IReadOnlyList<double> heldOut)
    {
        var finite = heldOut.Where(double.IsFinite).ToArray();
        if (finite.Length == 0) return 0;
        var lowest = finite.Min();
        var margin = 1e-9 * (finite[0] - lowest);
        for (var i = 0; i < heldOut.Count; i++)
        {
            if (double.IsFinite(heldOut[i]) && heldOut[i] <= lowest + margin) return i;
        }

        return 0;
    }
}

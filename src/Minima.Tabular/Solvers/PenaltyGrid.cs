namespace Minima.Tabular;

/// <summary>
/// The l2 penalties to try, relative to the curvature of the loss, largest first and 0 last. If the best of them is at an end
/// of the positive ones, the grid grows by a factor of ten there, until the best is inside or the limit is reached.
/// </summary>
internal sealed class PenaltyGrid
{
    /// <summary>The initial grid of every search.</summary>
    public static IReadOnlyList<double> First { get; } = [1, 1e-1, 1e-2, 1e-3, 1e-4, 0];

    /// <summary>The penalty at which a model is constant up to about one part in this number.</summary>
    public const double Strongest = 1e4;

    /// <summary>The penalty at which a model equals that without a penalty up to about this proportion.</summary>
    public const double Weakest = 1e-8;

    private readonly List<double> _values = [.. First];

    public IReadOnlyList<double> Values => _values;

    /// <summary>Adds a penalty beyond the one at an index if that is the last on its side and the limit allows it.</summary>
    /// <returns>The penalty that was added, or null if the index is inside.</returns>
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

    /// <summary>The penalty is at a limit, and one beyond it might be better.</summary>
    public static bool IsAtLimit(double value) => value >= Strongest || value is > 0 and <= Weakest * 1.5;

    /// <summary>
    /// The index of the lowest held-out mean; among equal ones the larger penalty, which is the simpler model. Means count as equal if they differ by less
    /// than the rounding of the strongest penalty's excess loss, a tolerance that neither a factor nor an added constant changes.
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

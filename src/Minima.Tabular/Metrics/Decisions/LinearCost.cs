using System.Globalization;

namespace Minima.Tabular;

/// <summary>The cost of an error per unit of the target. The best prediction under it is the quantile at <see cref="Level"/>.</summary>
public sealed record LinearCost
{
    /// <param name="Over">The cost of predicting one unit too high, above 0.</param>
    /// <param name="Under">The cost of predicting one unit too low, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cost is not above 0, or not finite.</exception>
    public LinearCost(double Over, double Under)
    {
        this.Over = Positive(Over, nameof(Over));
        this.Under = Positive(Under, nameof(Under));
    }

    /// <summary>The cost of predicting one unit too high.</summary>
    public double Over { get; }

    /// <summary>The cost of predicting one unit too low.</summary>
    public double Under { get; }

    /// <summary>The level of the quantile at which the expected cost is lowest, above 0 and below 1.</summary>
    public double Level => Under / (Over + Under);

    /// <summary>The cost from the text of <c>--cost</c>, <c>over=1,under=9</c>; null if the text does not contain both, once and above 0.</summary>
    public static LinearCost? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        double? over = null, under = null;
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !double.TryParse(piece[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value > 0 && double.IsFinite(value))) return null;
            if (piece[..equals].Trim() == "over" && over is null) over = value;
            else if (piece[..equals].Trim() == "under" && under is null) under = value;
            else return null;
        }

        return over is { } high && under is { } low ? new(high, low) : null;
    }

    internal bool IsEven => Over.Equals(Under);

    private static double Positive(double cost, string name) => cost > 0 && double.IsFinite(cost) ? cost : throw new ArgumentOutOfRangeException(name, cost, "A cost is a finite number above 0.");
}

namespace Minima;

/// <summary>An interval narrowed by golden sections (Kiefer 1953): each step drops one end and keeps one of the two cuts, so it needs only one new evaluation.</summary>
/// <param name="low">The lower end.</param>
/// <param name="high">The upper end.</param>
internal struct GoldenSection(double low, double high)
{
    private const double Share = 0.6180339887498949;

    public double Low { get; private set; } = low;

    public double High { get; private set; } = high;

    /// <summary>The lower cut.</summary>
    public double Left { get; private set; } = high - (Share * (high - low));

    /// <summary>The upper cut.</summary>
    public double Right { get; private set; } = low + (Share * (high - low));

    /// <summary>Drops the part above the upper cut; returns the new lower cut.</summary>
    public double KeepLeft()
    {
        (High, Right) = (Right, Left);
        return Left = High - (Share * (High - Low));
    }

    /// <summary>Drops the part below the lower cut; returns the new upper cut.</summary>
    public double KeepRight()
    {
        (Low, Left) = (Left, Right);
        return Right = Low + (Share * (High - Low));
    }
}

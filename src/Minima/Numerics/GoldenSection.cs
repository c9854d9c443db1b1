namespace Minima;

/// <summary>An interval that is narrowed by golden sections (Kiefer 1953): of its two cuts one stays when the part beyond the other is dropped, so that a step asks for one place.</summary>
/// <param name="low">Its lower end.</param>
/// <param name="high">Its upper end.</param>
internal struct GoldenSection(double low, double high)
{
    private const double Share = 0.6180339887498949;

    public double Low { get; private set; } = low;

    public double High { get; private set; } = high;

    /// <summary>The lower cut.</summary>
    public double Left { get; private set; } = high - (Share * (high - low));

    /// <summary>The upper cut.</summary>
    public double Right { get; private set; } = low + (Share * (high - low));

    /// <summary>Drops what is above the upper cut; the new lower cut.</summary>
    public double KeepLeft()
    {
        (High, Right) = (Right, Left);
        return Left = High - (Share * (High - Low));
    }

    /// <summary>Drops what is below the lower cut; the new upper cut.</summary>
    public double KeepRight()
    {
        (Low, Left) = (Left, Right);
        return Right = Low + (Share * (High - Low));
    }
}

namespace Minima;

/// <summary>The prediction's coordinates, from <typeparamref name="TFirst"/> on.</summary>
internal readonly struct OfPrediction<TFirst> : IBoxSeeds
    where TFirst : struct, IBoxSeeds
{
    public static int First => TFirst.First;

    public static int Count => TFirst.Count;
}

/// <summary>The target's coordinates, from <typeparamref name="TFirst"/> on.</summary>
internal readonly struct OfTarget<TFirst> : IBoxSeeds
    where TFirst : struct, IBoxSeeds
{
    public static int First => 4 + TFirst.First;

    public static int Count => TFirst.Count;
}

/// <summary>x1 and y1.</summary>
internal readonly struct FirstCorner : IBoxSeeds
{
    public static int First => 0;

    public static int Count => 2;
}

/// <summary>x2 and y2.</summary>
internal readonly struct SecondCorner : IBoxSeeds
{
    public static int First => 2;

    public static int Count => 2;
}

/// <summary>One coordinate alone.</summary>
internal readonly struct OnlyX1 : IBoxSeeds
{
    public static int First => 0;

    public static int Count => 1;
}

/// <inheritdoc cref="OnlyX1"/>
internal readonly struct OnlyY1 : IBoxSeeds
{
    public static int First => 1;

    public static int Count => 1;
}

/// <inheritdoc cref="OnlyX1"/>
internal readonly struct OnlyX2 : IBoxSeeds
{
    public static int First => 2;

    public static int Count => 1;
}

/// <inheritdoc cref="OnlyX1"/>
internal readonly struct OnlyY2 : IBoxSeeds
{
    public static int First => 3;

    public static int Count => 1;
}

namespace Minima.Lab.Descent;

/// <summary>A way to deal with sharp minima.</summary>
internal sealed record FlatWay
{
    public int BatchRows { get; init; } = 32;

    /// <summary>The learning rate; null for the usual one.</summary>
    public double? Rate { get; init; }

    public double Decay { get; init; }

    /// <summary>The distance along the gradient at which gradients are taken; null for the weights themselves.</summary>
    public double? Radius { get; init; }

    /// <summary>The final rate as a fraction of the first; null for 0.</summary>
    public double? FallsTo { get; init; }

    /// <summary>The average of the weights that is judged; null for the weights themselves.</summary>
    public Func<IReadOnlyList<Parameter>, WeightAverage?> Average { get; init; } = _ => null;

    /// <summary>The fraction of the epochs after which the average begins.</summary>
    public double AveragesAfter { get; init; } = 0.5;
}

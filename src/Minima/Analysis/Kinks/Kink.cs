namespace Minima.Analysis;

/// <summary>The order of the change at a <see cref="Kink"/>.</summary>
public enum KinkOrder
{
    /// <summary>The value jumps.</summary>
    Value,

    /// <summary>The value is continuous and the derivative jumps: a kink in the strict sense.</summary>
    Slope,

    /// <summary>Value and derivative are continuous and the curvature jumps, as where Huber's parabola meets its line: smooth enough for gradients, no kink.</summary>
    Curvature,
}

/// <summary>The quantity in which the place of a kink is given.</summary>
public enum KinkPlace
{
    /// <summary>The residual r = prediction - target.</summary>
    Residual,

    /// <summary>The margin m = target * prediction.</summary>
    Margin,

    /// <summary>The prediction itself, for every target.</summary>
    Prediction,

    /// <summary>The prediction in units of the target: prediction = a multiple of target.</summary>
    Ratio,

    /// <summary>The prediction, for some targets only; <see cref="Kink.Target"/> is one of them.</summary>
    PredictionAtTarget,
}

/// <summary>A place where a loss or its derivative jumps, as a function of the prediction, and the derivative that the gradient uses there.</summary>
public sealed record Kink
{
    /// <summary>The order of the change.</summary>
    public required KinkOrder Order { get; init; }

    /// <summary>The quantity that <see cref="At"/> is a value of.</summary>
    public required KinkPlace Place { get; init; }

    /// <summary>The place: <c>delta</c>, <c>1</c>.</summary>
    public required Quantity At { get; init; }

    /// <summary>True if the same happens, mirrored, at minus this place: |r| = delta. Derivatives are then those in the direction of growing |r|.</summary>
    public bool OnBothSides { get; init; }

    /// <summary>The derivative just below, or null if it depends on the target.</summary>
    public Quantity? Before { get; init; }

    /// <summary>The derivative just above, or null if it depends on the target.</summary>
    public Quantity? After { get; init; }

    /// <summary>The derivative that the gradient uses at the place itself, or null if it depends on the target.</summary>
    public Quantity? Taken { get; init; }

    /// <summary>For <see cref="KinkOrder.Value"/>: the value just below.</summary>
    public Quantity? ValueBefore { get; init; }

    /// <summary>For <see cref="KinkOrder.Value"/>: the value just above.</summary>
    public Quantity? ValueAfter { get; init; }

    /// <summary>A prediction exactly at the kink, together with <see cref="Target"/>.</summary>
    public double Prediction { get; init; }

    /// <summary>The target for <see cref="Prediction"/>; 0 for a penalty, which has none.</summary>
    public double Target { get; init; }
}

namespace Minima.Analysis;

/// <summary>What changes at a <see cref="Kink"/>.</summary>
public enum KinkOrder
{
    /// <summary>The value jumps.</summary>
    Value,

    /// <summary>The value is continuous and the slope jumps: the loss bends.</summary>
    Slope,

    /// <summary>Value and slope are continuous and the curvature jumps, as where Huber's parabola meets its line: smooth enough for gradients, no kink.</summary>
    Curvature,
}

/// <summary>The quantity whose value says where a kink is.</summary>
public enum KinkPlace
{
    /// <summary>The residual r = prediction - target.</summary>
    Residual,

    /// <summary>The margin m = target * prediction.</summary>
    Margin,

    /// <summary>The prediction itself, whatever the target.</summary>
    Prediction,

    /// <summary>The prediction in units of the target: prediction = a multiple of target.</summary>
    Ratio,

    /// <summary>The prediction for some targets only, of which <see cref="Kink.Target"/> is one.</summary>
    PredictionAtTarget,
}

/// <summary>A place where a loss, as a function of the prediction, jumps or bends, and what the gradient is taken to be there.</summary>
public sealed record Kink
{
    /// <summary>What changes.</summary>
    public required KinkOrder Order { get; init; }

    /// <summary>The quantity that <see cref="At"/> is a value of.</summary>
    public required KinkPlace Place { get; init; }

    /// <summary>Where: <c>delta</c>, <c>1</c>.</summary>
    public required Quantity At { get; init; }

    /// <summary>The same happens, mirrored, at minus this place: |r| = delta. Slopes are then those in the direction of growing size.</summary>
    public bool OnBothSides { get; init; }

    /// <summary>The slope just below, or null where it depends on the target.</summary>
    public Quantity? Before { get; init; }

    /// <summary>The slope just above, or null where it depends on the target.</summary>
    public Quantity? After { get; init; }

    /// <summary>The slope that the gradient takes at the place itself, or null where it depends on the target.</summary>
    public Quantity? Taken { get; init; }

    /// <summary>For <see cref="KinkOrder.Value"/>: the value just below.</summary>
    public Quantity? ValueBefore { get; init; }

    /// <summary>For <see cref="KinkOrder.Value"/>: the value just above.</summary>
    public Quantity? ValueAfter { get; init; }

    /// <summary>A prediction that sits exactly on it, with <see cref="Target"/>.</summary>
    public double Prediction { get; init; }

    /// <summary>The target that goes with <see cref="Prediction"/>; 0 for a penalty, which has none.</summary>
    public double Target { get; init; }
}

namespace Minima.Analysis;

/// <summary>What <see cref="LossCheck"/> is told besides the loss.</summary>
public sealed record LossCheckOptions
{
    /// <summary>The derivative with respect to the prediction that was written by hand, to be held against the exact one.</summary>
    public HandDerivative? Gradient { get; init; }

    /// <summary>The second derivative with respect to the prediction that was written by hand.</summary>
    public HandDerivative? Hessian { get; init; }

    /// <summary>The predictions that occur; null takes the loss's own domain, and for a formula as text the widest in which it is sound.</summary>
    public Domain? Prediction { get; init; }

    /// <summary>The targets that occur; null takes the loss's own domain, and for a formula as text the widest in which it is sound.</summary>
    public Domain? Target { get; init; }

    /// <summary>Predictions and targets of ordinary size lie between this and <see cref="High"/>: shares are counted there, and derivatives compared.</summary>
    public double Low { get; init; } = -10;

    /// <summary>The upper end of the ordinary.</summary>
    public double High { get; init; } = 10;
}

namespace Minima.Analysis;

/// <summary>Options of <see cref="LossCheck"/>.</summary>
public sealed record LossCheckOptions
{
    /// <summary>The derivative with respect to the prediction, written by hand, to compare with the exact one.</summary>
    public HandDerivative? Gradient { get; init; }

    /// <summary>The second derivative with respect to the prediction, written by hand.</summary>
    public HandDerivative? Hessian { get; init; }

    /// <summary>The predictions that occur. Null: the loss's own domain, or for a formula as text the widest one in which it is sound.</summary>
    public Domain? Prediction { get; init; }

    /// <summary>The targets that occur. Null: the loss's own domain, or for a formula as text the widest one in which it is sound.</summary>
    public Domain? Target { get; init; }

    /// <summary>The lower end of ordinary predictions and targets, up to <see cref="High"/>: in this range Minima measures proportions and compares derivatives.</summary>
    public double Low { get; init; } = -10;

    /// <summary>The upper end of the ordinary range.</summary>
    public double High { get; init; } = 10;
}

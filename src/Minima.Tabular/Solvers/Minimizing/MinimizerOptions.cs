namespace Minima.Tabular;

/// <summary>When to stop, and how much to remember.</summary>
internal sealed record MinimizerOptions
{
    public int MaximumIterations { get; init; } = 5000;

    /// <summary>Stops when the largest gradient entry is this part of what it was at the start; free of units.</summary>
    public double GradientTolerance { get; init; } = 1e-9;

    /// <summary>Stops when <see cref="DecreaseWindow"/> iterations lower the value by less than this part of it.</summary>
    public double DecreaseTolerance { get; init; } = 1e-8;

    public int DecreaseWindow { get; init; } = 10;

    /// <summary>
    /// Up to this many parameters the whole inverse Hessian is kept (BFGS), as Lewis and Overton do: on kinked functions it
    /// converges better than a limited memory. Above, the limited memory is used. 0 forces it.
    /// </summary>
    public int DenseUpTo { get; init; } = 300;

    /// <summary>
    /// What a like objective taught of the inverse Hessian (<see cref="MinimizerResult.Inverse"/>), so that the first steps are good ones;
    /// null to begin without.
    /// </summary>
    public DenseInverseHessian? Inverse { get; init; }

    /// <summary>How many steps the limited memory remembers.</summary>
    public int Memory { get; init; } = 50;
}

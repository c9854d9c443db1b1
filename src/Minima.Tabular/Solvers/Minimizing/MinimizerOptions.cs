namespace Minima.Tabular;

/// <summary>The stopping criteria and the memory of the minimiser.</summary>
internal sealed record MinimizerOptions
{
    public int MaximumIterations { get; init; } = 5000;

    /// <summary>Stops when the largest gradient entry is this proportion of that at the start; independent of units.</summary>
    public double GradientTolerance { get; init; } = 1e-9;

    /// <summary>Stops when <see cref="DecreaseWindow"/> iterations lower the value by less than this proportion of it.</summary>
    public double DecreaseTolerance { get; init; } = 1e-8;

    public int DecreaseWindow { get; init; } = 10;

    /// <summary>
    /// Up to this many parameters the full inverse Hessian is stored (BFGS), as Lewis and Overton do: on kinked functions it
    /// converges better than a limited memory. Above, the limited memory is used. 0 forces it.
    /// </summary>
    public int DenseUpTo { get; init; } = 300;

    /// <summary>
    /// The inverse Hessian learned on a similar objective (<see cref="MinimizerResult.Inverse"/>), for good first steps;
    /// null to start without.
    /// </summary>
    public DenseInverseHessian? Inverse { get; init; }

    /// <summary>The number of steps that the limited memory stores.</summary>
    public int Memory { get; init; } = 50;
}

namespace Minima.Tabular;

/// <summary>The best point found, and the course of the search.</summary>
internal sealed record MinimizerResult(
    double[] Parameters, double Value, int Iterations, int Evaluations, StopReason Reason)
{
    /// <summary>
    /// False if the search was cut short. At a kink no test can prove a minimum from one subgradient, so true means that
    /// nothing more could be gained at working precision.
    /// </summary>
    public bool Converged => Reason is StopReason.GradientSmall or StopReason.DecreaseSmall or StopReason.NoDescent;

    /// <summary>The learned inverse Hessian; null if a limited memory was used.</summary>
    public DenseInverseHessian? Inverse { get; init; }
}

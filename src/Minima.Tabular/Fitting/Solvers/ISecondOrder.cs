namespace Minima.Tabular;

/// <summary>A positive semidefinite second derivative H, together with kinks whose matrix is A.</summary>
internal interface ISecondOrder
{
    /// <summary>H vector.</summary>
    double[] Times(double[] vector);

    /// <summary>
    /// A solver of (H + Aᵀ W A + r D) x = b, with D its own diagonal, for a weight of each kink; null if the matrix is not positive
    /// definite.
    /// </summary>
    Func<double[], double[]>? Factor(double[] weights, double ridge);
}

namespace Minima.Tabular;

/// <summary>A second derivative H, positive semidefinite, beside bends whose matrix is A.</summary>
internal interface ISecondOrder
{
    /// <summary>H vector.</summary>
    double[] Times(double[] vector);

    /// <summary>
    /// What solves (H + Aᵀ W A + r D) x = b, with D its own diagonal, for a weight of each bend; null where the matrix is not positive
    /// definite.
    /// </summary>
    Func<double[], double[]>? Factor(double[] weights, double ridge);
}

namespace Minima.Tabular;

/// <summary>An approximation of the inverse Hessian learned from steps and changes of the gradient.</summary>
internal interface IInverseHessian
{
    /// <summary>Forgets all and starts from the identity times <paramref name="scale"/>.</summary>
    void Reset(double scale);

    /// <summary>Writes minus the approximation times the gradient.</summary>
    void Direction(ReadOnlySpan<double> gradient, Span<double> direction);

    /// <summary>Learns from a step and the change of the gradient along it; their product must be positive.</summary>
    void Update(ReadOnlySpan<double> step, ReadOnlySpan<double> change);
}

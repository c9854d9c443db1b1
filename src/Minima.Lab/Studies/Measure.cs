namespace Minima.Lab.Studies;

/// <summary>The quantity by which results are compared.</summary>
/// <param name="Of">The figure of a result.</param>
/// <param name="IsError">Less of it is better.</param>
internal sealed record Measure<TResult>(Func<TResult, double> Of, bool IsError = false)
{
    /// <summary>Larger is better; a training that broke down is worse than any other.</summary>
    public double Merit(TResult result) => Merit(Of(result));

    /// <summary>The same of a figure.</summary>
    public double Merit(double figure) => double.IsNaN(figure) ? double.NegativeInfinity : IsError ? -figure : figure;
}

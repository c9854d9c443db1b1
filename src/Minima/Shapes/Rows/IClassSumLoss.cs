using Minima.Reals;

namespace Minima;

/// <summary>
/// A row loss that is a sum over classes of one formula on a prediction and a target: a divergence. All such losses share one fused kernel,
/// which runs along the row.
/// </summary>
/// <remarks>Implement <see cref="IRowLoss.Of"/> as <c>row.SumOfClasses(this)</c>.</remarks>
public interface IClassSumLoss : IRowLoss
{
    /// <summary>The term of one class.</summary>
    T OfClass<T>(T prediction, T target)
        where T : IReal<T>;
}

using Minima.Reals;

namespace Minima;

/// <summary>
/// A row loss with a hard label after the softmax: a formula on the log-probability of the label. Its derivative with respect to the
/// logits is f'(log p) (onehot - softmax), so that one fused kernel serves every such loss.
/// </summary>
internal interface ILogProbabilityFormula
{
    /// <summary>The loss of a row whose label has this log-probability, 0 or below.</summary>
    T OfLogProbability<T>(T logProbability)
        where T : IReal<T>;
}

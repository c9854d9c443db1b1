using Minima.Reals;

namespace Minima;

/// <summary>
/// A row loss that is a formula on log-probabilities: of the label's, or the sum over classes of target times formula. The prediction is
/// logits; log-softmax, its gradient and its stability are the engine's, so that all such losses share one fused kernel.
/// </summary>
/// <remarks>
/// <para>Let c_k = (t_k (1 - s) + s / K) w_k a_k, with t the target or the one-hot label, s the smoothing, w the class weights, a the factors. Let
/// l_k = log softmax(x)_k. The loss is the sum of c_k f(l_k), its gradient c_k f'(l_k) - softmax(x)_k times the sum of c_j f'(l_j).</para>
/// <para>Implement <see cref="IRowLoss.Of"/> as <c>row.OfLogProbabilities(this)</c>.</para>
/// </remarks>
public interface ILogProbabilityLoss : IRowLoss
{
    /// <summary>The proportion s of every target that is distributed evenly over the classes, 0 to 1.</summary>
    double Smoothing { get; }

    /// <summary>The factors a of the classes.</summary>
    PerClass Factors { get; }

    /// <summary>The formula f on the log-probability of a class.</summary>
    T OfLogProbability<T>(T logProbability)
        where T : IReal<T>;
}

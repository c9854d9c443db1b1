using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The mean of two KL divergences, of the target and of the prediction from their middle: symmetric and bounded.</summary>
/// <remarks>
/// <para>Formula: KL(p || m) / 2 + KL(q || m) / 2, with m = (p + q) / 2, q the prediction and p the target, both probabilities.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked. Link: identity. Range: [0, log 2].</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: a prediction of 0 has derivative 0 (its true derivative is -inf where the target is above 0).</para>
/// <para>Convention: SciPy's jensenshannon is the square root.</para>
/// <para>Numerics: by log1p of the relative difference, so that nothing is lost where p and q are close.</para>
/// <para>Source: Lin 1991, IEEE Trans. Inf. Theory 37(1), 145-151.</para>
/// </remarks>
[Loss("js_div", "Jensen-Shannon divergence", "JS 散度",
    Family = LossFamily.Divergence, FloatUlps = 4,
    Formula = "KL(p || m) / 2 + KL(q || m) / 2;  m = (p + q) / 2;  p = t, q = x",
    Latex = @"\frac{1}{2} \sum_{k} \left(t_{k} \log \frac{t_{k}}{m_{k}} + x_{k} \log \frac{x_{k}}{m_{k}}\right), \quad m_{k} = \frac{t_{k} + x_{k}}{2}",
    Kinks = "q_k = 0: slope 0",
    ChineseKinks = "q_k = 0 处斜率为 0",
    Aliases = ["jensen_shannon", "jensen_shannon_divergence", "js_divergence"],
    SearchWords = ["js", "JS 散度", "symmetric divergence"])]
[English("A symmetric divergence between distributions that never exceeds log 2.",
    Use = "neither distribution is the reference, or classes with probability 0 occur on both sides.",
    Avoid = "the model starts far from the target: where supports do not meet, the gradient says little (kl_div).")]
[Chinese("两个分布之间的对称散度，不超过 log 2。",
    Use = "两个分布都不是基准，或两边都有概率为 0 的类别时。",
    Avoid = "模型起初离目标很远时：支撑集不相交处梯度提供的信息很少（用 kl_div）。")]
public readonly record struct JensenShannon : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var both = target + prediction;
        var sum = T.IfLess(zero, both, both, T.Of(1));
        var contrast = (target - prediction) / sum;

        // log(2 p / (p + q)) = log(1 + contrast), exact where p and q are near; where the contrast is near -1 or 1 the quotient is, and 1 - contrast would be 0.
        var first = T.IfLess(T.Of(-0.5), contrast, T.XLog1pY(target, contrast), T.XLogY(target, 2.0 * target / sum));
        var second = T.IfLess(contrast, T.Of(0.5), T.XLog1pY(prediction, -contrast), T.XLogY(prediction, 2.0 * prediction / sum));
        var term = 0.5 * (first + second);
        return T.IfLess(zero, prediction, term, T.StopGradient(term));
    }
}

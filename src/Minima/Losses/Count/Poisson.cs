using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a count whose mean is the prediction.</summary>
/// <remarks>
/// <para>Formula: p - t log(p + epsilon).</para>
/// <para>Domain: prediction, target &gt;= 0; epsilon &gt;= 0. Link: identity. Range: all reals; least at p = t (epsilon 0).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: mean parametrisation (Keras, whose epsilon is 1e-7; 0 here); a model of the log-rate takes poisson_nll.
/// Dropped constant: log t!.</para>
/// <para>Numerics: target 0 gives p, also at p = 0; p = 0 with a positive target and epsilon 0 gives +infinity.</para>
/// <para>Source: Nelder and Wedderburn 1972, J. R. Stat. Soc. A 135(3), 370-384, doi:10.2307/2344614.</para>
/// </remarks>
/// <param name="Epsilon">Added to the prediction inside the logarithm, so that the loss stays finite at a prediction of 0.</param>
[Loss("poisson", "Poisson (mean parametrisation)", "泊松损失",
    Family = LossFamily.Count, Task = LossTask.None, LowerBound = double.NegativeInfinity,
    FloatUlps = 2,
    SearchWords = ["counts", "计数"])]
[English("The likelihood of a count, for a model that predicts the expected count itself.",
    Use = "the target counts events and the model's output is already positive (after a softplus or exp).",
    Avoid = "the output is unconstrained: poisson_nll takes the logarithm of the rate and is stable everywhere.")]
[Chinese("计数的似然：模型直接预测期望次数。",
    Use = "目标值是事件次数，且模型输出已为正数（经过 softplus 或 exp）时。",
    Avoid = "输出不受约束时：poisson_nll 以速率的对数为输入，处处数值稳定。")]
public readonly record struct Poisson(
    [NonNegative, Chinese("加在对数内的预测值上，使预测为 0 时损失仍有限。")] double Epsilon) : IPointLoss
{
    public Poisson()
        : this(0)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([NonNegative] T prediction, [NonNegative] T target)
        where T : IReal<T>
    {
        // At infinity the linear term outweighs the logarithm.
        var loss = prediction - T.XLogY(target, prediction + T.Of(Epsilon));
        var infinity = T.Of(double.PositiveInfinity);
        return T.IfLess(prediction, infinity, loss, T.IfLess(T.Of(0), prediction, prediction + 0.0 * target, loss));
    }
}

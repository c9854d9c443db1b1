using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>No loss once the label has nearly all the probability; below that the divergence to the nearest such distribution.</summary>
/// <remarks>
/// <para>Formula: 0 if p_y &gt;= 1 - alpha, else w_y ((1 - alpha) log((1 - alpha) / p_y) + alpha log(alpha / (1 - p_y))), with p = softmax(x), x the prediction,
/// y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1; 0 &lt;= alpha &lt;= 1. Link: softmax. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: none: value and derivative are 0 where p_y reaches 1 - alpha.</para>
/// <para>Convention: the authors' code holds the nearest distribution constant; the gradient is the same.</para>
/// <para>Numerics: with d = log(p_y / (1 - alpha)) as alpha R(u) + (1 - alpha) E(d), u = -(1 - alpha) / alpha expm1(d), R(u) = u - log(1 + u) and
/// E(d) = e^d - 1 - d. Both terms are never negative, and exact near the boundary.</para>
/// <para>Limits: alpha 0 is cross_entropy.</para>
/// <para>Source: Lienen and Huellermeier 2021, AAAI 35(10), 8583-8591.</para>
/// </remarks>
/// <param name="Alpha">Probability that the prediction may leave to the other classes at no cost; 0.1 is usual.</param>
[Loss("label_relaxation", "Label relaxation", "标签松弛",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.LabelNoise,
    Formula = "0 if p_y >= 1 - alpha else (1 - alpha) log((1 - alpha) / p_y) + alpha log(alpha / (1 - p_y));  p = softmax(x)",
    Aliases = ["label_relaxation_loss", "LabelRelaxationLoss"])]
[English("Leaves a row alone once its label has probability 1 - alpha, and pulls it there otherwise.",
    Use = "cross-entropy drives the model to overconfidence, and smoothing would ask for one exact distribution.",
    Avoid = "probabilities beyond 1 - alpha matter: there the loss is flat.")]
[Chinese("标签概率达到 1 - alpha 后不再计损失，未达到时把它拉向该值。",
    Use = "交叉熵使模型过度自信，而标签平滑又要求一个确定的分布时。",
    Avoid = "需要区分超过 1 - alpha 的概率时：那里的损失恒定不变。",
    Limits = "alpha = 0 时为 cross_entropy。")]
public readonly record struct LabelRelaxation(
    [Unit, Chinese("可留给其他类别而不计损失的概率，常用 0.1。")] double Alpha) : ILogProbabilityLoss
{
    public LabelRelaxation()
        : this(0.1)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T>
    {
        if (Alpha is 0 or 1)
        {
            return Alpha == 0 ? -logProbability : T.ZeroTimes(T.Of(0), logProbability);
        }

        var alpha = T.Of(Alpha);
        var share = 1.0 - alpha;
        var below = -T.Relu(T.Log1p(-alpha) - logProbability);
        return alpha * T.LogRemainder(-(share / alpha * T.Expm1(below))) + share * T.ExpRemainder(below);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}

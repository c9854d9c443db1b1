using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The first terms of cross-entropy's series in 1 - p: from bounded and robust to cross-entropy itself.</summary>
/// <remarks>
/// <para>Formula: w_y sum_{j=1..n} (1 - p_y)^j / j, with p = softmax(x), x the prediction, y the label, n the order and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real; label 0 to K - 1; order a whole number from 1 to 1000. Link: softmax. Range: [0, 1 + 1/2 + ... + 1/n]. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: 1 - p = -expm1(log p), exact where the label dominates; all terms are positive.</para>
/// <para>Limits: order 1 is half of mae_prob; a high order is cross_entropy.</para>
/// <para>Source: Feng et al. 2020, IJCAI, 2206-2212.</para>
/// </remarks>
/// <param name="Order">Number of terms of the series: 1 is the absolute error of the probability, many approach the cross-entropy. 2 to 6 for noisy labels.</param>
[Loss("taylor_ce", "Taylor cross-entropy", "泰勒交叉熵",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.LabelNoise,
    Formula = "sum_{j=1..n} (1 - p_y)^j / j;  p = softmax(x);  n = order",
    Latex = @"\sum_{j=1}^{\mathrm{order}} \frac{\left(1 - p_{y}\right)^{j}}{j}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["taylor_cross_entropy", "TaylorCrossEntropyLoss"])]
[English("Cross-entropy cut off after a few terms of its series, so that a wrong label pulls only so far.",
    Use = "some labels are wrong and you want one whole number to tune between robustness and fit.",
    Avoid = "labels are clean: cross_entropy learns faster.")]
[Chinese("把交叉熵的级数在前几项截断，使错误标签的拉力有界。",
    Use = "部分标签有误，且希望只用一个整数在稳健与拟合之间取舍时。",
    Avoid = "标签干净时：cross_entropy 学得更快。",
    Limits = "1 阶时为 mae_prob 的一半；阶数趋于无穷时为 cross_entropy。")]
public readonly record struct TaylorCrossEntropy(
    [Between(1, 1_000), Chinese("级数的项数：1 为概率的绝对误差，项数多时趋于交叉熵；标签有噪声时取 2 至 6。")] int Order) : ILogProbabilityLoss
{
    public TaylorCrossEntropy()
        : this(2)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    double ILogProbabilityLoss.Smoothing => 0;

    PerClass ILogProbabilityLoss.Factors => 1;

    [MethodImpl(AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T>
    {
        var missing = -T.Expm1(logProbability);
        var sum = T.Of(0);
        for (var j = Order; j > 0; j--)
        {
            sum = missing * (sum + T.Of(1.0 / j, ""));
        }

        return sum;
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(this);
}

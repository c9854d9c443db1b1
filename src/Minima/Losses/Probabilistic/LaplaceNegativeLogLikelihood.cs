using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a Laplace distribution whose scale is predicted too.</summary>
/// <remarks>
/// <para>Formula: log(2 b) + |r| / b, with r = prediction - target and b = scale.</para>
/// <para>Domain: prediction, target real; scale &gt; 0. Link: identity. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and scale are differentiated. Reduction: mean.</para>
/// <para>Convention: the normalised density, with its constant log 2; b is the mean absolute error, not a standard deviation (that is sqrt(2) b).</para>
/// <para>Limits: a constant scale 1 gives mae + log 2.</para>
/// <para>Source: Laplace 1774; Kendall and Gal 2017, NeurIPS.</para>
/// </remarks>
[Loss("laplace_nll", "Laplace NLL", "拉普拉斯负对数似然",
    Family = LossFamily.Probabilistic, Task = LossTask.Regression, Suits = LossPurpose.Distribution, LowerBound = double.NegativeInfinity,
    FloatUlps = 4,
    Formula = "log(2 b) + |r| / b, b = scale",
    Aliases = ["LaplaceLikelihood", "LaplaceNLLLoss"])]
[English("The model predicts a median and a scale: the absolute error is measured in that scale, and a large scale costs something itself.",
    Use = "the noise differs from row to row and has heavier tails than a Gaussian.",
    Avoid = "the scale comes from an unconstrained head: put exp or softplus before it.")]
[Chinese("模型同时预测中位数和尺度：绝对误差以该尺度为单位，大尺度本身也有代价。",
    Use = "各样本的噪声不同，且尾部比高斯分布更重时。",
    Avoid = "尺度来自无约束的输出时：先让它经过 exp 或 softplus。",
    Limits = "尺度恒为 1 时为 mae + log 2。")]
public readonly record struct LaplaceNegativeLogLikelihood : IPointLoss3
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target, [Positive] T scale)
        where T : IReal<T> =>
        T.Log(2.0 * scale) + T.Abs(prediction - target) / scale;
}

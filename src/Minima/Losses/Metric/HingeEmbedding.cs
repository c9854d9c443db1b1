using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The distance of a similar pair; the amount by which the distance of a dissimilar pair falls short of the margin.</summary>
/// <remarks>
/// <para>Formula: x for y = 1, max(0, margin - x) for y = -1, with x = prediction and y = target.</para>
/// <para>Domain: prediction real (a distance, which is not checked); target -1 or +1; margin real. Range: all reals; [0, inf) for distances.</para>
/// <para>Shapes: any, elementwise. Only the prediction is differentiated. Reduction: mean.</para>
/// <para>Kinks: derivative 0 at x = margin for y = -1.</para>
/// <para>Source: PyTorch, HingeEmbeddingLoss; Lee et al. 2008.</para>
/// </remarks>
/// <param name="Margin">Distance at which a dissimilar pair is far enough apart and costs nothing.</param>
[Loss("hinge_embedding", "Hinge embedding", "合页嵌入损失",
    Family = LossFamily.Metric, LowerBound = double.NegativeInfinity,
    FloatUlps = 1,
    Formula = "x if y = 1 else max(0, margin - x)",
    Aliases = ["HingeEmbeddingLoss", "hinge_embedding_loss"])]
[English("Pulls similar pairs together and pushes dissimilar ones apart, given their distances.",
    Use = "distances are computed already, L1 distances for instance.",
    Avoid = "embeddings are available: contrastive and triplet_margin compute the distances themselves.")]
[Chinese("根据给定的距离，拉近相似的样本对，推开不相似的样本对。",
    Use = "距离（例如 L1 距离）已经算好时。",
    Avoid = "手头是嵌入向量时：contrastive 与 triplet_margin 会自行计算距离。")]
public readonly record struct HingeEmbedding(
    [Chinese("不相似的一对样本相距达到此值即不再计损失。")] double Margin) : IPointLoss
{
    public HingeEmbedding()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.IfLess(T.Of(0), target, prediction, T.Relu(T.Of(Margin) - prediction));
}

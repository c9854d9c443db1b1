namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy over the label and a few sampled classes instead of all of them, corrected for how often each is sampled.</summary>
/// <remarks>
/// <para>Formula: -log softmax over {x_y - log q_y, z_j - log r_j}_y, with x_y the prediction (the logit of the label), z the logits of the sampled classes, q and r the
/// expected counts of label and samples.</para>
/// <para>Domain: real; a sampled logit of -inf is left out (an accidental hit of the label). Range: [0, inf).</para>
/// <para>Shapes: prediction and its log expected count [N], sampled logits and theirs [N, S]; one term for each row. The logits are differentiated, the counts are not.
/// Reduction: mean over rows.</para>
/// <para>Convention: TensorFlow's sampled_softmax_loss with the samples given; accidental hits are removed by the caller.</para>
/// <para>Limits: cross_entropy if every other class is sampled and all counts are equal.</para>
/// <para>Source: Bengio and Senecal 2008, IEEE TNN 19(4); Jean et al. 2015, ACL.</para>
/// </remarks>
[Loss("sampled_softmax", "Sampled softmax", "采样 softmax",
    Family = LossFamily.MultiClass,
    Formula = "-log softmax({x_y - log q_y, z_j - log r_j})_y",
    Latex = @"-\log \frac{e^{x_{y} - \log q_{y}}}{e^{x_{y} - \log q_{y}} + \sum_{j} e^{z_{j} - \log r_{j}}}",
    Aliases = ["sampled_softmax_loss"],
    SearchWords = ["大词表", "large vocabulary", "softmax"])]
[English("Softmax cross-entropy against a sample of the other classes, for vocabularies too large to score in full.",
    Use = "there are so many classes that scoring all of them for every row is what training waits for.",
    Avoid = "all classes can be scored: cross_entropy is what this estimates, with a bias.",
    Letters = "y: the true class; j: a sampled class; z: sampled; q, r: the expected counts of the true and of the sampled class")]
[Chinese("只与抽样所得的部分其他类别比较的 softmax 交叉熵，用于大得无法全部打分的词表。",
    Use = "类别极多，为每个样本给全部类别打分已成为训练瓶颈时。",
    Avoid = "能给所有类别打分时：本损失只是 cross_entropy 的有偏估计。",
    Limits = "抽到其余所有类别，且各计数相等时为 cross_entropy。",
    Letters = "y：真实类别；j：采样的类别；z：sampled；q、r：真实类别与采样类别的期望次数")]
public readonly record struct SampledSoftmax : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N S")] Tensor sampled, [Axes("N"), Constant] Tensor logExpectedCountTrue, [Axes("N S"), Constant] Tensor logExpectedCountSampled)
    {
        var rows = prediction.Shape[0];
        var logits = Tensor.Concatenate(1, (prediction - logExpectedCountTrue).Reshape([rows, 1]), sampled - logExpectedCountSampled);
        return SoftmaxCrossEntropy.PerRow(logits, Tensor.Of(new int[rows], [rows]));
    }
}

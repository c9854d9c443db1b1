using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy of a softmax that weighs every class by its count, so that the logits themselves favour no class.</summary>
/// <remarks>
/// <para>Formula: w_y (-log(n_y e^(x_y) / sum_k n_k e^(x_k))), with x the prediction, y the label, n the class counts and w the class weights (1 where there are
/// none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; counts &gt;= 0, of the label above 0. Link: softmax, of the classes as if all were
/// equally frequent. Range: [0, inf). Label out of range, or another number of counts than of classes: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: only proportions of the counts matter.</para>
/// <para>Numerics: the largest logit is subtracted before the logarithms of the counts are added, so that logits of size 1e9 keep them.</para>
/// <para>Limits: logit_adjusted with tau 1 and the counts as prior; equal counts are cross_entropy.</para>
/// <para>Source: Ren et al. 2020, NeurIPS, arXiv:2007.10740.</para>
/// </remarks>
/// <param name="ClassCounts">Number of training samples of each class, in the order of the classes.</param>
[Loss("balanced_softmax", "Balanced softmax", "平衡 softmax",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Imbalance,
    Formula = "-log(n_y e^x_y / sum_k n_k e^x_k);  n = class_counts",
    Latex = @"-\log \frac{n_{y} e^{x_{y}}}{\sum_{k} n_{k} e^{x_{k}}}, \quad n = \mathrm{class\_counts}",
    Aliases = ["BalancedSoftmaxLoss", "balanced_softmax_loss", "balanced_meta_softmax"],
    SearchWords = ["imbalance", "imbalanced", "class imbalance", "不平衡", "类别不平衡", "long tail", "长尾"])]
[English("Cross-entropy with every class weighed by its count inside the softmax, so that rare classes are not outvoted.",
    Use = "classes are uneven in training, their counts are known, and all matter equally in use.",
    Avoid = "frequencies in use are those of training: cross_entropy gives the right probabilities.")]
[Chinese("在 softmax 内部按样本数给各类别加权的交叉熵，使稀有类别不被淹没。",
    Use = "训练集类别不均衡、各类别样本数已知，且使用时各类别同等重要时。",
    Avoid = "使用时的类别频率与训练时相同时：cross_entropy 给出的概率才是对的。",
    Limits = "即 tau 取 1、先验取各类样本数的 logit_adjusted；各类样本数相等时为 cross_entropy。")]
public readonly record struct BalancedSoftmax(
    [Required(70, 20, 10), NonNegative, Chinese("各类训练样本的数量，按类别顺序给出。")] PerClass ClassCounts) : IRowLoss
{
    public BalancedSoftmax()
        : this(-1)
    {
    }

    static bool IRowLoss.HandsRowOn => true;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(new CrossEntropy(), OfParameters<BalancedSoftmax>.Get(this, static loss => loss.ClassCounts.Select(Math.Log)));
}

using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the element at the label, for models that output log-probabilities.</summary>
/// <remarks>
/// <para>Formula: -w_y x_y, with x the log-probabilities, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: predictions &lt;= 0 (log-probabilities; whether their exp sums to 1 is not checked); label 0 to K - 1. Link: exp. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K log-probabilities, one label a row; rows labelled ignore_index (-100) are left out. Only the prediction is
/// differentiated. Reduction: mean, over the class weights of the rows that count.</para>
/// <para>Limits: of a log-softmax it is cross_entropy, whose gradient is exact where this one's passes through a rounded log-softmax.</para>
/// <para>Source: PyTorch, NLLLoss; Fisher 1922, Phil. Trans. R. Soc. A 222, 309-368 (likelihood).</para>
/// </remarks>
[Loss("nll", "Negative log-likelihood", "负对数似然",
    Family = LossFamily.MultiClass, Link = PredictionLink.Log, FloatUlps = 1,
    Formula = "-w_y x_y;  x = log-probabilities",
    Latex = @"-w_{y} x_{y}",
    Aliases = ["NLLLoss", "nll_loss", "negative_log_likelihood"],
    SearchWords = ["负对数似然", "log softmax"])]
[English("Minus the log-probability of the label, where the model gives log-probabilities.",
    Use = "the model ends in a log-softmax, or computes log-probabilities in its own way.",
    Avoid = "the model gives logits: cross_entropy takes them as they are and is exact at the ends.")]
[Chinese("模型直接给出对数概率时，标签类别的负对数概率。",
    Use = "模型以 log-softmax 结尾，或以自己的方式算出对数概率时。",
    Avoid = "模型给出 logit 时：cross_entropy 直接接受 logit，且在概率为 0 或 1 的两端也精确。",
    Limits = "输入为 log-softmax 时即 cross_entropy；后者的梯度精确，前者的梯度要经过舍入后的 log-softmax。")]
public readonly record struct NegativeLogLikelihood : IRowLoss
{
    static RowMean IRowLoss.Mean => RowMean.ClassWeights;

    static int? IRowLoss.IgnoreIndex => -100;

    static Domain IRowLoss.PredictionDomain => Domain.AtMost(0);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.Weighted(-row.Pick(row.Prediction));
}

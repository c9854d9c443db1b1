using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy of logits of a fixed length: only their direction counts, so that confidence cannot grow by scaling.</summary>
/// <remarks>
/// <para>Formula: w_y (-log softmax(x / (tau (||x|| + 1e-7)))_y), with x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real and finite; label 0 to K - 1; tau above 0. Link: the softmax of the logits at that length. Range: above 0, at most log K + 2 / tau. Label out
/// of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: at 0 in all logits, where the length has derivative 0.</para>
/// <para>Convention: the 1e-7 is part of the definition; tau 0.04 in the paper.</para>
/// <para>Numerics: the length by steps of hypot, so that logits of size 1e30 do not overflow.</para>
/// <para>Source: Wei et al. 2022, ICML, arXiv:2205.09310.</para>
/// </remarks>
/// <param name="Tau">Temperature: the logits are scaled to length 1 / tau. 0.01 to 0.05 in practice.</param>
[Loss("logitnorm_ce", "LogitNorm cross-entropy", "Logit 归一化交叉熵",
    Family = LossFamily.MultiClass, Link = PredictionLink.Other, FloatUlps = 32,
    Formula = "-log softmax(x / (tau (||x|| + 1e-7)))_y",
    Latex = @"-\log \operatorname{softmax}\left(\frac{x}{\tau \left(\lVert x \rVert + 10^{-7}\right)}\right)_{y}",
    Kinks = "x = 0: the length has slope 0",
    ChineseKinks = "x = 0 处长度的斜率取 0",
    Aliases = ["LogitNormLoss", "logit_norm", "logit_normalization"])]
[English("Cross-entropy on logits brought to one length, so that only their direction is learned.",
    Use = "overconfidence spoils the detection of rows from another distribution.",
    Avoid = "calibrated probabilities are wanted: the length of the logits is all that could carry them.")]
[Chinese("把 logit 归一到固定长度后的交叉熵，只学习其方向。",
    Use = "过度自信妨碍识别分布外样本时。",
    Avoid = "需要校准的概率时：只有 logit 的长度才能承载置信度。")]
public readonly record struct LogitNormCrossEntropy(
    [Positive, Chinese("温度：logits 缩放到长度 1 / tau；实践中取 0.01 至 0.05。")] double Tau) : IRowLoss
{
    public LogitNormCrossEntropy()
        : this(1)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var length = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            length = T.Hypot(length, row.Prediction[k]);
        }

        var unit = T.Of(Tau) * (length + 1e-7);
        var directions = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            directions[k] = row.Prediction[k] / unit;
        }

        return row.Weighted(-row.With(directions).LogProbabilityOfLabel());
    }
}

using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy after the logarithms of the class frequencies are added to the logits, so that the logits themselves favour no class.</summary>
/// <remarks>
/// <para>Formula: w_y (-log softmax(x + tau log q)_y), with x the prediction, y the label, q the prior and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; prior &gt;= 0, of the label above 0; tau &gt;= 0. Link: softmax, of the classes as if all
/// were equally frequent. Range: [0, inf). Label out of range, or another number of priors than of classes: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the prior need not sum to 1; one number for all classes is cross_entropy.</para>
/// <para>Numerics: the largest logit is subtracted before the prior is added, so that logits of size 1e9 keep it.</para>
/// <para>Limits: tau 0 is cross_entropy; tau 1 with counts as prior is balanced_softmax.</para>
/// <para>Source: Menon et al. 2021, ICLR, arXiv:2007.07314.</para>
/// </remarks>
/// <param name="Prior">Frequency of each class in training; counts do too.</param>
/// <param name="Tau">Strength of the adjustment: 1 aims at the balanced error, 0 gives the cross-entropy.</param>
[Loss("logit_adjusted", "Logit-adjusted cross-entropy", "对数先验校正交叉熵",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Imbalance,
    Formula = "-log softmax(x + tau log q)_y;  q = prior",
    Latex = @"-\log \operatorname{softmax}(x + \tau \log q)_{y}, \quad q = \mathrm{prior}",
    Aliases = ["LogitAdjustedLoss", "logit_adjustment", "logit_adjusted_cross_entropy"])]
[English("Cross-entropy with the log-frequencies of the classes added to the logits in training, so that rare classes are not outvoted.",
    Use = "classes are uneven in training and all matter equally in use.",
    Avoid = "frequencies in use are those of training: cross_entropy gives the right probabilities.")]
[Chinese("训练时把各类别的对数频率加到 logit 上的交叉熵，使稀有类别不被淹没。",
    Use = "训练集类别不均衡，而使用时各类别同等重要时。",
    Avoid = "使用时的类别频率与训练时相同时：cross_entropy 给出的概率才是对的。",
    Limits = "tau = 0 时为 cross_entropy；tau = 1 且先验取各类样本数时为 balanced_softmax。")]
public readonly record struct LogitAdjustedCrossEntropy(
    [NonNegative, Chinese("各类在训练集中的频率，也可给出样本数。")] PerClass Prior,
    [NonNegative, Chinese("调整强度：1 以平衡误差为目标，0 即交叉熵。")] double Tau) : IRowLoss
{
    public LogitAdjustedCrossEntropy()
        : this(1, 1)
    {
    }

    static bool IRowLoss.HandsRowOn => true;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(new CrossEntropy(), OfParameters<LogitAdjustedCrossEntropy>.Get(this, static loss => loss.Shifts()));

    private PerClass Shifts()
    {
        var tau = Tau;
        return tau == 0 ? 0 : Prior.Select(prior => tau * Math.Log(prior));
    }
}

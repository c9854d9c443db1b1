using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy that reduces the suppression of rare classes by frequent ones, and punishes a wrong class the more the further it leads.</summary>
/// <remarks>
/// <para>Formula: w_y (-log(e^(x_y) / (e^(x_y) + sum over k other than y of S_k e^(x_k)))), S_k = min(1, n_k / n_y)^p max(1, e^(x_k - x_y))^q held
/// constant (its second factor is the quotient of two probabilities), x the prediction, y the label, n the class counts and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; counts above 0; p, q &gt;= 0. Link: softmax. Range: [0, inf). Label out of range, or another
/// number of counts than of classes: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated, S is not. Reduction: mean over rows.</para>
/// <para>Convention: counts are given, not accumulated; mmdetection also holds the probability of the label above 0.01 and adds an objectness part: not included.</para>
/// <para>Numerics: log S_k = p min(0, log(n_k / n_y)) + q max(0, x_k - x_y): no probability is formed.</para>
/// <para>Limits: p = q = 0 is cross_entropy.</para>
/// <para>Source: Wang et al. 2021, CVPR, arXiv:2008.10032.</para>
/// </remarks>
/// <param name="ClassCounts">Number of training samples of each class, in the order of the classes.</param>
/// <param name="P">Mitigation exponent: the larger, the less a frequent class suppresses a rare one. 0.8 is usual.</param>
/// <param name="Q">Compensation exponent: the larger, the more a wrong class is punished that scores above the label. 2 is usual.</param>
[Loss("seesaw", "Seesaw loss", "跷跷板损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 16, StopsGradient = true,
    Suits = LossPurpose.Imbalance,
    Formula = "-log(e^x_y / (e^x_y + sum_{k != y} S_k e^x_k));  S_k = min(1, n_k / n_y)^p max(1, e^(x_k - x_y))^q;  n = class_counts",
    Latex = @"-\log \frac{e^{x_{y}}}{e^{x_{y}} + \sum_{k \ne y} S_{k} e^{x_{k}}}, \quad S_{k} = \min\left(1, \frac{n_{k}}{n_{y}}\right)^{p} \max\left(1, e^{x_{k} - x_{y}}\right)^{q}, \quad n = \mathrm{class\_counts}",
    Kinks = "x_k = x_y: the constant S_k bends, the gradient does not see it",
    ChineseKinks = "x_k = x_y 处常数 S_k 有折点，梯度不经过它",
    Aliases = ["SeesawLoss", "seesaw_loss"])]
[English("Cross-entropy in which frequent classes press less on rare ones, unless they win wrongly.",
    Use = "the classes have a long tail, as in instance segmentation with a thousand categories.",
    Avoid = "you need a Hessian or calibrated probabilities: its weights are held constant (logit_adjusted).")]
[Chinese("减轻常见类别对稀有类别压制的交叉熵；常见类别若错误领先，惩罚随领先量加重。",
    Use = "类别呈长尾分布时，如上千类别的实例分割。",
    Avoid = "需要黑塞矩阵或校准的概率时：其权重视为常数（用 logit_adjusted）。",
    Limits = "p = q = 0 时为 cross_entropy。")]
public readonly record struct Seesaw(
    [Required(70, 20, 10), Positive, Chinese("各类训练样本的数量，按类别顺序给出。")] PerClass ClassCounts,
    [NonNegative, Chinese("缓解指数：越大，常见类别对稀有类别的压制越小。常用 0.8。")] double P,
    [NonNegative, Chinese("补偿指数：越大，得分高于真实类别的错误类别受罚越重。常用 2。")] double Q) : IRowLoss
{
    public Seesaw()
        : this(0, 0.8, 2)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logCounts = OfParameters<Seesaw>.Get(this, static loss => loss.ClassCounts.Select(Math.Log));
        var own = row.Pick(row.Prediction);
        var leads = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            leads[k] = T.Of(logCounts[k], "");
        }

        var ownCount = row.Pick(leads);
        var level = row.Level();
        for (var k = 0; k < row.Count; k++)
        {
            var mitigation = T.Of(P) * T.Min(leads[k] - ownCount, T.Of(0));
            var compensation = T.ZeroTimes(T.Of(Q), T.Relu(T.StopGradient(row.Prediction[k] - own)));
            leads[k] = row.Prediction[k] - level + row.IfLabel(k, T.Of(0), mitigation + compensation);
        }

        return row.Weighted(-row.With(leads).LogProbabilityOfLabel());
    }
}

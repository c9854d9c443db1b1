using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The lead of the true class over its strongest rival: an attacker brings it below 0, and no further than it needs.</summary>
/// <remarks>
/// <para>Formula: max(x_y - max_{k != y} x_k, -kappa), with x the prediction and y the label.</para>
/// <para>Domain: scores real; label 0 to K - 1; kappa &gt;= 0. Link: the class of the largest score. Range: [-kappa, inf). Label out of range: refused. A single
/// class has no rival: 0.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: derivative 0 at -kappa; at a tie of the rivals the derivative goes to the first.</para>
/// <para>Convention: untargeted; the attacker minimises it.</para>
/// <para>Source: Carlini and Wagner 2017, IEEE S&amp;P, arXiv:1608.04644.</para>
/// </remarks>
/// <param name="Kappa">Confidence of the attack: the loss stops falling once the strongest wrong class leads by this much; 0 only requires a wrong class.</param>
[Loss("cw_margin", "Carlini-Wagner margin", "CW 间隔损失",
    Family = LossFamily.Adversarial, Link = PredictionLink.Largest, LowerBound = double.NegativeInfinity,
    Latex = @"\max\left(x_{y} - \max_{k \ne y} x_{k}, -\kappa\right)",
    FloatUlps = 1,
    Kinks = "x_y - max x_k = -kappa: slope 0; a tie of the rivals: slope to the first of them",
    ChineseKinks = "x_y - max x_k = -kappa 处斜率为 0；竞争类别并列时斜率归其中第一个",
    Aliases = ["carlini_wagner", "cw_loss", "c_and_w"])]
[English("The lead of the true class, which an attack drives below zero.",
    Use = "you search for the smallest change of an input that is misclassified.",
    Avoid = "you train a classifier: crammer_singer is the defender's side of it.")]
[Chinese("真实类别的领先量，攻击者要把它压到零以下。",
    Use = "寻找使输入被误分类的最小扰动时。",
    Avoid = "训练分类器时：crammer_singer 是防守方的对应损失。")]
public readonly record struct CarliniWagnerMargin(
    [NonNegative, Chinese("攻击的置信度：得分最高的错误类别领先真实类别达到此值后，损失不再下降；0 表示只要求误分类。")] double Kappa) : IRowLoss
{
    public CarliniWagnerMargin()
        : this(0)
    {
    }

    static bool IRowLoss.TakesClassWeights => false;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var own = row.Pick(row.Prediction);
        var zero = T.ZeroTimes(T.Of(0), T.StopGradient(own)); // NaN where the label's score is.
        var leads = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            leads[k] = row.IfLabel(k, row.Count == 1 ? zero : T.Of(double.NegativeInfinity), row.Prediction[k] - own);
        }

        var lead = -Rows.MaxOf<T>(leads);
        var floor = -T.Of(Kappa);
        return T.IfLess(floor, lead, lead, T.ZeroTimes(T.Of(0), T.StopGradient(lead)) + floor);
    }
}

using System.Collections.Immutable;
using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>The mean Jaccard loss of the classes made smooth: errors of their probabilities, weighted by what each costs the index.</summary>
/// <remarks>
/// <para>Formula: mean over classes c of w_c sum_i e_(i) g_i, e = |[y = c] - p_c| sorted from the largest, p = softmax(x), g the growth of the Jaccard loss of class c pixel by pixel (see lovasz_hinge).</para>
/// <para>Domain: logits real; labels 0 to K - 1; class_weight empty or one number of at least 0 for each class. Range: [0, max w].</para>
/// <para>Shapes: prediction [N, K] (all pixels of the batch, one behind the other), target [N] labels; one number. Only the prediction is differentiated; the weights g are constant.</para>
/// <para>Kinks: equal errors keep their order.</para>
/// <para>Convention: the authors' flat form, over the batch as a whole; by default over the classes that occur. kornia's port sorts another mask, per image.</para>
/// <para>Numerics: 1 - p from the logits of the other classes, exact where p is near 1; O(K N log N).</para>
/// <para>Limits: jaccard, per class, if all probabilities are 0 or 1.</para>
/// <para>Source: Berman, Rannen Triki and Blaschko 2018, CVPR, arXiv:1705.08790.</para>
/// </remarks>
/// <param name="Classes">Classes over which the mean is taken: all, or those present in the target.</param>
/// <param name="ClassWeight">Weight of each class; empty weights all by 1.</param>
[Loss("lovasz_softmax", "Lovasz softmax", "Lovász softmax 损失",
    Family = LossFamily.Segmentation, Link = PredictionLink.Softmax,
    Formula = "mean_c w_c sum_i e_(i) (J_i - J_(i-1));  e = |[y = c] - p_c|, p = softmax(x);  w = class_weight;  and classes",
    ChineseFormula = "mean_c w_c sum_i e_(i) (J_i - J_(i-1));  e = |[y = c] - p_c|, p = softmax(x);  w = class_weight；另有参数 classes",
    Latex = @"\begin{aligned} & \frac{1}{\left|C\right|} \sum_{c \in C} w_{c} \sum_{i} e_{(i)} \left(J_{i} - J_{i - 1}\right), \quad e_{i} = \left|t_{i} - p_{ic}\right|, \quad t_{i} = \left[y_{i} = c\right], \quad p_{i} = \operatorname{softmax}(x_{i}) \\ & J_{i} = 1 - \frac{\sum_{j > i} t_{(j)}}{\sum_{j} t_{(j)} + \sum_{j \le i} \left(1 - t_{(j)}\right)}, \quad J_{0} = 0, \quad e_{(1)} \ge e_{(2)} \ge \dots \\ & C = \begin{cases} \left\lbrace y_{1}, \dots, y_{N} \right\rbrace & \text{if } \mathrm{classes} = \mathrm{present} \\ \left\lbrace 0, \dots, K - 1 \right\rbrace & \text{if } \mathrm{classes} = \mathrm{all} \end{cases}, \quad w = \mathrm{class\_weight} \end{aligned}",
    Kinks = "equal errors keep their order", ChineseKinks = "相等的误差保持原有次序",
    Aliases = ["LovaszSoftmaxLoss", "LovaszLoss", "MulticlassLovaszLoss"])]
[English("Minimises the mean intersection over union of all classes at once.",
    Use = "pixels fall into several classes, some of them small, and mean IoU is the score: after or beside cross_entropy.",
    Avoid = "probabilities must be calibrated (cross_entropy), or there is one class against background (lovasz_hinge).",
    Letters = "c: a class; e: the vector of errors; i, j: samples in falling order of e; J: the Jaccard loss of the first i of them; p: the vector of predicted probabilities")]
[Chinese("同时优化所有类别的平均交并比。",
    Use = "像素分属多个类别、其中有些很小，且以平均 IoU 评价时：接在 cross_entropy 之后或与其同用。",
    Avoid = "概率需要校准时（用 cross_entropy），或只有前景与背景两类时（用 lovasz_hinge）。",
    Limits = "所有概率为 0 或 1 时为逐类的 jaccard。",
    Letters = "c：类别；e：误差；i、j：按 e 从大到小排列的样本；J：前 i 个的 Jaccard 损失；p：预测概率")]
public readonly record struct LovaszSoftmax(
    [Chinese("参与平均的类别：全部，或只取目标中出现的类别。")] ClassesCounted Classes,
    [NonNegative, Chinese("各类的权重；为空时均取 1。")] ImmutableArray<double> ClassWeight) : ITensorLoss
{
    public LovaszSoftmax()
        : this(ClassesCounted.Present, [])
    {
    }

    /// <summary>The mean over the classes that count.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        var classes = prediction.Shape[1];
        if (!ClassWeight.IsDefaultOrEmpty && ClassWeight.Length != classes) throw new LossException(LossError.Shape, $"lovasz_softmax: class_weight has {ClassWeight.Length} numbers, but the prediction {prediction.Shape} has {classes} classes; give one number for each class.");
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var own = target.OneHot(classes, prediction.Type);
        var logs = -SoftmaxCrossEntropy.AtEveryClass(prediction);
        var errors = Tensor.Where(own, -logs.Apply<Expm1>(), logs.Exp());
        var each = Lovasz.Extension(errors.Transpose().Contiguous(), own.Transpose().Contiguous());
        var shares = Shares(target, classes);
        var counted = Math.Max(shares.Count(share => share != 0), 1);
        for (var k = 0; k < classes && !ClassWeight.IsDefaultOrEmpty; k++) shares[k] *= ClassWeight[k];
        return LossTerms.Scalar((each * Tensor.Of(shares, [classes]).To(each.Type)).Sum() / counted);
    }

    /// <summary>1 for each class that counts.</summary>
    private double[] Shares(Tensor target, int classes)
    {
        var shares = new double[classes];
        if (Classes == ClassesCounted.All) Array.Fill(shares, 1);
        else foreach (var label in target.Read<int>()) shares[label] = 1;
        return shares;
    }
}

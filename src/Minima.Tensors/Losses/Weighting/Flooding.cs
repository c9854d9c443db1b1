namespace Minima.Tensors.Losses;

/// <summary>Holds the mean loss at a level: below it the gradient changes sign.</summary>
/// <remarks>
/// <para>Formula: |mean l - b| + b.</para>
/// <para>Domain: losses real; level b &gt;= 0. Range: [b, inf).</para>
/// <para>Shapes: losses any; one number. They are differentiated. No loss at all: 0.</para>
/// <para>Kinks: a mean of b: derivative 0.</para>
/// <para>Convention: of the mean over the batch. Usual levels lie between 0.02 and 0.1.</para>
/// <para>Limits: the mean for b 0 and losses that are not negative.</para>
/// <para>Source: Ishida et al. 2020, ICML, arXiv:2002.08709.</para>
/// </remarks>
/// <param name="Level">Mean loss below which the gradient changes sign; set it a little above the loss at which validation worsens.</param>
[Loss("flood", "Flooding", "洪泛正则",
    Family = LossFamily.Weighting,
    Formula = "|mean l - b| + b;  b = level",
    Latex = @"\left|\frac{1}{N} \sum_{i=1}^{N} l_{i} - \mathrm{level}\right| + \mathrm{level}, \quad l = \mathrm{losses}",
    Kinks = "a mean of b: slope 0", ChineseKinks = "平均值为 b 处：斜率取 0",
    Aliases = ["Flooding"])]
[English("Stops the training loss from falling below a level.",
    Use = "a model memorises: the training loss goes to 0 and the test loss rises.",
    Avoid = "stopping early does as well, or the level cannot be searched for.",
    Letters = "N: the number of losses")]
[Chinese("不让训练损失降到某个水平以下。",
    Use = "模型开始死记：训练损失趋于 0 而测试损失上升时。",
    Avoid = "早停已足够，或无法搜索合适的水平时。",
    Limits = "b = 0 且损失非负时为均值。",
    Letters = "N：损失个数")]
public readonly record struct Flooding(
    [NonNegative, Chinese("平均损失低于此值时梯度反向；取值略高于验证集开始变差时的训练损失。")] double Level) : ITensorLoss
{
    public Flooding()
        : this(0.5)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor losses) => LossTerms.Scalar(losses.Count == 0 ? losses.Sum() : (losses.MeanOrZero() - Level).Abs() + Level);
}

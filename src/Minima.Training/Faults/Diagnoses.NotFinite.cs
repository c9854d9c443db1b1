namespace Minima.Training;

/// <content>Numbers that are not finite.</content>
public static partial class Diagnoses
{
    /// <summary>The features hold NaN or an infinity.</summary>
    public static DiagnosisEntry NotFiniteInput { get; } = new(
        "nan-input",
        Severity.Severe,
        new DiagnosisText(
            "Why is my loss NaN? The input data is not finite",
            "The features of the batch are not finite: a missing value or a division by zero in the data came through.",
            "Fill missing values before training (minima train does so for CSV files), or leave these rows out."),
        new DiagnosisText(
            "为什么 loss 是 NaN：输入数据里有 NaN 或无穷大",
            "这一批次的特征中有 NaN 或无穷大：缺失值或除以零的结果混进了数据。",
            "训练前填补缺失值（minima train 读取 CSV 时会自动处理），或者去掉这些行。"));

    /// <summary>The targets hold NaN or an infinity.</summary>
    public static DiagnosisEntry NotFiniteTarget { get; } = new(
        "nan-target",
        Severity.Severe,
        new DiagnosisText(
            "Why is my loss NaN? The target is not finite",
            "The targets of the batch are not finite.",
            "Leave out rows without a target, or mask them."),
        new DiagnosisText(
            "为什么 loss 是 NaN：目标值里有 NaN 或无穷大",
            "这一批次的目标值中有 NaN 或无穷大。",
            "去掉没有目标值的行，或用掩码排除它们。"));

    /// <summary>A parameter holds NaN or an infinity.</summary>
    public static DiagnosisEntry NotFiniteParameter { get; } = new(
        "nan-parameter",
        Severity.Severe,
        new DiagnosisText(
            "Why are my weights NaN?",
            "A parameter was not finite before the step: an earlier step, or the file that it was loaded from, brought it in.",
            "Go back to the last good checkpoint; lower the learning rate, or clip gradients by norm."),
        new DiagnosisText(
            "为什么权重变成了 NaN",
            "这一步之前参数就已经含有 NaN 或无穷大：来自更早的某一步，或来自所加载的文件。",
            "回到最近一个完好的检查点；降低学习率，或按范数裁剪梯度。"));

    /// <summary>Finite inputs with a result beyond the range of the type.</summary>
    public static DiagnosisEntry Overflow { get; } = new(
        "nan-overflow",
        Severity.Severe,
        new DiagnosisText(
            "Why does my loss become NaN or infinite after some steps?",
            "Finite numbers went in and the result left the range of the type: an exponential of a number above 88 (709 in double), or activations and weights that have grown without bound.",
            "Lower the learning rate (a tenth is a good start), clip gradients by norm (1), standardise the features, add layer normalisation, or write exponentials in a stable form (softplus(x) for log(1 + exp(x)))."),
        new DiagnosisText(
            "为什么训练几步后 loss 变成 NaN 或 inf",
            "输入有限，但结果超出了浮点类型的范围：对大于 88（double 为 709）的数取了指数，或者激活值和权重在不断增大。",
            "降低学习率（可先降到十分之一），按范数裁剪梯度（取 1），将特征标准化，加入层归一化，或把指数写成稳定形式（用 softplus(x) 代替 log(1 + exp(x))）。"));

    /// <summary>A function evaluated outside its domain.</summary>
    public static DiagnosisEntry OutsideDomain { get; } = new(
        "nan-domain",
        Severity.Severe,
        new DiagnosisText(
            "Why is my loss NaN? A logarithm of 0 or a division by 0",
            "The operation has no finite value for such an input: a logarithm or a power of a number that is 0 or below, or a division by 0.",
            "Use a loss that takes logits instead of probabilities, or keep the input inside the domain (softplus, clamp)."),
        new DiagnosisText(
            "为什么 loss 是 NaN：对 0 取对数或除以 0",
            "该运算在这样的输入处没有有限值：对小于等于 0 的数取对数或求幂，或者除以 0。",
            "改用以 logit 而非概率为输入的损失，或把输入限制在定义域内（softplus、clamp）。"));

    /// <summary>A derivative that is infinite where the value is finite.</summary>
    public static DiagnosisEntry NotFiniteGradient { get; } = new(
        "nan-gradient",
        Severity.Severe,
        new DiagnosisText(
            "Why is my gradient NaN while the loss is finite?",
            "The value is finite there, but its slope is not, or the product of slopes left the range of the type.",
            "Clip gradients by norm, lower the learning rate, or move the input away from the point where the slope is infinite."),
        new DiagnosisText(
            "为什么 loss 正常而梯度是 NaN",
            "该处函数值有限，但斜率无穷大，或者斜率连乘超出了浮点类型的范围。",
            "按范数裁剪梯度，降低学习率，或让输入避开斜率无穷大的点。"));
}

namespace Minima.Training;

/// <content>The model, its outputs, parameters and gradients.</content>
public static partial class Diagnoses
{
    /// <summary>Outputs of the model outside the loss's domain.</summary>
    public static DiagnosisEntry OutputDomain { get; } = new(
        "output-domain",
        Severity.Severe,
        new DiagnosisText(
            "Prediction out of range: the output layer does not fit the loss",
            "The loss takes only part of the numbers (probabilities, positive amounts), and the model says others.",
            "End the model in an activation that stays inside (sigmoid, softplus), or better take the form of the loss over logits or logarithms, which has no bound."),
        new DiagnosisText(
            "预测值超出范围：输出层与损失不匹配",
            "该损失只接受一部分数值（概率、正数），而模型输出了范围之外的数。",
            "在模型末尾加上取值在范围内的激活函数（sigmoid、softplus）；更好的办法是改用以 logit 或对数为输入的损失，它没有取值限制。"));

    /// <summary>The model ends in softmax and the loss begins with it.</summary>
    public static DiagnosisEntry SoftmaxTwice { get; } = new(
        "softmax-twice",
        Severity.Severe,
        new DiagnosisText(
            "Why does cross-entropy not go down? Softmax applied twice",
            "The outputs of every row are not negative and sum to 1, so the model ends in softmax; the loss takes logits and applies softmax again, which squeezes all probabilities together.",
            "Remove the softmax at the end of the model; apply it to predictions only, after training."),
        new DiagnosisText(
            "为什么交叉熵不下降：softmax 用了两次",
            "每一行的输出都非负且和为 1，说明模型末尾是 softmax；而损失以 logit 为输入，又做了一次 softmax，把所有概率挤到了一起。",
            "去掉模型末尾的 softmax，只在训练之后对预测结果使用。"));

    /// <summary>The model ends in a sigmoid and the loss begins with it.</summary>
    public static DiagnosisEntry SigmoidTwice { get; } = new(
        "sigmoid-twice",
        Severity.Severe,
        new DiagnosisText(
            "Why does binary cross-entropy not go below 0.5? Sigmoid applied twice",
            "The outputs stay between 0 and 1 whatever goes in, so the model ends in a sigmoid; the loss takes logits and applies the sigmoid again, so probabilities stay between 0.5 and 0.73.",
            "Remove the sigmoid at the end of the model, or one of the two in a loss that is given as text; apply it to predictions only, after training."),
        new DiagnosisText(
            "为什么二元交叉熵降不到 0.5 以下：sigmoid 用了两次",
            "无论输入什么，输出都在 0 和 1 之间，说明模型末尾是 sigmoid；而损失以 logit 为输入，又做了一次 sigmoid，概率只能落在 0.5 到 0.73 之间。",
            "去掉模型末尾的 sigmoid（文本损失则去掉其中一个），只在训练之后对预测结果使用。"));

    /// <summary>A parameter of the model that is not in the optimizer.</summary>
    public static DiagnosisEntry NotInOptimizer { get; } = new(
        "not-in-optimizer",
        Severity.Severe,
        new DiagnosisText(
            "Why are my weights not updated? A parameter is not in the optimizer",
            "The optimizer was made without some parameters of the model: made before a layer was added or replaced, or with another model's parameters.",
            "Make the optimizer last, with model.Parameters; set IsTrainable to false on what is to stay as it is."),
        new DiagnosisText(
            "为什么权重不更新：参数没有交给优化器",
            "创建优化器时漏掉了模型的部分参数：在添加或替换某层之前就创建了优化器，或用的是另一个模型的参数。",
            "最后再用 model.Parameters 创建优化器；需要保持不变的参数请将 IsTrainable 设为 false。"));

    /// <summary>A parameter that is not trainable.</summary>
    public static DiagnosisEntry FrozenParameter { get; } = new(
        "frozen-parameter",
        Severity.Note,
        new DiagnosisText(
            "Frozen layers: which weights does training leave as they are?",
            "The parameters are marked as not trainable (IsTrainable is false), so training leaves them as they are.",
            "Right for a pretrained part; set IsTrainable to true to train them, before the optimizer is made."),
        new DiagnosisText(
            "冻结的层：训练不会改动哪些权重",
            "这些参数被标记为不可训练（IsTrainable 为 false），训练时保持不变。",
            "预训练部分这样做是对的；如需训练，请在创建优化器之前将 IsTrainable 设为 true。"));

    /// <summary>A parameter that the loss does not depend on.</summary>
    public static DiagnosisEntry NoGradient { get; } = new(
        "no-gradient",
        Severity.Severe,
        new DiagnosisText(
            "Why is my gradient none or zero?",
            "The loss does not depend on these parameters: the layer is not called, its result is not used, a Detach or a rounding stands behind it, or it is multiplied by 0.",
            "Follow the layer's result to the loss; remove Detach and NoGradient on the way, and functions without slope (rounding, comparing, the largest index)."),
        new DiagnosisText(
            "为什么梯度是 None 或 0",
            "损失不依赖这些参数：该层没有被调用、结果没有被使用、后面有 Detach 或取整，或者被乘以 0。",
            "从该层的输出一路查到损失；去掉途中的 Detach、NoGradient 以及没有斜率的函数（取整、比较、取最大值下标）。"));

    /// <summary>Units whose output is the same for all rows.</summary>
    public static DiagnosisEntry DeadUnits { get; } = new(
        "dead-units",
        Severity.Severe,
        new DiagnosisText(
            "Dying ReLU: why are my activations all 0?",
            "Most units of a layer have the same output for every row and derivative 0 there. No gradient passes them, so they never recover. Causes are biases far below 0, a learning rate that was too large, or inputs of one sign and large size.",
            "Start biases at 0 and weights by He's rule, standardise the features, lower the learning rate, or take an activation with a nonzero derivative for negative inputs (leaky ReLU, GELU, SiLU)."),
        new DiagnosisText(
            "神经元死亡：为什么 ReLU 的输出全是 0",
            "某层的多数单元对所有行给出同样的值，且该处斜率为 0，梯度无法通过，它们再也不会恢复：偏置远小于 0、学习率曾经过大，或输入符号单一且数值很大。",
            "偏置从 0 开始，权重按 He 方法初始化，将特征标准化，降低学习率，或改用负半轴上导数不为 0 的激活函数（leaky ReLU、GELU、SiLU）。"));

    /// <summary>A first loss far above that of guessing.</summary>
    public static DiagnosisEntry FirstLoss { get; } = new(
        "first-loss",
        Severity.Warning,
        new DiagnosisText(
            "What should the first loss be? log K, ln 2, the variance of the target",
            "Before any step a model should cost about as much as one that knows nothing: log K for K classes, ln 2 for two, the variance of the target for squared errors. This one is confidently wrong: its outputs are too large, or sit at the wrong level.",
            "Start the last layer's weights smaller (or at 0), its bias at the mean of the target, and standardise features and target."),
        new DiagnosisText(
            "初始 loss 应该是多少：log K、ln 2、目标值的方差",
            "训练之前，模型的损失应与一无所知时相当：K 个类别为 log K，二分类为 ln 2，平方误差为目标值的方差。而这个模型错得很自信：输出过大，或整体偏离了目标值的水平。",
            "把最后一层的权重初始化得更小（或为 0），偏置设为目标值的均值，并将特征和目标值标准化。"));

    /// <summary>Gradients of the first layers are far smaller than those of the last.</summary>
    public static DiagnosisEntry VanishingGradient { get; } = new(
        "vanishing-gradient",
        Severity.Warning,
        new DiagnosisText(
            "Vanishing gradients: why do the first layers not learn?",
            "On its way back the gradient shrinks with every layer (slopes of sigmoid are at most 1/4, weights may be too small), so that the first layers hardly move.",
            "Take ReLU, GELU or SiLU instead of sigmoid or tanh, initialise by He or Glorot, add residual connections or normalisation, or use fewer layers."),
        new DiagnosisText(
            "梯度消失：为什么前面的层学不到东西",
            "梯度在回传时逐层缩小（sigmoid 的斜率最大只有 1/4，权重也可能太小），前面的层几乎不动。",
            "用 ReLU、GELU 或 SiLU 代替 sigmoid 或 tanh，按 He 或 Glorot 方法初始化，加入残差连接或归一化，或减少层数。"));

    /// <summary>Gradients that grow in the backward pass, or jump during training.</summary>
    public static DiagnosisEntry ExplodingGradient { get; } = new(
        "exploding-gradient",
        Severity.Warning,
        new DiagnosisText(
            "Exploding gradients: why is my gradient norm so large?",
            "The gradient grows with every layer or time step on its way back, or suddenly by orders of magnitude: weights that are too large, long sequences, a batch with an outlier.",
            "Clip gradients by norm (1 is usual), initialise by Glorot or orthogonally, add normalisation, lower the learning rate, and look at the rows of the batch."),
        new DiagnosisText(
            "梯度爆炸：为什么梯度的范数这么大",
            "梯度在回传时逐层（或逐个时间步）放大，或突然增大几个数量级：权重过大、序列过长，或批次里有离群点。",
            "按范数裁剪梯度（通常取 1），用 Glorot 或正交初始化，加入归一化，降低学习率，并检查该批次的数据。"));
}

namespace Minima.Training;

/// <content>The course of training.</content>
public static partial class Diagnoses
{
    /// <summary>A few rows cannot be overfitted.</summary>
    public static DiagnosisEntry OneBatch { get; } = new(
        "one-batch",
        Severity.Severe,
        new DiagnosisText(
            "Why can my network not overfit one batch?",
            "A model with more parameters than rows should fit a handful of rows exactly. This one does not, with any of several learning rates: its output cannot reach the targets (a bounded last activation), it does not see its input, or rows and targets are mixed up.",
            "Look at the last layer first (no tanh, sigmoid or ReLU before a regression loss), then at whether the output changes with the input, then at the shapes of output and target."),
        new DiagnosisText(
            "为什么连一个批次都不能过拟合",
            "参数比样本多的模型应当能完全拟合几个样本，而这个模型用几种学习率都做不到：输出到不了目标值（最后的激活函数有界）、没有真正用到输入，或者行与目标值错位。",
            "先看最后一层（回归损失之前不要有 tanh、sigmoid 或 ReLU），再看输出是否随输入变化，最后核对输出与目标值的形状。"));

    /// <summary>The learning rate is far below the one at which the loss falls fastest.</summary>
    public static DiagnosisEntry LearningRateSmall { get; } = new(
        "learning-rate-small",
        Severity.Warning,
        new DiagnosisText(
            "Why does my loss go down so slowly? The learning rate is too small",
            "The learning rate is more than a thousand times below the one at which the loss falls fastest, so most steps are wasted.",
            "Take about a tenth of the rate at which the loss falls fastest."),
        new DiagnosisText(
            "为什么 loss 下降得这么慢：学习率太小",
            "学习率不到损失下降最快处的千分之一，大部分步数都浪费了。",
            "取损失下降最快处学习率的十分之一左右。"));

    /// <summary>A learning rate at which the loss grows.</summary>
    public static DiagnosisEntry LearningRateLarge { get; } = new(
        "learning-rate-large",
        Severity.Severe,
        new DiagnosisText(
            "Why does my loss explode? The learning rate is too large",
            "At this learning rate the loss grows instead of falling: every step overshoots.",
            "Take a tenth of the rate at which the loss falls fastest; warm up, or clip gradients by norm, if the start is the problem."),
        new DiagnosisText(
            "为什么 loss 爆炸：学习率太大",
            "在这个学习率下损失不降反增：每一步都迈过了头。",
            "取损失下降最快处学习率的十分之一；如果只是起步时不稳，可以预热或按范数裁剪梯度。"));

    /// <summary>A layer whose weights change far too little or too much in a step.</summary>
    public static DiagnosisEntry UpdateRatio { get; } = new(
        "update-ratio",
        Severity.Warning,
        new DiagnosisText(
            "How large should weight updates be? One layer moves too little or too much",
            "A step usually changes weights by about a thousandth of their size. A layer that moves by less than a hundred-millionth is as good as frozen; one that moves by more than half forgets what it was. Causes are a learning rate of its own, or weights of unusual size.",
            "Look at the parameter groups and their learning rates, and at how the layer is initialised."),
        new DiagnosisText(
            "参数更新量应该多大：某一层动得太少或太多",
            "一步通常改变权重自身大小的千分之一左右。不到亿分之一的层等于被冻结，超过一半的层则忘掉了原来的自己：可能是该层单独设置了学习率，或权重的量级异常。",
            "检查参数分组及其学习率，以及该层的初始化方式。"));

    /// <summary>The model is no better than a constant.</summary>
    public static DiagnosisEntry Baseline { get; } = new(
        "baseline",
        Severity.Warning,
        new DiagnosisText(
            "Why does my loss not go down? The model is no better than a constant",
            "After the steps of the trial the model is not better, beyond chance, than one prediction for all rows. The features may not predict the target, rows and targets may be in different order, it may have memorised the training rows at once, or it needs much longer.",
            "Check that features and targets belong together (sort order, joins), try a linear model as a control, look at the path of the training loss, then train longer."),
        new DiagnosisText(
            "为什么 loss 不下降：模型不比常数预测更好",
            "试训之后，模型并不比对每一行都给出同一个答案更好（差异在偶然范围内）：特征可能说明不了目标值，行与目标值的顺序可能错位，模型可能一开始就记住了训练样本，也可能需要训练得更久。",
            "核对特征与目标值是否对应（排序、关联），用线性模型作对照，看训练损失的走势，然后再训练更久。"));

    /// <summary>The loss is higher than at the start.</summary>
    public static DiagnosisEntry LossRises { get; } = new(
        "loss-rises",
        Severity.Severe,
        new DiagnosisText(
            "Why does my loss go up instead of down?",
            "After some steps the loss, as the model predicts, is well above where it began. Steps overshoot (a learning rate or momentum that is too large), the gradient does not belong to the loss, or the model computes something else in training than in prediction (batch statistics).",
            "Lower the learning rate to a tenth, then the momentum; clip gradients by norm; check a gradient of your own by minima check, and compare the loss in both modes (Module.Train)."),
        new DiagnosisText(
            "为什么 loss 不降反升",
            "训练若干步之后，按预测方式计算的损失明显高于起点：步子迈得过大（学习率或动量太大），梯度与损失不一致，或者模型在训练和预测时的计算不同（批次统计量）。",
            "把学习率降到十分之一，再降低动量；按范数裁剪梯度；自己写的梯度可用 minima check 检查，并比较两种模式下的损失（Module.Train）。"));

    /// <summary>The loss climbs repeatedly by much of the learnable part.</summary>
    public static DiagnosisEntry LossOscillates { get; } = new(
        "loss-oscillates",
        Severity.Warning,
        new DiagnosisText(
            "Why does my loss jump up and down?",
            "The loss falls and climbs again by much of what there is to learn: the learning rate is near the largest that works, momentum is high, or batches are very small.",
            "Lower the learning rate to a third or use a schedule that lets it fall, enlarge the batch, or average the weights."),
        new DiagnosisText(
            "为什么 loss 上下震荡",
            "损失反复下降又回升，幅度占可学部分的很大比例：学习率接近可用的上限、动量过高，或批次太小。",
            "把学习率降到三分之一，或使用逐渐下降的学习率调度；增大批次，或对权重取平均。"));

    /// <summary>The loss stagnates far above its possible value.</summary>
    public static DiagnosisEntry Plateau { get; } = new(
        "loss-plateau",
        Severity.Warning,
        new DiagnosisText(
            "Why does my loss stop going down?",
            "For several epochs the loss has not fallen, although little of the first loss is gone. The learning rate is too large to make progress or too small to get away, or the model cannot fit better.",
            "Lower the learning rate on a plateau (a schedule does), or raise it if the gradients are tiny; look whether one batch can be overfitted; enlarge the model."),
        new DiagnosisText(
            "为什么 loss 到一定程度就不再下降",
            "连续几个轮次损失都没有下降，而初始损失还没有降掉多少：学习率太大而无法继续，或太小而走不出来，也可能是模型的表达能力不够。",
            "遇到平台期降低学习率（可用学习率调度），若梯度极小则提高学习率；看看能否过拟合一个批次；增大模型。"));

    /// <summary>Validation loss rises while training loss falls.</summary>
    public static DiagnosisEntry Overfitting { get; } = new(
        "overfitting",
        Severity.Warning,
        new DiagnosisText(
            "Why does validation loss go up while training loss goes down?",
            "The model begins to memorise the training rows: what it gains on them it loses on others.",
            "Stop early with the best weights, add weight decay or dropout, use a smaller model, or get more rows."),
        new DiagnosisText(
            "为什么训练 loss 下降而验证 loss 上升",
            "模型开始记住训练样本：在训练数据上的改进，换来的是在其他数据上的退步。",
            "早停并取最好的权重，加入权重衰减或 dropout，缩小模型，或增加数据。"));
}

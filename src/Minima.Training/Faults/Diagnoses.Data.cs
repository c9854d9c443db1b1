namespace Minima.Training;

/// <content>Features, targets and splits.</content>
public static partial class Diagnoses
{
    /// <summary>Columns with a single value in all rows.</summary>
    public static DiagnosisEntry ConstantFeature { get; } = new(
        "feature-constant",
        Severity.Note,
        new DiagnosisText(
            "Constant input columns: features that say nothing",
            "A column with the same value in every row tells rows apart by nothing; its weights only act as further biases.",
            "Leave the columns out; if they should vary, look at how they are read (a failed join, a wrong default)."),
        new DiagnosisText(
            "输入中有常数列：不含信息的特征",
            "某列在所有行中取值相同，无法区分任何两行，其权重只相当于多余的偏置。",
            "去掉这些列；如果它们本应有变化，请检查读取过程（关联失败、默认值填错等）。"));

    /// <summary>Columns of very different scale.</summary>
    public static DiagnosisEntry FeatureScale { get; } = new(
        "feature-scale",
        Severity.Warning,
        new DiagnosisText(
            "Why does training hardly move? Input columns of very different scale",
            "The columns of the input differ in scale by more than ten thousand: a step that suits the large ones does not move the weights of the small ones, and the other way round.",
            "Standardise the columns (minima train does so), or take the logarithm of amounts that span orders of magnitude."),
        new DiagnosisText(
            "为什么训练几乎没有进展：输入各列的量级相差悬殊",
            "输入各列的量级相差一万倍以上：适合大量级列的步长推不动小量级列的权重，反之亦然。",
            "将各列标准化（minima train 会自动进行），跨越多个数量级的金额等可先取对数。"));

    /// <summary>A column that reveals the target.</summary>
    public static DiagnosisEntry TargetLeak { get; } = new(
        "target-leak",
        Severity.Warning,
        new DiagnosisText(
            "Why is my loss too good to be true? A column gives the target away",
            "One column alone tells the target: it is the target in other units, or was made from it after the fact.",
            "Leave the column out unless it is really known when predictions are made."),
        new DiagnosisText(
            "为什么 loss 低得不正常：有一列泄漏了目标值",
            "仅凭某一列就能得出目标值：它是换了单位的目标值，或者是事后由目标值算出来的。",
            "去掉这一列，除非预测时确实已经知道它的值。"));

    /// <summary>Rows that are in both training and validation.</summary>
    public static DiagnosisEntry ValidationOverlap { get; } = new(
        "validation-overlap",
        Severity.Warning,
        new DiagnosisText(
            "Why is my model good in validation and bad in use? The same rows in training and validation",
            "Rows of the validation data are also in the training data, so the validation loss says how well rows are remembered.",
            "Remove duplicate rows before splitting, and split by group where rows belong together (a person, a day)."),
        new DiagnosisText(
            "为什么验证集上很好、实际使用很差：训练集与验证集有相同的行",
            "验证数据中的一些行也出现在训练数据中，验证损失反映的只是模型记住了多少行。",
            "先去除重复行再划分；同属一组的行（同一个人、同一天）应按组划分。"));

    /// <summary>Targets that are invalid for the loss.</summary>
    public static DiagnosisEntry LabelRange { get; } = new(
        "label-range",
        Severity.Severe,
        new DiagnosisText(
            "Target out of range: why does the loss refuse my labels?",
            "Some targets are outside what the loss takes: labels of K classes are the whole numbers 0 to K - 1, probabilities lie in [0, 1], the labels of margin losses are -1 and +1.",
            "Shift or map the labels (1 to K becomes 0 to K - 1), or give the model as many outputs as there are classes."),
        new DiagnosisText(
            "标签越界：为什么损失不接受我的 target",
            "部分目标值超出损失可接受的范围：K 个类别的标签应为 0 到 K-1 的整数，概率应在 [0, 1] 内，间隔类损失的标签应为 -1 和 +1。",
            "平移或映射标签（1 到 K 改为 0 到 K-1），或让模型的输出个数等于类别数。"));

    /// <summary>All labels are the same.</summary>
    public static DiagnosisEntry OneClass { get; } = new(
        "label-one-class",
        Severity.Severe,
        new DiagnosisText(
            "Why is my loss 0 at once? There is only one class in the labels",
            "All labels are the same: the model has to say one thing always, whatever it is shown.",
            "Look at how the labels are read and whether the data was cut while sorted by class; shuffle before splitting."),
        new DiagnosisText(
            "为什么 loss 一下子就到 0：标签只有一个类别",
            "所有标签都相同：无论输入什么，模型只要给出同一个答案即可。",
            "检查标签的读取方式，以及数据是否在按类别排序后被截断；划分前先打乱顺序。"));

    /// <summary>One class is very much rarer than another.</summary>
    public static DiagnosisEntry Imbalance { get; } = new(
        "label-imbalance",
        Severity.Warning,
        new DiagnosisText(
            "Why does my model always predict the same class? Class imbalance",
            "One class is more than fifty times as frequent as another: a batch holds hardly a row of the rare one, and always saying the frequent class is nearly right.",
            "Judge by a figure of the rare class, not by accuracy; weight classes or rows, or train on fewer rows of the frequent class and recalibrate."),
        new DiagnosisText(
            "为什么模型总是预测同一类：类别不平衡",
            "最多的类别的行数是最少类别的五十倍以上：一个批次里几乎见不到稀有类别，而总是回答多数类就已经几乎全对。",
            "用针对稀有类别的指标而不是准确率来评价；给类别或样本加权，或减少多数类的行数并重新校准。"));

    /// <summary>Classes given as numbers to a loss over numbers.</summary>
    public static DiagnosisEntry NumericLabels { get; } = new(
        "label-numbers",
        Severity.Note,
        new DiagnosisText(
            "Is my target a class or a number? Labels trained as a regression",
            "The target has few whole values without gaps, like labels, and the loss measures distances between numbers: it holds class 2 to be twice class 1.",
            "If they are names of classes, give int labels and a loss over classes; if they are ordered grades or counts, this is fine."),
        new DiagnosisText(
            "目标值是类别还是数值：把标签当成了回归目标",
            "目标值只有少数几个连续的整数，像是标签，而该损失衡量的是数值之间的距离：它会认为类别 2 是类别 1 的两倍。",
            "如果是类别名称，请使用 int 标签和分类损失；如果是有序的等级或计数，则没有问题。"));

    /// <summary>Equal rows with different labels.</summary>
    public static DiagnosisEntry ConflictingLabels { get; } = new(
        "label-conflict",
        Severity.Warning,
        new DiagnosisText(
            "Why does my training accuracy stay below 100%? Equal rows with different labels",
            "Rows that are equal in every feature have different labels: no model gets all of them right.",
            "Look for mistakes in the labels and for a feature that is missing; where the outcome is chance, this is the floor of the loss."),
        new DiagnosisText(
            "为什么训练准确率到不了 100%：特征相同的行标签不同",
            "一些行的特征完全相同而标签不同：任何模型都不可能全部答对。",
            "检查标签是否有误、是否缺少某个特征；如果结果本来就有随机性，这就是损失的下限。"));

    /// <summary>The target has one value in all rows.</summary>
    public static DiagnosisEntry ConstantTarget { get; } = new(
        "target-constant",
        Severity.Severe,
        new DiagnosisText(
            "Why is my regression loss 0? The target is constant",
            "The target has the same value in every row: there is nothing to learn but one number.",
            "Look at which column is taken as the target, and at how it is read."),
        new DiagnosisText(
            "为什么回归的 loss 是 0：目标值是常数",
            "目标值在所有行中都相同：除了一个数之外没有什么可学的。",
            "检查所取的目标列是否正确，以及它是如何读取的。"));

    /// <summary>The target is far larger than the first outputs of a network.</summary>
    public static DiagnosisEntry TargetScale { get; } = new(
        "target-scale",
        Severity.Severe,
        new DiagnosisText(
            "Why is my regression loss so huge? The target is not standardised",
            "The target is more than a hundred times as large as what the model says at first, so thousands of steps go by before it says numbers of the right size at all.",
            "Train on (target - mean) / deviation and undo that in predictions (minima train does so), or take the logarithm of positive amounts."),
        new DiagnosisText(
            "为什么回归的 loss 特别大：目标值没有标准化",
            "目标值比模型初始的输出大一百倍以上，光是让输出达到这个量级就要上千步。",
            "用（目标值 - 均值）/ 标准差训练，预测时再还原（minima train 会自动进行）；正的金额可先取对数。"));
}

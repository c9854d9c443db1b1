using System.Collections.Concurrent;

namespace Minima.Tabular;

/// <summary>Reasons that a loss cannot be trained with the outputs of a model on a table.</summary>
internal static class JointReasons
{
    /// <summary>The loss needs an order of the classes.</summary>
    public static readonly Localized Ordered = new("it reads classes in their order; give it with --order", "它把类别当作有序的；请用 --order 给出次序");

    /// <summary>The loss does not change with the outputs.</summary>
    public static readonly Localized Flat = new("it does not change with the outputs of a linear model, so that nothing can be learned from it", "它不随线性模型的输出变化，因此无从学习");

    public static readonly Localized Images = new("it compares images or signals as wholes, not rows of a table", "它比较整幅图像或整段信号，而不是表格的行");

    public static readonly Localized Sequence = new("it depends on the order of the rows, as a stream has one", "它依赖行的先后次序，如数据流那样");

    /// <summary>The gradient is that of another loss up to a factor.</summary>
    public static Localized Twin(string other) => new($"it has the minimum of {other} on every table; take that", $"它在任何表格上都与 {other} 有相同的最小值点；请用后者");

    /// <summary>The other kinds of table on which the loss is trained, or a requirement that no table meets.</summary>
    public static Localized Unfit(LossEntry entry, int index, PredictionTask task)
    {
        PredictionTask[] others = [.. Tasks.GetOrAdd(entry, TasksOf).Where(other => other != task)];
        if (others.Length > 0)
        {
            return new(
                $"it is for {Wording.Or([.. others.Select(other => Title(other).English)])}, and the task of the target is {Title(task).English}",
                $"它适用于{string.Join("、", others.Select(other => Title(other).Chinese))}，而目标被当作{Title(task).Chinese}");
        }

        var input = entry.Inputs[index];
        if (Array.Find(Names, known => known.Names.Contains(input.Name, StringComparer.Ordinal)) is { Names: not null } named) return named.Reason;
        if (ByFamily(entry.Family) is { } reason) return reason;
        if (index == 0 && !input.Differentiated) return Flat;
        var axes = input.Axes.Length > 0 ? input.Axes : "N";
        if (input.Name is "prediction" or "target" && (entry.Sums is not null || input.Axes == "N"))
        {
            return new(
                $"it takes all rows together, as '{input.Name}' [N], and has no value of one row",
                $"它把所有行合在一起（“{input.Name}”[N]），没有单行的损失值");
        }

        return new(
            $"it needs the input '{input.Name}' [{axes}], which neither a linear model nor a column gives",
            $"它需要输入“{input.Name}”[{axes}]，而线性模型和列都不能提供");
    }

    /// <summary>The tasks on which a loss is trained with its default parameters.</summary>
    private static PredictionTask[] TasksOf(LossEntry entry)
    {
        var found = new List<PredictionTask>();
        foreach (var target in Targets)
        {
            var flag = PredictionTasks.Flag(target.Task);
            if (entry.Task.HasFlag(flag) || (entry.Sums is not null && target.Task == PredictionTask.Binary && entry.Inputs[1].Name == "target" && !entry.Inputs[1].Domain.IsReal)) found.Add(target.Task);
            else if (entry.Task == LossTask.None && JointBinder.Takes(entry, target)) found.Add(target.Task);
        }

        if (entry.Family == LossFamily.Survival) found.Add(PredictionTask.Survival);
        if (entry.Family == LossFamily.Ranking) found.Add(PredictionTask.Ranking);
        return [.. found];
    }

    private static readonly ConcurrentDictionary<LossEntry, PredictionTask[]> Tasks = new();

    private static readonly JointTarget[] Targets =
    [
        new(PredictionTask.Regression, 1, 0.2, 0.8),
        new(PredictionTask.Binary, 1, 0, 1),
        new(PredictionTask.MultiClass, 3, 0, 2),
        new(PredictionTask.Ordinal, 3, 0, 2),
        new(PredictionTask.MultiLabel, 3, 0, 1),
        new(PredictionTask.Vector, 3, -1, 1),
        new(PredictionTask.Composition, 3, 0.1, 0.8),
        new(PredictionTask.Boxes, 4, 0, 1),
    ];

    private static Localized Title(PredictionTask task) => task switch
    {
        PredictionTask.Binary => new("two classes", "二分类"),
        PredictionTask.MultiClass => new("several classes", "多分类"),
        PredictionTask.Ordinal => new("grades", "等级"),
        PredictionTask.MultiLabel => new("several labels", "多标签"),
        PredictionTask.Vector => new("several numbers", "多个数值"),
        PredictionTask.Composition => new("parts of 1", "构成"),
        PredictionTask.Boxes => new("boxes", "边界框"),
        PredictionTask.Survival => new("times until an event", "事件时间"),
        PredictionTask.Ranking => new("orders within queries", "查询内的次序"),
        PredictionTask.Count => new("a count", "计数"),
        PredictionTask.Positive => new("a positive amount", "正的量"),
        _ => new("a number", "一个数值"),
    };

    private static readonly (string[] Names, Localized Reason)[] Names =
    [
        (["gradients", "gradient"], new("it reads gradients, which training has and a table has not", "它读取梯度，训练中才有，表格里没有")),
        (["weight", "activation", "jacobian", "hidden", "x", "rounding", "coefficients"], new("it reads weights or activations, not predictions", "它读取权重或激活值，而不是预测值")),
        (["real", "fake"], new("it needs samples that a generator made", "它需要生成器产生的样本")),
        (["emissions", "transitions"], new("its target is a sequence", "其目标是序列")),
        (["teacher", "old"], new("it needs the outputs of another model, which no column gives", "它需要另一个模型的输出，没有列能提供")),
        (["treatment", "outcome_treated", "outcome"], new("it needs a column of treatments, which no option names", "它需要处理变量列，没有选项指定它")),
        (["adversarial", "strong", "unlabelled", "perturbed", "moving_average", "neighbour", "noise"], new("it needs rows that training makes beside those of the table: changed, unlabelled or remembered ones", "它需要训练过程中在表格之外产生的行：扰动的、无标签的或记忆中的")),
        (["text", "image"], new("it needs pairs of two kinds of things, such as images and texts", "它需要两类事物的配对，例如图像与文本")),
    ];

    private static Localized? ByFamily(LossFamily family) => family switch
    {
        LossFamily.Adversarial => new("it is for networks that are trained against each other", "它用于相互对抗训练的网络"),
        LossFamily.Generative => new("it needs the outputs of a generative model, or several outputs for the distribution of one target", "它需要生成模型的输出，或描述一个目标分布的多个输出"),
        LossFamily.Image or LossFamily.Segmentation => Images,
        LossFamily.LanguageModel => new("it reads probabilities of texts, or rewards, not a column", "它读取文本的概率或奖励，而不是某一列"),
        LossFamily.Metric => new("it compares two views of every row, and a table has one", "它比较每行的两个视图，而表格只有一个"),
        LossFamily.MultiTask => new("it weighs tasks that share weights, and the outputs of a linear model share none", "它给共享权重的任务加权，而线性模型的各输出没有共享权重"),
        LossFamily.Quantization => new("it reads weights that are to be rounded, not predictions", "它读取待量化的权重，而不是预测值"),
        LossFamily.Regularization => new("it is a penalty: it reads no target", "它是惩罚项：不读取目标值"),
        LossFamily.Sequence => new("its target is a sequence", "其目标是序列"),
        LossFamily.Weighting => new("it needs more than the rows of a table: unlabelled rows, a second model, or a stream", "它需要的不止表格的行：无标签的行、第二个模型或数据流"),
        _ => null,
    };
}

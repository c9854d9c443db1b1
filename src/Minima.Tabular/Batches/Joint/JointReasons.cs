namespace Minima.Tabular;

/// <summary>Why a loss cannot be trained with the outputs of a model on a table.</summary>
internal static class JointReasons
{
    /// <summary>It takes no part in what the target says.</summary>
    public static readonly Localized NoTarget = new("it reads nothing of what happened to a row", "它不读取各行发生了什么");

    public static readonly Localized Ordered = new("it reads classes in their order; give it with --order", "它把类别当作有序的；请用 --order 给出次序");

    public static readonly Localized Flat = new("it does not change with the outputs of a linear model, so that nothing can be learned from it", "它不随线性模型的输出变化，因此无从学习");

    public static readonly Localized Images = new("it compares images or signals as wholes, not rows of a table", "它比较整幅图像或整段信号，而不是表格的行");

    public static readonly Localized Sequence = new("it depends on the order of the rows, as a stream has one", "它依赖行的先后次序，如数据流那样");

    /// <summary>Its slopes are those of another loss but for a factor.</summary>
    public static Localized Twin(string other) => new($"it has the minimum of {other} on every table; take that", $"它在任何表格上都与 {other} 有相同的最小值点；请用后者");

    /// <summary>The input that neither the model nor the table gives.</summary>
    public static Localized Unfit(LossEntry entry, int index, PredictionTask task)
    {
        var input = entry.Inputs[index];
        if (Array.Find(Shapes, shape => shape.Axes.Contains(input.Axes, StringComparer.Ordinal) || shape.Names.Contains(input.Name, StringComparer.Ordinal)) is { Names: not null } shape) return shape.Reason;
        var axes = input.Axes.Length > 0 ? input.Axes : "N";
        return new(
            $"it needs the input '{input.Name}' [{axes}], which neither the model nor a column gives for the task {PredictionTasks.Word(task)}",
            $"它需要输入“{input.Name}”[{axes}]，对任务 {PredictionTasks.Word(task)}，模型和列都不能提供");
    }

    private static readonly (string[] Axes, string[] Names, Localized Reason)[] Shapes =
    [
        (["... H W", "H W"], ["image"], new("it needs images: rows and columns of pixels", "它需要图像：像素的行与列")),
        (["... T"], [], new("it needs signals over time", "它需要随时间变化的信号")),
        ([], ["gradients", "gradient"], new("it reads gradients, which training has and a table has not", "它读取梯度，训练中才有，表格里没有")),
        ([], ["weight", "activation", "jacobian", "hidden", "x", "rounding"], new("it reads weights or activations of a network, not predictions", "它读取网络的权重或激活值，而不是预测值")),
        ([], ["real", "fake"], new("it needs samples that a generator made", "它需要生成器产生的样本")),
        ([], ["emissions", "transitions"], new("its target is a sequence", "其目标是序列")),
        ([], ["teacher"], new("it needs the outputs of a teacher, which no column gives", "它需要教师模型的输出，没有列能提供")),
        ([], ["treatment"], new("it needs a column of treatments, which no option names", "它需要处理变量列，没有选项指定它")),
    ];
}

namespace Minima.Pages;

/// <summary>The names of the catalogue's families and tasks on pages.</summary>
internal static class CatalogueWords
{
    /// <summary>The subject of a family.</summary>
    public static Localized Of(LossFamily family) => family switch
    {
        LossFamily.Regression => new("Regression", "回归"),
        LossFamily.Robust => new("Robust regression", "稳健回归"),
        LossFamily.Quantile => new("Quantiles and expectiles", "分位数与期望分位数"),
        LossFamily.Count => new("Counts and positive amounts", "计数与正值"),
        LossFamily.Probabilistic => new("Likelihoods with a scale or shape", "带尺度或形状的似然"),
        LossFamily.Margin => new("Binary classification by margin (labels -1 and +1)", "基于间隔的二分类（标签 -1 与 +1）"),
        LossFamily.MultiClass => new("Classification into many classes (a row of scores)", "多分类（每行一组得分）"),
        LossFamily.MultiLabel => new("Many labels at once (a row of logits)", "多标签（每行一组 logit）"),
        LossFamily.Detection => new("Boxes around objects", "目标边界框"),
        LossFamily.Segmentation => new("Masks: overlap of regions", "掩码：区域重叠"),
        LossFamily.Divergence => new("Divergences between distributions", "分布之间的散度"),
        LossFamily.Binary => new("Binary classification by probability or logit (targets 0 to 1)", "基于概率或 logit 的二分类（目标值 0 到 1）"),
        LossFamily.Metric => new("Metric and contrastive learning", "度量学习与对比学习"),
        LossFamily.Ranking => new("Ranking", "排序"),
        LossFamily.Sequence => new("Sequences", "序列"),
        LossFamily.LanguageModel => new("Language models: preferences, rewards and policies", "语言模型：偏好、奖励与策略"),
        LossFamily.Adversarial => new("Adversarial games and robust training", "对抗博弈与鲁棒训练"),
        LossFamily.Generative => new("Generative models and probabilistic forecasts", "生成模型与概率预测"),
        LossFamily.Survival => new("Survival times", "生存时间"),
        LossFamily.Image => new("Images, depth and sound", "图像、深度与音频"),
        LossFamily.MultiTask => new("Several tasks: weights and directions", "多任务：权重与方向"),
        LossFamily.Regularization => new("Penalties on weights, and on forgetting", "正则项与持续学习"),
        LossFamily.Causal => new("Effects of treatments (causal, uplift)", "处理效应（因果与 uplift）"),
        LossFamily.Quantization => new("Quantisation", "量化"),
        LossFamily.Weighting => new("Weights over samples and time: hard, noisy, unlabelled, drifting", "样本与时间加权：难例、噪声标签、无标签、漂移"),
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, null),
    };

    /// <summary>The task; several are separated by commas.</summary>
    public static Localized Of(LossTask task)
    {
        Localized[] each = [.. Each(task)];
        return new(string.Join(", ", each.Select(one => one.English)), string.Join('、', each.Select(one => one.Chinese)));
    }

    private static IEnumerable<Localized> Each(LossTask task)
    {
        if (task == LossTask.None) yield return new("none: a metric or a building block", "无：用作指标或构件");
        if (task.HasFlag(LossTask.Regression)) yield return new("regression", "回归");
        if (task.HasFlag(LossTask.Binary)) yield return new("binary classification", "二分类");
        if (task.HasFlag(LossTask.MultiClass)) yield return new("classification into many classes", "多分类");
        if (task.HasFlag(LossTask.Count)) yield return new("counts", "计数");
        if (task.HasFlag(LossTask.Positive)) yield return new("positive amounts", "正值");
        if (task.HasFlag(LossTask.Ordinal)) yield return new("ordered classes", "有序类别");
        if (task.HasFlag(LossTask.MultiLabel)) yield return new("many labels at once", "多标签");
        if (task.HasFlag(LossTask.Survival)) yield return new("survival times", "生存时间");
        if (task.HasFlag(LossTask.Ranking)) yield return new("ranking", "排序");
        if (task.HasFlag(LossTask.Composition)) yield return new("shares of a whole", "整体中的比例");
    }
}

using System.Globalization;
using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The language of a page: every sentence is given in both, side by side.</summary>
internal readonly record struct Tongue(bool Chinese)
{
    public string Say(string english, string chinese) => Chinese ? chinese : english;

    public string NameOf(LossEntry entry) => Chinese ? entry.ChineseName : entry.Name;

    public string FormulaOf(LossEntry entry) => Chinese ? entry.ChineseFormula : entry.Formula;

    public FactsText Facts => Chinese ? FactsText.Chinese : FactsText.English;

    public RowFactsText RowFacts => Chinese ? RowFactsText.Chinese : RowFactsText.English;

    public LossText TextOf(LossEntry entry) => Chinese ? entry.Chinese : entry.English;

    public string Of(Domain domain)
    {
        if (!Chinese)
        {
            return domain.ToString();
        }

        var low = Numbers.Full(domain.Low);
        var high = Numbers.Full(domain.High);
        return domain.Kind switch
        {
            DomainKind.Labels => $"{low} 或 +{high}",
            DomainKind.Outside when domain.Low == domain.High => $"不等于 {low}",
            DomainKind.Outside => $"<= {low} 或 >= {high}",
            _ when domain.IsReal => "任意实数",
            _ when double.IsInfinity(domain.Low) || double.IsInfinity(domain.High) => domain.ToString(),
            _ => $"在 {(domain.LowOpen ? '(' : '[')}{low}, {high}{(domain.HighOpen ? ')' : ']')} 内",
        };
    }

    public string Of(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Number => Say("number", "数"),
        ParameterKind.OptionalNumber => Say("number or none", "数，或 none（不使用）"),
        ParameterKind.Integer => Say("whole number", "整数"),
        ParameterKind.Boolean => Say("true or false", "true 或 false"),
        ParameterKind.Choice => string.Join(Say(" or ", " 或 "), parameter.Choices.Select(c => $"`{c}`")),
        ParameterKind.Numbers => Say("list of numbers", "数的列表"),
        ParameterKind.Matrix => Say("matrix: a list of rows", "矩阵：由各行组成的列表"),
        ParameterKind.NumberOrNumbers => Say("number, or one for each position of the last axis", "数，或最后一轴每个位置一个数"),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Kind, null),
    };

    /// <summary>What an input must be: labels have no domain of real numbers.</summary>
    public string Of(InputInfo input, Domain domain) => input.Kind switch
    {
        InputKind.Label => Say("one label for each row: a whole number from 0 to K - 1", "每行一个标签：0 到 K - 1 的整数"),
        InputKind.LabelOrRow => Say($"one label for each row (0 to K - 1), or one number for each class, {Of(domain)}", $"每行一个标签（0 到 K - 1），或每个类别一个数，{Of(domain)}"),
        InputKind.TensorOfLabels when input.LabelAxis.Length > 0 => Say($"whole numbers from 0 to {input.LabelAxis} - 1", $"0 到 {input.LabelAxis} - 1 的整数"),
        InputKind.TensorOfLabels => Say("whole numbers", "整数"),
        InputKind.Row => Say($"one number for each class, {Of(domain)}", $"每个类别一个数，{Of(domain)}"),
        InputKind.Box => Say("boxes x1, y1, x2, y2 with x1 <= x2, y1 <= y2", "边界框 x1、y1、x2、y2，且 x1 <= x2、y1 <= y2"),
        _ => Of(domain),
    };

    public string Of(LossFamily family) => family switch
    {
        LossFamily.Regression => Say("Regression", "回归"),
        LossFamily.Robust => Say("Robust regression", "稳健回归"),
        LossFamily.Quantile => Say("Quantiles and expectiles", "分位数与期望分位数"),
        LossFamily.Count => Say("Counts and positive amounts", "计数与正值"),
        LossFamily.Probabilistic => Say("Likelihoods with a scale or shape", "带尺度或形状的似然"),
        LossFamily.Margin => Say("Binary classification by margin (labels -1 and +1)", "基于间隔的二分类（标签 -1 与 +1）"),
        LossFamily.MultiClass => Say("Classification into many classes (a row of scores)", "多分类（每行一组得分）"),
        LossFamily.MultiLabel => Say("Many labels at once (a row of logits)", "多标签（每行一组 logit）"),
        LossFamily.Detection => Say("Boxes around objects", "目标边界框"),
        LossFamily.Segmentation => Say("Masks: overlap of regions", "掩码：区域重叠"),
        LossFamily.Divergence => Say("Divergences between distributions", "分布之间的散度"),
        LossFamily.Binary => Say("Binary classification by probability or logit (targets 0 to 1)", "基于概率或 logit 的二分类（目标值 0 到 1）"),
        LossFamily.Metric => Say("Metric and contrastive learning", "度量学习与对比学习"),
        LossFamily.Ranking => Say("Ranking", "排序"),
        LossFamily.Sequence => Say("Sequences", "序列"),
        LossFamily.LanguageModel => Say("Language models: preferences, rewards and policies", "语言模型：偏好、奖励与策略"),
        LossFamily.Adversarial => Say("Adversarial games and robust training", "对抗博弈与鲁棒训练"),
        LossFamily.Generative => Say("Generative models and probabilistic forecasts", "生成模型与概率预测"),
        LossFamily.Survival => Say("Survival times", "生存时间"),
        LossFamily.Image => Say("Images, depth and sound", "图像、深度与音频"),
        LossFamily.MultiTask => Say("Several tasks: weights and directions", "多任务：权重与方向"),
        LossFamily.Regularization => Say("Penalties on weights, and on forgetting", "正则项与持续学习"),
        LossFamily.Causal => Say("Effects of treatments (causal, uplift)", "处理效应（因果与 uplift）"),
        LossFamily.Quantization => Say("Quantisation", "量化"),
        LossFamily.Weighting => Say("Weights over samples and time: hard, noisy, unlabelled, drifting", "样本与时间加权：难例、噪声标签、无标签、漂移"),
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, null),
    };

    public string Of(LossTask task) => task switch
    {
        LossTask.Regression => Say("regression", "回归"),
        LossTask.Binary => Say("binary classification", "二分类"),
        LossTask.MultiClass => Say("classification into many classes", "多分类"),
        LossTask.None => Say("none: a metric or a building block", "无：用作指标或构件"),
        _ => string.Join(Say(", ", "、"), Enum.GetValues<LossTask>().Where(t => t != LossTask.None && task.HasFlag(t)).Select(Of)),
    };
}

/// <summary>Numbers as text: invariant culture.</summary>
internal static class Numbers
{
    /// <summary>Every digit: reads back to the same double.</summary>
    public static string Full(double x) => x.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Six significant digits: the same on every machine, whose last bits may differ.</summary>
    public static string Short(double x)
    {
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
        }

        var text = x.ToString("G6", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text == "-0" ? "0" : text;
    }
}

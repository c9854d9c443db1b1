namespace Minima.Cli.Losses;

/// <summary>Search words, and the words that pages use for the same topics.</summary>
internal static class SearchWords
{
    private static readonly Topic[] Topics =
    [
        new(["outlier", "异常值", "异常点", "离群", "鲁棒", "稳健", "robust"], ["outlier", "离群", "robust", "稳健"], [LossFamily.Robust]),
        new(["heavytail", "fattail", "厚尾", "重尾"], ["heavy tail", "heavier tail", "tails", "厚尾", "重尾"], [LossFamily.Robust]),
        new(["imbalance", "unbalanced", "不平衡", "类别不平衡", "不均衡", "不均", "稀少", "少数类", "rareclass"], ["rare", "uneven", "few positives", "easy negatives", "easy rows", "small foreground", "long tail", "不均衡"], [LossFamily.Segmentation]),
        new(["skew", "偏态", "右偏"], ["skew", "positive amounts"], [LossFamily.Count]),
        new(["saturat", "饱和"], ["saturat", "饱和"], []),
        new(["metriclearning", "度量学习", "embedding", "嵌入", "similaritylearning"], ["embedding", "嵌入"], [LossFamily.Metric]),
        new(["contrastive", "对比学习"], ["contrastive", "对比"], [LossFamily.Metric]),
        new(["selfsupervised", "自监督"], ["without labels", "two views", "of another view", "自监督"], []),
        new(["semisupervised", "半监督"], ["unlabel", "pseudo-label", "few labels", "半监督"], []),
        new(["distill", "蒸馏", "teacher", "student"], ["teacher", "教师", "distil", "蒸馏"], []),
        new(["survival", "生存", "censor", "删失", "timetoevent"], ["censor", "删失"], [LossFamily.Survival]),
        new(["calibrat", "校准"], ["calibrat", "校准", "proper score"], []),
        new(["uncertain", "不确定"], ["error bars", "spread of each row", "variance", "interval"], [LossFamily.Probabilistic]),
        new(["heteroscedastic", "异方差"], ["noise differs", "variance", "spread"], [LossFamily.Probabilistic]),
        new(["predictioninterval", "预测区间", "区间预测"], ["interval", "quantile"], [LossFamily.Quantile]),
        new(["timeseries", "forecast", "时间序列", "预测序列"], ["series", "forecast", "序列"], []),
        new(["recommend", "推荐"], ["recommend", "clicks"], [LossFamily.Ranking]),
        new(["ranking", "排序", "learningtorank"], ["order of", "排序"], [LossFamily.Ranking]),
        new(["translation", "翻译", "languagemodel", "语言模型", "llm"], ["token", "language"], [LossFamily.LanguageModel]),
        new(["superresolution", "超分辨", "restoration", "复原"], ["restor", "images", "图像"], [LossFamily.Image]),
        new(["segmentation", "分割"], ["segment", "分割", "pixel"], [LossFamily.Segmentation]),
        new(["detection", "检测", "boundingbox", "边界框"], ["detect", "box"], [LossFamily.Detection]),
        new(["gan", "adversarial", "对抗"], ["adversarial", "对抗", "attack"], [LossFamily.Adversarial]),
        new(["generative", "生成"], ["generat", "生成"], [LossFamily.Generative, LossFamily.Adversarial]),
        new(["fairness", "公平"], ["worst group", "worst task", "groups", "公平"], []),
        new(["multitask", "多任务"], ["task", "任务"], [LossFamily.MultiTask]),
        new(["reinforcement", "强化学习", "policygradient"], ["policy", "reward"], []),
        new(["preference", "偏好", "rlhf", "alignment"], ["prefer", "偏好"], [LossFamily.LanguageModel]),
        new(["causal", "因果", "treatment"], ["treatment", "effect", "因果"], [LossFamily.Causal]),
        new(["hardexample", "hardnegative", "难例", "难样本"], ["hard", "easy", "难"], []),
        new(["longtail", "长尾"], ["long tail", "rare", "长尾"], []),
        new(["asymmetric", "不对称", "非对称", "unequalcost"], ["asymmetr", "different cost", "over and under", "非对称", "代价"], [LossFamily.Quantile]),
        new(["zeroinflated", "manyzeros", "零膨胀", "大量零"], ["zero-inflated", "zeros", "may be 0", "零膨胀"], []),
        new(["noisylabel", "labelnoise", "标签噪声", "错误标签"], ["labels are noisy", "noisy label", "labels are wrong", "mislabel", "标签噪声", "错误标签"], []),
        new(["overconfiden", "过度自信"], ["overconfiden", "过度自信", "too sure"], []),
        new(["domainadapt", "领域自适应", "transfer", "迁移"], ["two domains", "pretrained", "迁移", "one distribution"], []),
        new(["forgetting", "continual", "遗忘", "持续学习"], ["old tasks", "earlier task", "old rows", "旧任务"], []),
        new(["regulariz", "regularis", "正则", "weightdecay", "权重衰减"], ["weights", "正则"], [LossFamily.Regularization]),
        new(["quantiz", "quantis", "量化"], ["bits", "quanti", "量化"], [LossFamily.Quantization]),
        new(["quantileregression", "分位数"], ["quantile", "分位数"], [LossFamily.Quantile]),
        new(["ordinal", "有序", "等级"], ["ranks", "ordered", "order", "有序"], []),
        new(["speech", "语音", "audio", "音频"], ["speech", "sound", "audio", "语音", "spectr"], [LossFamily.Sequence]),
    ];

    /// <summary>The nearness of a loss to the topic that a word of a search means; null if it is about another.</summary>
    public static Nearness? Of(LossEntry loss, string word)
    {
        var plain = Names.Normalise(word);
        return plain.Length < 2 ? null : Topics.Where(topic => topic.Means(plain)).Select(topic => topic.Of(loss)).Min();
    }

    /// <param name="Asked">Prefixes of search words, normalised as names are.</param>
    /// <param name="Written">The words on the page of a loss about the topic.</param>
    /// <param name="Families">The families that are about it as a whole.</param>
    private sealed record Topic(string[] Asked, string[] Written, LossFamily[] Families)
    {
        public bool Means(string plain) => Asked.Any(asked => plain.StartsWith(asked, StringComparison.Ordinal) || (plain[0] > '\u2E80' && asked.StartsWith(plain, StringComparison.Ordinal)));

        public Nearness? Of(LossEntry loss)
        {
            var isWritten = new[] { loss.English.Summary, loss.English.Use, loss.Chinese.Summary, loss.Chinese.Use }.Any(text => Written.Any(w => SearchText.IsInText(text, w)));
            return Families.Contains(loss.Family) ? isWritten ? Nearness.Topic : Nearness.Family : isWritten ? Nearness.Written : null;
        }
    }
}

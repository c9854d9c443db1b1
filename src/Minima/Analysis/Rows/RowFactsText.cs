using System.Globalization;

namespace Minima.Analysis;

/// <summary>The findings of an analysis of a row loss, in sentences: in English or in Chinese.</summary>
public sealed class RowFactsText
{
    private const double ShownAsZero = 5e-5;

    private readonly bool _chinese;

    private RowFactsText(bool chinese) => _chinese = chinese;

    /// <summary>English sentences.</summary>
    public static RowFactsText English { get; } = new(false);

    /// <summary>Chinese sentences.</summary>
    public static RowFactsText Chinese { get; } = new(true);

    /// <summary>The name of a trait.</summary>
    public string Name(RowTrait trait) => trait switch
    {
        RowTrait.Convex => Say("convex in the scores", "关于得分是凸函数"),
        RowTrait.NonNegative => Say("never negative", "非负"),
        RowTrait.BoundedAbove => Say("bounded above", "有上界"),
        RowTrait.Lipschitz => Say("bounded slopes (Lipschitz)", "斜率有界（利普希茨连续）"),
        RowTrait.ContinuousSlope => Say("smooth: continuous slope (C1)", "光滑：斜率连续（C1）"),
        RowTrait.ShiftInvariant => Say("adding a number to all scores changes nothing", "所有得分加同一个数，损失不变"),
        RowTrait.Symmetric => Say("the order of the (other) classes does not matter", "与（其他）类别的次序无关"),
        RowTrait.FallsInLabel => Say("a higher score of the label never costs more", "标签得分升高，损失不会增大"),
        RowTrait.Proper => Say("proper: the best row tells the distribution", "严格适当（proper）：由最优的一行可还原分布"),
        RowTrait.Calibrated => Say("the most frequent label gets the largest score", "最常见的标签得分最高"),
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, null),
    };

    /// <summary>The evidence for a trait that holds, or the search that left it unknown.</summary>
    public string Evidence(RowTraitFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!finding.Holds)
        {
            var trials = finding.Trials.ToString(CultureInfo.InvariantCulture);
            return finding.Trait switch
            {
                RowTrait.Proper or RowTrait.Calibrated => Say($"no proof, and no counter-example among {trials} samples", $"未能证明，也未找到反例，共试 {trials} 个样本"),
                RowTrait.ContinuousSlope => Say($"no proof, and no counter-example along {trials} random lines", $"未能证明，也未找到反例，共沿 {trials} 条随机直线检查"),
                _ => Say($"no proof, and no counter-example among {trials} rows", $"未能证明，也未找到反例，共比较 {trials} 行"),
            };
        }

        var proved = finding.IsForAnyClasses ? Say("proved for any number of classes", "对任意类别数已证明") : Say("proved for three classes (or as many as a parameter lists)", "对三个类别（或参数所列个数）的行已证明");
        return finding.Constant is not { } c ? proved : finding.Trait == RowTrait.Lipschitz
            ? Say($"never beyond ±{Digits(c)}; {proved}", $"不超过 ±{Digits(c)}；{proved}")
            : Say($"never above {Digits(c)}; {proved}", $"不大于 {Digits(c)}；{proved}");
    }

    /// <summary>The counter-example, or the known facts in place of one.</summary>
    public string Against(RowTraitFinding finding, RowLink link)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(link);
        if (finding.Trait == RowTrait.Proper)
        {
            return Example(link);
        }

        if (finding.Against.Count == 0)
        {
            return "";
        }

        var w = finding.Against;
        var text = finding.Trait switch
        {
            RowTrait.Convex => Say(
                $"{Digits(w[1].Value)} at x = {List(w[1].Prediction)}, above the chord from {Digits(w[0].Value)} at {List(w[0].Prediction)} to {Digits(w[2].Value)} at {List(w[2].Prediction)}{Target(w[0])}",
                $"在 x = {List(w[1].Prediction)} 处为 {Digits(w[1].Value)}，高于 {List(w[0].Prediction)} 处 {Digits(w[0].Value)} 与 {List(w[2].Prediction)} 处 {Digits(w[2].Value)} 之间的弦{Target(w[0])}"),
            RowTrait.Lipschitz or RowTrait.BoundedAbove when w.Count == 3 => Say(
                $"it grows without end: {string.Join(", ", w.Select(x => $"{Digits(x.Value)} at x = {List(x.Prediction)}"))}{Target(w[0])}",
                $"无界增长：{string.Join("，", w.Select(x => $"x = {List(x.Prediction)} 处为 {Digits(x.Value)}"))}{Target(w[0])}"),
            RowTrait.Lipschitz => Say($"slope {Digits(w[0].Value)} at x = {List(w[0].Prediction)}{Target(w[0])}", $"x = {List(w[0].Prediction)} 处斜率为 {Digits(w[0].Value)}{Target(w[0])}"),
            RowTrait.ContinuousSlope => Say($"it bends at x = {List(w[0].Prediction)}{Target(w[0])}", $"在 x = {List(w[0].Prediction)} 处有折点{Target(w[0])}"),
            RowTrait.FallsInLabel => Say($"it rises with the label's score at x = {List(w[0].Prediction)}{Target(w[0])}", $"x = {List(w[0].Prediction)} 处损失随标签得分上升{Target(w[0])}"),
            RowTrait.Calibrated => Say($"for shares {List(w[0].Target)} the best scores are {List(w[0].Prediction)}", $"各类占比为 {List(w[0].Target)} 时，最优得分为 {List(w[0].Prediction)}"),
            _ => string.Join(Say(", but ", "，而 "), w.Select(x => Say($"{Digits(x.Value)} at x = {List(x.Prediction)}{Target(x)}", $"x = {List(x.Prediction)}{Target(x)}时为 {Digits(x.Value)}"))),
        };
        return finding.HoldsOnLogProbabilities
            ? Say($"{text}; none was found among log-probabilities that fit each other (their exp sums to 1)", $"{text}；但对彼此相容的对数概率（exp 之和为 1）未见负值")
            : text;
    }

    /// <summary>The quantity that a row of predictions represents, and the evidence for it.</summary>
    public string Link(RowLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        var of = link.Name switch
        {
            PredictionLink.Softmax => Say("softmax: softmax(prediction) are the probabilities of the classes", "softmax：softmax(预测值) 为各类别的概率"),
            PredictionLink.Sparsemax => Say("sparsemax: the projection of the row onto the simplex are the probabilities, some of them exactly 0", "sparsemax：该行在单纯形上的投影为各类别的概率，其中一些恰为 0"),
            PredictionLink.Logit => Say("logit: sigmoid(prediction) is the probability of each label by itself", "logit（对数几率）：sigmoid(预测值) 为各标签各自的概率"),
            PredictionLink.Log when link.OnLogProbabilities => Say("log: the predictions are log-probabilities; exp(prediction) are the probabilities of the classes", "对数：预测值为对数概率，exp(预测值) 为各类别的概率"),
            PredictionLink.Log => Say("log: exp(prediction) is the amount of each class", "对数：exp(预测值) 为各类别的量"),
            PredictionLink.Identity when link.UpToScale => Say("identity up to scale: prediction / sum of the row are the probabilities of the classes", "相差一个倍数的恒等：预测值除以行内之和为各类别的概率"),
            PredictionLink.Identity => Say("identity: the predictions are on the scale of the targets", "恒等：预测值与目标值同尺度"),
            PredictionLink.Largest => Say("largest: the predicted class is that of the largest score; there are no probabilities", "取最大：得分最高的类别即预测类别，不给出概率"),
            _ => link.Name.ToString().ToLowerInvariant(),
        };
        return link.IsDerived || link.Name == PredictionLink.Largest ? of : Say($"{of}, by convention: the best row of a sample does not give its mean back exactly", $"{of}（此为惯例：样本的最优行并不恰好还原其均值）");
    }

    /// <summary>The best constant row of a sample, in words.</summary>
    public string Optimum(RowLink link, bool labels)
    {
        ArgumentNullException.ThrowIfNull(link);
        var what = labels ? Say("the shares of the labels", "各标签所占比例") : Say("the mean of the target rows", "目标行的均值");
        if (!link.IsDerived)
        {
            return Say($"no closed form known here; found numerically: {Example(link)}", $"此处没有已知的解析形式，由数值求得：{Example(link)}");
        }

        var row = link.Name switch
        {
            PredictionLink.Softmax or PredictionLink.Sparsemax when link.OfScores => Say($"{what}, up to a number added to all", $"{what}（可同加任意一个数）"),
            _ when link.OfScores => what,
            PredictionLink.Softmax => Say($"the logarithms of {what}, up to a number added to all", $"{what}的对数（可同加任意一个数）"),
            PredictionLink.Log => Say($"the logarithms of {what}", $"{what}的对数"),
            PredictionLink.Logit => Say($"the logits of {what}", $"{what}的 logit"),
            PredictionLink.Sparsemax => Say($"{what}, up to a number added to all", $"{what}（可同加任意一个数）"),
            _ => link.UpToScale ? Say($"{what}, or any multiple", $"{what}，或其任意正倍数") : what,
        };
        return link.OnLogProbabilities
            ? Say($"{row}, among rows whose exp sums to 1; among all rows there is no finite best one", $"{row}（限于 exp 之和为 1 的行；若不限，则不存在有限最优行）")
            : row;
    }

    /// <summary>A kink of the section, as <c>x₁ = 1: slope 0 (-0.5 below, 0 above)</c>.</summary>
    public string Kink(RowKink kink)
    {
        ArgumentNullException.ThrowIfNull(kink);
        return Say(
            $"x₁ = {Digits(kink.At)}: slope {Digits(kink.Taken)} ({Digits(kink.Before)} below, {Digits(kink.After)} above)",
            $"x₁ = {Digits(kink.At)} 处斜率取 {Digits(kink.Taken)}（左侧 {Digits(kink.Before)}，右侧 {Digits(kink.After)}）");
    }

    private string Example(RowLink link)
    {
        var o = link.Optima[0];
        var (mean, read) = Apart(o.Mean, o.Read);
        return !o.IsFinite ? Say($"for the mean {mean} no finite row is best", $"均值为 {mean} 时不存在有限最优行")
            : o.Read.Count == 0 ? Say($"for the mean {mean} the best row is {List(o.Prediction)}", $"均值为 {mean} 时最优的一行为 {List(o.Prediction)}")
            : Say($"for the mean {mean} the best row reads as {read}", $"均值为 {mean} 时，最优的一行读作 {read}");
    }

    private string Target(RowWitness witness) => witness.Target.Count > 0
        ? Say($", target {List(witness.Target)}", $"，目标 {List(witness.Target)}")
        : Say($", where x_{Class(witness)} is the label's", $"（x_{Class(witness)} 属标签类别）");

    private static string Class(RowWitness witness) => (witness.Label + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Two lists of numbers, with as many digits as needed to distinguish them.</summary>
    private static (string, string) Apart(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (first, second) = (List(one), List(other));
        for (var digits = 4; first == second && digits <= 15; digits++) (first, second) = (Fixed(one, digits), Fixed(other, digits));
        return (first, second);

        static string Fixed(IReadOnlyList<double> row, int digits) => $"({string.Join(", ", row.Select(x => Math.Round(x, digits).ToString(CultureInfo.InvariantCulture)))})";
    }

    private static string List(IReadOnlyList<double> row) => $"({string.Join(", ", row.Select(Digits))})";

    private static string Digits(double x) => Math.Abs(x) < ShownAsZero ? "0" : x.ToString(Math.Abs(x) is >= 1e5 or < 1e-2 ? "0.##e0" : "0.###", CultureInfo.InvariantCulture);

    private string Say(string english, ChineseText chinese) => _chinese ? chinese.ToString() : english;
}

using System.Globalization;

namespace Minima.Analysis;

/// <summary>The findings of an analysis, in sentences: for the command line and the documentation, in English or in Chinese.</summary>
public sealed class FactsText
{
    /// <summary>At most this many places that differ by target are listed one by one.</summary>
    private const int FewPlaces = 2;

    private readonly bool _chinese;

    private FactsText(bool chinese) => _chinese = chinese;

    /// <summary>English sentences.</summary>
    public static FactsText English { get; } = new(false);

    /// <summary>Chinese sentences.</summary>
    public static FactsText Chinese { get; } = new(true);

    /// <summary>All kinks in one line, or an empty text if there are none.</summary>
    public string Kinks(LossAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var scattered = analysis.Kinks.Where(kink => kink.Place == KinkPlace.PredictionAtTarget).ToArray();
        var listed = scattered.Length > FewPlaces ? [.. analysis.Kinks.Except(scattered).Select(Kink), Scattered(scattered, analysis)] : analysis.Kinks.Select(Kink);
        return string.Join(Say("; ", "；"), listed.Concat(analysis.KinksElsewhere.Select(Elsewhere)));
    }

    /// <summary>Kinks whose place differs by target: two examples, and the values of the inputs held while Minima found them.</summary>
    private string Scattered(Kink[] kinks, LossAnalysis analysis)
    {
        var function = analysis.Setting.Function;
        var held = string.Join(Say(", ", "，"), function.Extras.Select((input, i) => $"{function.Loss.Entry.Inputs[input].Name} = {Quantity.Digits(analysis.Setting.Extras[i])}"));
        var examples = string.Join(Say(" and ", "，"), kinks.Take(FewPlaces).Select(kink => Say($"p = {kink.At.Text} for t = {Quantity.Digits(kink.Target)}", $"t = {Quantity.Digits(kink.Target)} 时 p = {kink.At.Text}")));
        return Say($"for most targets at one more place, such as {examples}{(held.Length == 0 ? "" : $" (at {held})")}", $"多数目标值另有一处，例如 {examples}{(held.Length == 0 ? "" : $"（取 {held}）")}");
    }

    /// <summary>A kink at other parameters: <c>for beta = 0 also r = 0: slope 0</c>.</summary>
    public string Elsewhere(KinkElsewhere elsewhere)
    {
        ArgumentNullException.ThrowIfNull(elsewhere);
        return elsewhere.Parameter is { } name
            ? Say($"for {name} = {Quantity.Digits(elsewhere.Value)} at {Kink(elsewhere.Kink)}", $"{name} = {Quantity.Digits(elsewhere.Value)} 时，{Kink(elsewhere.Kink)}")
            : Say($"at most other parameters at {Kink(elsewhere.Kink)}", $"参数取其他值时一般还有：{Kink(elsewhere.Kink)}");
    }

    /// <summary>One kink: <c>|r| = epsilon: slope 0 (0 inside, 1 outside)</c>.</summary>
    public string Kink(Kink kink)
    {
        ArgumentNullException.ThrowIfNull(kink);
        var place = Place(kink);
        if (kink.Order == KinkOrder.Curvature)
        {
            return place;
        }

        var jump = (kink.ValueBefore, kink.ValueAfter) switch
        {
            _ when kink.Order != KinkOrder.Value => "",
            ({ } from, { } to) => Say($"the value jumps from {from} to {to}; ", $"函数值由 {from} 跳到 {to}，"),
            _ => Say("the value jumps; ", "函数值跳变，"),
        };
        var taken = kink.Taken is { } t ? Say($"slope {t}", $"斜率取 {t}") : Say("slope depends on the target", "斜率随目标值而变");
        var sides = (kink.Before, kink.After) switch
        {
            _ when kink.Order == KinkOrder.Value => "",
            ({ } b, { } a) when kink.OnBothSides => Say($" ({b} inside, {a} outside)", $"（内侧 {b}，外侧 {a}）"),
            ({ } b, { } a) => Say($" ({b} below, {a} above)", $"（左侧 {b}，右侧 {a}）"),
            _ => Say(" (beside it the slope depends on the target)", "（两侧斜率随目标值而变）"),
        };
        return Say($"{place}: {jump}{taken}{sides}", $"{place} 处{jump}{taken}{sides}");
    }

    /// <summary>The jumps of the curvature alone, in one line, or an empty text.</summary>
    public string CurvatureJumps(LossAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return string.Join(Say("; ", "；"), analysis.CurvatureJumps.Select(Place));
    }

    /// <summary>The place of a kink as an equation.</summary>
    public string Place(Kink kink)
    {
        ArgumentNullException.ThrowIfNull(kink);
        var at = kink.At.Text;
        var letter = kink.Place switch { KinkPlace.Residual => "r", KinkPlace.Margin => "m", _ => "p" };
        return kink.Place switch
        {
            KinkPlace.Ratio => kink.At.Value == -1 ? "p = -t" : $"p = {at} t",
            KinkPlace.PredictionAtTarget => Say($"p = {at} (for some targets, such as t = {Quantity.Digits(kink.Target)})", $"p = {at}（仅对部分目标值，例如 t = {Quantity.Digits(kink.Target)}）"),
            _ => kink.OnBothSides ? $"|{letter}| = {at}" : $"{letter} = {at}",
        };
    }

    /// <summary>The meaning of the letters of places.</summary>
    public string Letters(LossAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return analysis.Coordinate switch
        {
            LossCoordinate.Residual => Say("r = prediction - target", "r = 预测值 - 目标值"),
            LossCoordinate.Margin => Say("m = target * prediction", "m = 目标值 × 预测值"),
            _ => Say("p = prediction, t = target, r = p - t", "p = 预测值，t = 目标值，r = p - t"),
        };
    }

    /// <summary>The name of a trait.</summary>
    public string Name(Trait trait) => trait switch
    {
        Trait.Convex => Say("convex in the prediction", "关于预测值是凸函数"),
        Trait.StrictlyConvex => Say("strictly convex", "严格凸"),
        Trait.QuasiConvex => Say("one valley (quasi-convex)", "单谷（拟凸）"),
        Trait.Lipschitz => Say("bounded slope (Lipschitz)", "斜率有界（利普希茨连续）"),
        Trait.BoundedBelow => Say("bounded below", "有下界"),
        Trait.BoundedAbove => Say("bounded above", "有上界"),
        Trait.ContinuousSlope => Say("smooth: continuous slope (C1)", "光滑：斜率连续（C1）"),
        Trait.ContinuousCurvature => Say("continuous curvature (C2)", "曲率连续（C2）"),
        Trait.NonNegative => Say("never negative", "非负"),
        Trait.ZeroOnlyAtTarget => Say("zero exactly where prediction = target", "当且仅当预测值等于目标值时为零"),
        Trait.Symmetric => Say("symmetric in the residual", "关于残差对称"),
        Trait.TranslationInvariant => Say("function of prediction - target (translation invariant)", "只依赖预测值与目标值之差（平移不变）"),
        Trait.MarginLoss => Say("function of the margin target * prediction", "只依赖间隔（目标值 × 预测值）"),
        Trait.Homogeneous => Say("scales with the units (homogeneous)", "随单位缩放（齐次）"),
        Trait.Redescending => Say("gross errors stop pulling (redescending)", "大误差的拉力归零（回降）"),
        Trait.Monotone => Say("monotone in the prediction", "关于预测值单调"),
        Trait.Proper => Say("proper: a link of a known name reads the probability from the prediction", "严格适当（proper）：可由预测值经已知名称的连接函数还原概率"),
        Trait.ClassificationCalibrated => Say("classification-calibrated", "分类校准"),
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, null),
    };

    /// <summary>The constant that belongs to a trait, or an empty text: <c>constant delta</c>, <c>degree 1</c>.</summary>
    public string Constant(TraitFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Constant is not { } c ? "" : finding.Trait switch
        {
            Trait.Lipschitz => Say($"slopes within ±{Bracket(c)}", $"斜率不超过 ±{Bracket(c)}"),
            Trait.BoundedBelow => Say($"by {c}", $"下界 {c}"),
            Trait.BoundedAbove => Say($"by {c}", $"上界 {c}"),
            Trait.Homogeneous when c.Value == 0 => Say("scale invariant", "尺度不变"),
            Trait.Homogeneous when c.Value == 1 => Say("scale equivariant", "尺度等变"),
            Trait.Homogeneous => Say($"degree {c}", $"{c} 次"),
            _ => c.Text,
        };
    }

    /// <summary>The evidence for a trait that holds, or the search that left it unknown.</summary>
    public string Evidence(TraitFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Holds
            ? Say("proved for all inputs", "对全部输入已证明")
            : string.Create(CultureInfo.InvariantCulture, $"{Say("no proof, and no counter-example among", "未能证明，也未找到反例，共比较")} {finding.Trials} {Say(finding.Trials == 1 ? "comparison" : "comparisons", "次")}");
    }

    /// <summary>The reason why a trait does not hold: the elements that contradict it. Empty if none is needed.</summary>
    public string Against(TraitFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var w = finding.Against;
        if (w.Count == 0)
        {
            return "";
        }

        if (finding.Trait is Trait.Proper or Trait.ClassificationCalibrated)
        {
            // The witnesses hold a best prediction and the probability that it is best for.
            return string.Join(Say("; ", "；"), w.Select(x => Say($"probability {D(x.Target)} is best predicted by {D(x.Prediction)}", $"概率 {D(x.Target)} 的最优预测为 {D(x.Prediction)}")));
        }

        return finding.Trait switch
        {
            Trait.Convex or Trait.StrictlyConvex when w.Count == 2 && w[0].Slope > w[1].Slope =>
                Say($"the slope falls from {D(w[0].Slope)} at p = {D(w[0].Prediction)} to {D(w[1].Slope)} at p = {D(w[1].Prediction)}{At(w[0])}", $"斜率由 p = {D(w[0].Prediction)} 处的 {D(w[0].Slope)} 降到 p = {D(w[1].Prediction)} 处的 {D(w[1].Slope)}{At(w[0])}"),
            Trait.Convex or Trait.StrictlyConvex when w.Count == 3 =>
                Say($"at p = {D(w[1].Prediction)} the curve lies above the chord from {D(w[0].Prediction)} to {D(w[2].Prediction)}{At(w[0])}", $"p = {D(w[1].Prediction)} 处曲线高于 {D(w[0].Prediction)} 到 {D(w[2].Prediction)} 的弦{At(w[0])}"),
            Trait.StrictlyConvex => Say($"a straight line between p = {D(w[0].Prediction)} and {D(w[1].Prediction)}{At(w[0])}", $"p 在 {D(w[0].Prediction)} 与 {D(w[1].Prediction)} 之间为直线{At(w[0])}"),
            Trait.QuasiConvex => Say($"it rises to {D(w[1].Value)} at p = {D(w[1].Prediction)} and falls again to {D(w[2].Value)} at p = {D(w[2].Prediction)}{At(w[0])}", $"在 p = {D(w[1].Prediction)} 处升到 {D(w[1].Value)}，到 p = {D(w[2].Prediction)} 又降为 {D(w[2].Value)}{At(w[0])}"),
            Trait.Lipschitz or Trait.BoundedBelow or Trait.BoundedAbove when w.Count == 3 =>
                Say($"it grows without end: {string.Join(", ", w.Select(x => Grown(finding.Trait, x)))}{At(w[^1])}", $"无界增长：{string.Join("，", w.Select(x => Grown(finding.Trait, x)))}{At(w[^1])}"),
            Trait.Lipschitz when w.Count == 2 => Say($"it jumps, or is infinitely steep, at p = {D(w[0].Prediction)}{At(w[0])}", $"在 p = {D(w[0].Prediction)} 处跳变或无限陡{At(w[0])}"),
            Trait.Lipschitz or Trait.Redescending => Say($"slope {D(w[0].Slope)} at p = {D(w[0].Prediction)}{At(w[0])}", $"p = {D(w[0].Prediction)} 处斜率为 {D(w[0].Slope)}{At(w[0])}"),
            Trait.ContinuousSlope or Trait.ContinuousCurvature => Say($"at p = {D(w[0].Prediction)}{At(w[0])}", $"在 p = {D(w[0].Prediction)} 处{At(w[0])}"),
            Trait.Monotone => Say($"it falls at p = {D(w[0].Prediction)} and rises at p = {D(w[1].Prediction)}{At(w[0])}", $"在 p = {D(w[0].Prediction)} 处下降，在 p = {D(w[1].Prediction)} 处上升{At(w[0])}"),
            _ => string.Join(Say(", but ", "，而 "), w.Select(x => Say($"{D(x.Value)} at p = {D(x.Prediction)}{At(x)}", $"p = {D(x.Prediction)}{At(x)}时为 {D(x.Value)}"))),
        };
    }

    /// <summary>The quantity that a prediction represents.</summary>
    public string Link(DerivedLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        var of = link.OfProbability ? Say("the probability", "概率") : Say("the mean", "均值");
        return link.Name switch
        {
            PredictionLink.Identity => link.OfProbability ? Say("identity: the prediction is the probability", "恒等：预测值就是概率") : Say("identity: the prediction is on the scale of the target", "恒等：预测值与目标值同尺度"),
            PredictionLink.Log => Say($"log: exp(prediction) is {of}", $"对数：exp(预测值) 为{of}"),
            PredictionLink.Logit => Say($"logit: sigmoid(prediction) is {of}", $"logit（对数几率）：sigmoid(预测值) 为{of}"),
            PredictionLink.HalfLogit => Say($"half a logit: sigmoid(2 prediction) is {of}", $"半个 logit：sigmoid(2 × 预测值) 为{of}"),
            PredictionLink.Probit => Say($"probit: the normal distribution function of the prediction is {of}", $"probit：预测值的正态分布函数值为{of}"),
            PredictionLink.ClippedMargin => Say($"margin: (1 + prediction) / 2, held in [0, 1], is {of}", $"间隔：(1 + 预测值) / 2 截到 [0, 1] 后为{of}"),
            PredictionLink.Arctangent => Say($"arctangent: 1/2 + atan(prediction), held in [0, 1], is {of}", $"反正切：1/2 + atan(预测值) 截到 [0, 1] 后为{of}"),
            PredictionLink.Sign => Say("sign: only the sign of the prediction means something; there is no probability", "符号：只有预测值的正负有意义，不给出概率"),
            PredictionLink.None => Say("none: the best prediction does not follow the distribution, so nothing can be read from it", "无：最优预测值不随分布变化，无法由其还原任何量"),
            _ when link.Basis != PredictionLink.Other => Say($"prediction = {Line(link)}, of {of}", $"预测值 = {Line(link)}，自变量为{of}"),
            _ => Say($"a function without a name: {of} follows from the prediction numerically", $"没有名称的函数：由预测值可数值求出{of}"),
        };
    }

    /// <summary>The best constant of a sample, in words.</summary>
    public string Functional(LossAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var link = analysis.Link;
        var level = analysis.Functional.Level?.Text ?? "";
        if (analysis.Functional.Kind == Analysis.Functional.Other && link.Name == PredictionLink.None)
        {
            return Say("no closed form; found numerically", "没有解析形式，由数值求得");
        }

        if (link.OfProbability)
        {
            return analysis.Functional.Kind == Analysis.Functional.Majority
                ? Say("a score on the side of the more frequent class", "落在多数类一侧的得分")
                : Say($"{Applied(link, "the proportion of positives")}; no finite one where only one class occurs and the link has no end", $"{Applied(link, "正类所占比例")}；若样本只含一类且连接函数无界，则不存在有限最优值");
        }

        return analysis.Functional.Kind switch
        {
            Analysis.Functional.Mean => Applied(link, Say("the mean", "均值")),
            Analysis.Functional.Median => Applied(link, Say("the median (of an even number the middle of the two)", "中位数（偶数个时取中间两数的中点）")),
            Analysis.Functional.Quantile => Applied(link, Say($"the {level}-quantile (the middle where several are equally good)", $"{level} 分位数（多个同样好时取中点）")),
            Analysis.Functional.Expectile => Applied(link, Say($"the {level}-expectile", $"{level} 期望分位数")),
            Analysis.Functional.GeometricMean => Applied(link, Say("the geometric mean", "几何均值")),
            Analysis.Functional.LogOnePlusMean => Applied(link, Say("exp(mean of log(1 + target)) - 1", "exp(log(1 + 目标值) 的均值) - 1")),
            Analysis.Functional.WeightedMedian => Applied(link, Say("the median weighted by 1 / |target|", "以 1 / |目标值| 加权的中位数")),
            _ => Say("no closed form; found numerically", "没有解析形式，由数值求得"),
        };
    }

    private static string D(double x) => Quantity.Digits(x);

    private static string Bracket(Quantity c) => c.Text.Contains(' ', StringComparison.Ordinal) && !c.Text.StartsWith("max", StringComparison.Ordinal) ? $"({c})" : c.Text;

    private static string Line(DerivedLink link)
    {
        var name = link.Basis switch { PredictionLink.HalfLogit => "logit / 2", PredictionLink.ClippedMargin => "2 p - 1", PredictionLink.Arctangent => "tan(p - 1/2)", var other => other.ToString().ToLowerInvariant() };
        var scaled = link.Scale.Value == 1 ? name : $"{link.Scale} {(name.Contains(' ', StringComparison.Ordinal) ? $"({name})" : name)}";
        return link.Offset.Value == 0 ? scaled : $"{scaled} {(link.Offset.Value < 0 ? "-" : "+")} {Quantity.Digits(Math.Abs(link.Offset.Value))}";
    }

    private string Applied(DerivedLink link, string what) => link.Name switch
    {
        PredictionLink.Identity => what,
        PredictionLink.Log => Say($"the logarithm of {what}", $"{what}的对数"),
        PredictionLink.Logit => Say($"the logit of {what}", $"{what}的 logit"),
        PredictionLink.HalfLogit => Say($"half the logit of {what}", $"{what}的 logit 的一半"),
        PredictionLink.Probit => Say($"the probit of {what}", $"{what}的 probit"),
        PredictionLink.ClippedMargin => Say($"twice {what}, minus 1", $"{what}的两倍减 1"),
        PredictionLink.Arctangent => Say($"tan({what} - 1/2)", $"tan({what} - 1/2)"),
        _ => Say($"the link of {what}", $"{what}经连接函数变换后的值"),
    };

    private string At(Witness w) => w.Others.Count == 0
        ? Say($" (target {D(w.Target)})", $"（目标值 {D(w.Target)}）")
        : Say($" (target {D(w.Target)}, further inputs {string.Join(", ", w.Others.Select(D))})", $"（目标值 {D(w.Target)}，其余输入 {string.Join("、", w.Others.Select(D))}）");

    private string Grown(Trait trait, Witness w) => Say($"{D(trait == Trait.Lipschitz ? w.Slope : w.Value)} at p = {D(w.Prediction)}", $"p = {D(w.Prediction)} 处为 {D(trait == Trait.Lipschitz ? w.Slope : w.Value)}");

    private string Say(string english, ChineseText chinese) => _chinese ? chinese.ToString() : english;
}

namespace Minima.Analysis;

/// <summary>Checks if the loss has a lowest value, and if the best prediction for a certain target is the target itself, or its link.</summary>
internal static class BottomCheck
{
    public static IEnumerable<LossFinding> Bounded(CheckContext context)
    {
        if (Fall(context) is not { } at)
        {
            var lowest = Extremes.Of(context.Analysis.Setting, context.Analysis.Sections).Lowest;
            return
            [
                new LossFinding
                {
                    Kind = LossCheckKind.BoundedBelow,
                    Status = LossCheckStatus.Ok,
                    English = double.IsFinite(lowest) ? $"no value lies below {Quantity.Digits(CheckContext.Round(lowest))}." : "at each target there is a lowest value.",
                    Chinese = double.IsFinite(lowest) ? $"所有值都不低于 {Quantity.Digits(CheckContext.Round(lowest))}。" : "对每个目标值都有最小值。",
                },
            ];
        }

        // A loss of the catalogue may declare that it has no bound, as likelihoods and linear margins do: then this is known, and no mistake.
        var declared = !context.Loss.Entry.IsText && double.IsNegativeInfinity(context.Loss.Entry.LowerBound) && Catalogue.TryFind(context.Loss.Entry.Key) is not null;
        var place = context.Show(context.Point(at.Prediction, at.Target));
        return
        [
            new LossFinding
            {
                Kind = LossCheckKind.BoundedBelow,
                Status = declared ? LossCheckStatus.Warning : LossCheckStatus.Wrong,
                English = $"the loss falls for ever: at {place} it is {Quantity.Digits(CheckContext.Round(at.Value))}, and no fit has an end. {(declared ? "The loss declares that it has no bound: it needs a penalty, or bounded predictions." : "Look for a sign, or state what targets occur (--target).")}",
                Chinese = $"损失无限下降：在 {place} 处为 {Quantity.Digits(CheckContext.Round(at.Value))}，拟合永远不会结束。{(declared ? "该损失已声明没有下界：需要惩罚项，或限制预测值的范围。" : "请检查正负号，或用 --target 说明目标值的取值范围。")}",
                Places = [new("p", at.Prediction, at.Prediction, context.Function.Target > 0 ? at.Target : null)],
            },
        ];
    }

    public static IEnumerable<LossFinding> Minimum(CheckContext context)
    {
        var analysis = context.Analysis;
        if (context.Function.Target < 0)
        {
            yield return Skipped("a penalty has no target to be lowest at.", "惩罚项没有目标值，不检查其最小值位置。");
            yield break;
        }

        if (analysis.Loss.Entry.Family is LossFamily.Ranking or LossFamily.LanguageModel)
        {
            yield return Skipped("a loss that compares (pairs, preferences, policies) has no target to be lowest at.", "用于比较的损失（样本对、偏好、策略）没有目标值，不检查其最小值位置。");
            yield break;
        }

        if (Fall(context) is not null)
        {
            yield return Skipped("a loss that falls for ever has no minimum.", "损失无限下降，没有最小值。");
            yield break;
        }

        var link = analysis.Link;
        if (link.OfProbability)
        {
            yield return OfProbability(context, link);
            yield break;
        }

        if (link.Name is PredictionLink.Identity or PredictionLink.Log)
        {
            yield return Found(
                LossCheckStatus.Ok,
                link.Name == PredictionLink.Identity ? "it is lowest where prediction = target." : "it is lowest where exp(prediction) = target: the prediction is a logarithm.",
                link.Name == PredictionLink.Identity ? "在预测值等于目标值处最小。" : "在 exp(预测值) = 目标值处最小：预测值是对数。");
            yield break;
        }

        // The best prediction for a certain target has no name: show it at one target.
        var points = new FewPoints(analysis, analysis.Setting.Extras);
        var certain = context.Targets.Where(t => t != 0).Select(t => (Target: t, Best: points.Certain(t))).Where(c => !double.IsNaN(c.Best)).ToArray();
        if (certain.Length == 0)
        {
            yield return Skipped("no best prediction was found for any target tried.", "所试目标值均未找到最优预测值。");
            yield break;
        }

        var example = certain.OrderBy(c => double.IsFinite(c.Best) ? 0 : 1).ThenBy(c => Math.Abs(Math.Abs(c.Target) - 1)).First();
        var (t, best) = (Quantity.Digits(CheckContext.Round(example.Target)), Quantity.Digits(CheckContext.Round(example.Best)));
        var line = link.Basis is PredictionLink.Identity or PredictionLink.Log ? Line(link) : null;
        var (formula, chineseFormula) = line is null ? ("", "") : ($" but where {line}", $"，而在 {line} 处");
        yield return Found(
            line is null && double.IsFinite(example.Best) ? LossCheckStatus.Warning : LossCheckStatus.Wrong,
            $"it is not lowest where prediction = target{formula}; for t = {t} it is lowest at p = {best}.",
            $"最小值不在预测值等于目标值处{chineseFormula}；t = {t} 时在 p = {best} 处最小。",
            new LossCheckPlace("p", CheckContext.Round(example.Best), CheckContext.Round(example.Best), CheckContext.Round(example.Target)));
    }

    /// <summary>A place where the loss falls without end, or null.</summary>
    private static Witness? Fall(CheckContext context)
    {
        var own = context.Analysis.Setting.Extras;
        foreach (var section in context.Analysis.Sections.Where(s => s.Extras.AsSpan().SequenceEqual(own)))
        {
            if (Falling.At(context.Function, section) is { } at)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>A link that is a multiple of another: <c>p = 2 t + 1</c>.</summary>
    private static string Line(DerivedLink link)
    {
        var target = link.Basis == PredictionLink.Log ? "log(t)" : "t";
        var scaled = link.Scale.Value switch { 1 => target, -1 => $"-{target}", _ => $"{link.Scale.Text} {target}" };
        return link.Offset.Value == 0 ? $"p = {scaled}" : $"p = {scaled} {(link.Offset.Value < 0 ? "-" : "+")} {Quantity.Digits(Math.Abs(link.Offset.Value))}";
    }

    /// <summary>With two classes, the lowest expected loss determines the quantity that predictions represent.</summary>
    private static LossFinding OfProbability(CheckContext context, DerivedLink link)
    {
        var byShare = context.Analysis.BestByShare;
        if (link.Name != PredictionLink.None)
        {
            return Found(LossCheckStatus.Ok, $"the best prediction follows the probability; {FactsText.English.Link(link)}.", $"最优预测值随概率变化；{FactsText.Chinese.Link(link)}。");
        }

        var (few, many) = (byShare[0].Best.Value, byShare[^1].Best.Value);
        return few > many
            ? Found(
                LossCheckStatus.Wrong,
                $"it prefers the wrong class: where the upper class has probability 0.02 the best prediction is {Quantity.Digits(CheckContext.Round(few))}, at 0.98 it is {Quantity.Digits(CheckContext.Round(many))}. Look for a sign.",
                $"它偏向错误的类别：正类概率为 0.02 时最优预测值为 {Quantity.Digits(CheckContext.Round(few))}，概率为 0.98 时为 {Quantity.Digits(CheckContext.Round(many))}。请检查正负号。")
            : Found(
                LossCheckStatus.Warning,
                $"the best prediction does not follow the probability (from {Quantity.Digits(CheckContext.Round(few))} at 0.02 to {Quantity.Digits(CheckContext.Round(many))} at 0.98), so that no probability can be read from it.",
                $"最优预测值不随概率变化（概率 0.02 时为 {Quantity.Digits(CheckContext.Round(few))}，0.98 时为 {Quantity.Digits(CheckContext.Round(many))}），无法由预测值还原概率。");
    }

    private static LossFinding Skipped(string english, string chinese) => Found(LossCheckStatus.Skipped, english, chinese);

    private static LossFinding Found(LossCheckStatus status, string english, string chinese, params LossCheckPlace[] places) =>
        new() { Kind = LossCheckKind.Minimum, Status = status, English = english, Chinese = chinese, Places = places };
}

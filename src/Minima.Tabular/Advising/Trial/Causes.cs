namespace Minima.Tabular;

/// <summary>A reason for a kind of loss.</summary>
/// <param name="Purpose">The kind.</param>
/// <param name="Level">A level that the loss takes as a parameter.</param>
/// <param name="Reason">The reason in words.</param>
/// <param name="IsSure">A request, or a likely finding: it comes before the default.</param>
/// <param name="IsWish">It was requested.</param>
internal sealed record Cause(LossPurpose Purpose, double? Level, Localized Reason, bool IsSure, bool IsWish)
{
    /// <summary>The reasons that the requests give.</summary>
    public static IEnumerable<Cause> Wished(AdviceContext context)
    {
        var options = context.Options;
        var isClass = context.Target.IsClass;
        if (options.Wanted is { Functional: WantedFunctional.Quantile, Level: var quantile })
        {
            yield return Wish(LossPurpose.Quantile, quantile, new($"you want the {AdviceContext.Short(quantile)} quantile.", $"你想要 {AdviceContext.Short(quantile)} 分位数。"));
        }

        if (options.Wanted?.Functional == WantedFunctional.Median)
        {
            yield return Wish(LossPurpose.Median, 0.5, new("you want the median.", "你想要中位数。"));
        }

        if (!isClass && options.Wanted is { IsOfDistribution: true } whole)
        {
            yield return Wish(LossPurpose.Distribution, null, new($"you want {whole.Title.English}.", $"你想要{whole.Title.Chinese}。"));
        }

        if (!isClass && options.Cost is { IsEven: false } cost)
        {
            var level = AdviceContext.Short(Math.Round(cost.Level, 4));
            var reason = new Localized(
                $"too high costs {AdviceContext.Short(cost.Over)} and too low {AdviceContext.Short(cost.Under)}: the best prediction is the {level} quantile ({AdviceContext.Short(cost.Under)}/({AdviceContext.Short(cost.Over)} + {AdviceContext.Short(cost.Under)})).",
                $"偏高的代价为 {AdviceContext.Short(cost.Over)}，偏低为 {AdviceContext.Short(cost.Under)}：最优预测是 {level} 分位数（{AdviceContext.Short(cost.Under)}/({AdviceContext.Short(cost.Over)} + {AdviceContext.Short(cost.Under)})）。");
            yield return Wish(LossPurpose.UnevenCost, cost.Level, reason);
        }

        if (!isClass && options.RelativeErrors)
        {
            yield return Wish(LossPurpose.RelativeError, null, new("errors count in per cent.", "误差按百分比计。"));
        }

        if (options.Wanted?.Functional == WantedFunctional.Order)
        {
            yield return Wish(LossPurpose.OrderedClasses, null, new("you want an order.", "你想要顺序。"));
        }

        if (isClass && options.Wanted?.Functional == WantedFunctional.Class)
        {
            yield return Wish(LossPurpose.ClassOnly, null, new("you want the class alone, no probability.", "你只要类别，不要概率。"));
        }

        if (isClass && options.RareClassMatters)
        {
            yield return Wish(LossPurpose.Imbalance, null, new("the rare class matters more; the weights are the shares of the classes.", "稀有类别更重要；权重取自各类所占的比例。"));
        }

        if (options.NoisyLabels)
        {
            yield return isClass
                ? Wish(LossPurpose.LabelNoise, null, new("the labels are uncertain.", "标签不可靠。"))
                : Wish(LossPurpose.Outliers, null, new("the targets are uncertain.", "目标值不可靠。"));
        }
    }

    /// <summary>The reasons that the checks give. Rare classes are a reason for weights only if they matter more, because weights distort probabilities.</summary>
    public static IEnumerable<Cause> Found(AdviceContext context, IReadOnlyList<TableCheck> checks) => checks
        .Where(c => c.IsFound && c.Purpose != LossPurpose.None && (c.Purpose != LossPurpose.Imbalance || context.Options.RareClassMatters))
        .OrderByDescending(c => c.Status)
        .Select(c => new Cause(c.Purpose, null, new(
            $"{(c.Status == TableCheckStatus.Likely ? "likely" : "possibly")} {c.Title.English}: {c.Sentence.English}",
            $"{(c.Status == TableCheckStatus.Likely ? "很可能" : "可能")}存在{c.Title.Chinese}：{c.Sentence.Chinese}"), c.Status == TableCheckStatus.Likely, false));

    private static Cause Wish(LossPurpose purpose, double? level, Localized reason) => new(purpose, level, reason, true, true);
}

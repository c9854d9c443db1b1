namespace Minima.Analysis;

/// <summary>Finds the kinks of the loss, and the side of each on which the gradient is taken.</summary>
internal static class KinkCheck
{
    public static IEnumerable<LossFinding> Find(CheckContext context)
    {
        var analysis = context.Analysis;
        var kinks = analysis.Kinks;
        if (kinks.Count == 0 && analysis.CurvatureJumps.Count == 0)
        {
            yield return new LossFinding { Kind = LossCheckKind.Kinks, Status = LossCheckStatus.Ok, English = "no kink: value, slope and curvature are continuous.", Chinese = "没有折点：函数值、斜率和曲率都连续。" };
            yield break;
        }

        foreach (var kink in kinks)
        {
            var jumps = kink.Order == KinkOrder.Value;
            var (english, chinese) = (FactsText.English.Kink(kink), FactsText.Chinese.Kink(kink));
            yield return new LossFinding
            {
                Kind = LossCheckKind.Kinks,
                Status = jumps ? LossCheckStatus.Warning : LossCheckStatus.Note,
                English = jumps ? $"a jump at {english}; no gradient leads over it." : $"a kink at {english}.",
                Chinese = jumps ? $"跳变点：{chinese}；梯度无法越过它。" : $"折点：{chinese}。",
                Places = [Place(context, kink)],
            };
        }

        if (analysis.CurvatureJumps.Count > 0)
        {
            yield return new LossFinding
            {
                Kind = LossCheckKind.Kinks,
                Status = LossCheckStatus.Note,
                English = $"the curvature jumps at {FactsText.English.CurvatureJumps(analysis)}; the slope is continuous there.",
                Chinese = $"曲率在 {FactsText.Chinese.CurvatureJumps(analysis)} 处跳变；斜率在该处连续。",
                Places = [.. analysis.CurvatureJumps.Select(k => Place(context, k))],
            };
        }
    }

    private static LossCheckPlace Place(CheckContext context, Kink kink) => kink.Place switch
    {
        KinkPlace.Residual => new("r", kink.At.Value, kink.At.Value),
        KinkPlace.Margin => new("m", kink.At.Value, kink.At.Value),
        _ => new("p", kink.Prediction, kink.Prediction, context.Function.Target > 0 ? kink.Target : null),
    };
}

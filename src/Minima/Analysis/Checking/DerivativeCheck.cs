using System.Globalization;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>Compares derivatives written by hand with the exact ones: what is wrong with them, where, and the right expression.</summary>
internal static class DerivativeCheck
{
    /// <summary>Farther out, only finiteness is required.</summary>
    private static readonly double[] Far = [30, 100, 400, 700, 1000, 1e4, 1e6];

    public static IEnumerable<LossFinding> Gradient(CheckContext context, HandDerivative? written)
    {
        if (written is null)
        {
            yield break;
        }

        var hand = written.For(context.Function);
        var right = Text(() => FormulaWriter.WriteDerivative(context.Loss, FormulaLanguage.Text));
        var found = false;
        foreach (var finding in Compare(context, LossCheckKind.Gradient, hand, x => context.Function.Slope(x), right).Concat(AtKinks(context, hand, right)))
        {
            found |= finding.Status == LossCheckStatus.Wrong;
            yield return finding;
        }

        if (!found)
        {
            yield return Right(context, LossCheckKind.Gradient);
        }
    }

    public static IEnumerable<LossFinding> Hessian(CheckContext context, HandDerivative? written)
    {
        if (written is null)
        {
            yield break;
        }

        if (context.Loss.Entry.StopsGradient)
        {
            yield return new LossFinding
            {
                Kind = LossCheckKind.Hessian,
                Status = LossCheckStatus.Skipped,
                English = "this loss stops the gradient on a path, so it has no exact Hessian to compare yours with.",
                Chinese = "该损失在一条路径上截断梯度，没有可供对照的精确黑塞矩阵。",
            };
            yield break;
        }

        var hand = written.For(context.Function);
        var right = Text(() => FormulaWriter.WriteSecondDerivative(context.Loss, FormulaLanguage.Text));
        var points = Points(context, hand, x => context.Function.At(x).Curvature);
        if (IsBound(context, points))
        {
            yield return new LossFinding
            {
                Kind = LossCheckKind.Hessian,
                Status = LossCheckStatus.Warning,
                English = "your Hessian is not the exact one but nowhere below it: Newton steps are shorter than they could be, and safe.",
                Chinese = "你的黑塞矩阵不是精确值，但处处不小于精确值：牛顿步偏短，但是安全的。",
                Right = right,
            };
            yield break;
        }

        var found = false;
        foreach (var finding in Compare(context, LossCheckKind.Hessian, hand, x => context.Function.At(x).Curvature, right))
        {
            found |= finding.Status == LossCheckStatus.Wrong;
            yield return finding;
        }

        if (!found)
        {
            yield return Right(context, LossCheckKind.Hessian);
        }
    }

    /// <summary>An upper bound that is not a multiple, such as a constant: a common deliberate choice for boosters.</summary>
    private static bool IsBound(CheckContext context, List<Compared> points) =>
        points.All(p => double.IsFinite(p.Hand) && p.Hand > 0 && p.Hand >= p.Exact * (1 - 1e-6))
        && (points.All(p => p.Hand.Equals(points[0].Hand)) && points.Any(p => !p.Exact.Equals(points[0].Exact) || p.Exact == 0)
            || Mistake.Of(points, Region.Functions(context)).Kind is MistakeKind.Unlike or MistakeKind.Difference);

    private static LossFinding Right(CheckContext context, LossCheckKind kind) => new()
    {
        Kind = kind,
        Status = LossCheckStatus.Ok,
        English = $"your {Word(kind)} is the exact one at all {context.Points.Count.ToString(CultureInfo.InvariantCulture)} points compared.",
        Chinese = $"所比较的 {context.Points.Count.ToString(CultureInfo.InvariantCulture)} 个点上，你的{Chinese(kind)}均与精确值一致。",
    };

    private static List<Compared> Points(CheckContext context, HandFunction hand, Func<double[], double> exact) =>
        [.. context.Points.Select(x => new Compared(x, exact(x), hand(x))).Where(p => double.IsFinite(p.Exact))];

    private static IEnumerable<LossFinding> Compare(CheckContext context, LossCheckKind kind, HandFunction hand, Func<double[], double> exact, string? right)
    {
        var points = Points(context, hand, exact);
        if (Region.Explain(context, points) is { } regions)
        {
            // The same mistake on both sides of a cut counts as one.
            foreach (var group in regions.Where(r => r.Mistake.Kind != MistakeKind.None).GroupBy(r => r.Mistake))
            {
                var share = group.Sum(r => r.Points.Count) / (double)points.Count;
                var where = regions.Count == 1 || group.Count() == regions.Count ? "" : string.Join(" / ", group.Select(r => r.Name));
                var example = group.First().Points.MaxBy(p => Math.Min(1e3, Math.Abs(p.Exact)) * (double.IsFinite(p.Hand) ? 1 : 2) + (p.Hand.Equals(p.Exact) ? -1 : 0));
                yield return Wrong(context, kind, group.Key, where, example, share, right);
            }
        }
        else
        {
            var typical = points.Select(p => Math.Abs(p.Exact)).Order().ElementAt(points.Count / 2);
            var wrong = points.Where(p => !Mistake.Same(p.Exact, p.Hand, typical)).ToArray();
            yield return Wrong(context, kind, new Mistake(MistakeKind.Unlike), Extent(context, wrong), wrong[wrong.Length / 2], wrong.Length / (double)points.Count, right);
        }

        if (FarFault(context, hand, exact) is { } far)
        {
            yield return new LossFinding
            {
                Kind = kind,
                Status = LossCheckStatus.Warning,
                English = $"your {Word(kind)} overflows: at {context.Show(far.X)} it is {Digits(far.Hand)}, where {Digits(far.Exact)} is exact.",
                Chinese = $"你的{Chinese(kind)}溢出：在 {context.Show(far.X)} 处为 {Digits(far.Hand)}，精确值为 {Digits(far.Exact)}。",
                Places = [Place(context, far.X)],
                Right = right,
            };
        }
    }

    private static Compared? FarFault(CheckContext context, HandFunction hand, Func<double[], double> exact)
    {
        foreach (var size in Far)
        {
            foreach (var p in new[] { size, -size }.Where(context.Function.DomainOf(0).Contains))
            {
                foreach (var target in context.Targets)
                {
                    var x = context.Point(p, target);
                    var (e, h) = (exact(x), hand(x));
                    if (double.IsFinite(e) && !double.IsFinite(h))
                    {
                        return new Compared(x, e, h);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>At a kink, any number between the derivatives of the two sides is right; 0/0 is not.</summary>
    private static IEnumerable<LossFinding> AtKinks(CheckContext context, HandFunction hand, string? right)
    {
        foreach (var kink in context.Analysis.Kinks.Where(k => k is { Order: KinkOrder.Slope, Before: not null, After: not null, Taken: not null }))
        {
            var x = context.Point(kink.Prediction, kink.Target);
            var written = hand(x);
            var (low, high) = (Math.Min(kink.Before!.Value, kink.After!.Value), Math.Max(kink.Before.Value, kink.After.Value));

            // With another mistake around it, a kink adds nothing: report only numbers that are not finite.
            if (double.IsFinite(written) && (written >= low - 1e-6 * Math.Abs(low) && written <= high + 1e-6 * Math.Abs(high)))
            {
                continue;
            }

            if (double.IsFinite(written) && !Agrees(context, hand))
            {
                continue;
            }

            var place = FactsText.English.Place(kink);
            yield return new LossFinding
            {
                Kind = LossCheckKind.Gradient,
                Status = LossCheckStatus.Wrong,
                English = $"at the kink {place} your gradient is {Digits(written)}; any number from {Digits(low)} to {Digits(high)} is right there, and {Digits(kink.Taken!.Value)} is taken.",
                Chinese = $"在折点 {FactsText.Chinese.Place(kink)} 处，你的梯度为 {Digits(written)}；该处取 {Digits(low)} 到 {Digits(high)} 之间的任何值都正确，这里取 {Digits(kink.Taken.Value)}。",
                Places = [Place(context, x)],
                Right = right,
            };
        }
    }

    private static bool Agrees(CheckContext context, HandFunction hand) => Mistake.Of(Points(context, hand, x => context.Function.Slope(x)), []).Kind == MistakeKind.None;

    private static LossFinding Wrong(CheckContext context, LossCheckKind kind, Mistake mistake, string where, in Compared example, double share, string? right)
    {
        var (word, chinese) = (Word(kind), Chinese(kind));
        var at = context.Show(example.X);
        var (yours, exact) = (Digits(example.Hand), Digits(example.Exact));
        var percent = share.ToString("0 %", CultureInfo.InvariantCulture);
        var (english, chineseText) = mistake switch
        {
            { Kind: MistakeKind.Factor, Number: -1 } => ($"the sign of your {word} is wrong", $"你的{chinese}符号错误"),
            { Kind: MistakeKind.Factor, Number: 0 } => ($"your {word} is 0 and should not be", $"你的{chinese}为 0，而它不应为 0"),
            { Kind: MistakeKind.Factor, Number: < 0 } => ($"the sign of your {word} is wrong, and its size is {Times(-mistake.Number)} the exact one", $"你的{chinese}符号错误，且大小是精确值的 {Times(-mistake.Number)}"),
            { Kind: MistakeKind.Factor } => ($"your {word} is {Times(mistake.Number)} the exact one", $"你的{chinese}是精确值的 {Times(mistake.Number)}"),
            { Kind: MistakeKind.NotANumber } => ($"your {word} is not a finite number", $"你的{chinese}不是有限数"),
            { Kind: MistakeKind.Difference } => ($"your {word} is the exact one {Signed(mistake.Number)}", $"你的{chinese}等于精确值 {Signed(mistake.Number)}"),
            { Kind: MistakeKind.TimesFunction } => ($"your {word} is the exact one times {Scaled(mistake)}", $"你的{chinese}是精确值乘以 {Scaled(mistake)}"),
            { Kind: MistakeKind.OverFunction } => ($"your {word} is {(mistake.Number == 1 ? "" : Times(mistake.Number) + " ")}the exact one divided by {mistake.Function}", $"你的{chinese}是精确值{(mistake.Number == 1 ? "" : $"的 {Times(mistake.Number)} ")}除以 {mistake.Function}"),
            { Kind: MistakeKind.PlusFunction } => ($"your {word} is the exact one {(mistake.Number < 0 ? "-" : "+")} {Scaled(mistake with { Number = Math.Abs(mistake.Number) })}", $"你的{chinese}等于精确值 {(mistake.Number < 0 ? "-" : "+")} {Scaled(mistake with { Number = Math.Abs(mistake.Number) })}"),
            _ => ($"your {word} is not that of the formula", $"你的{chinese}不是该公式的{chinese}"),
        };
        var (region, chineseRegion) = where.Length == 0
            ? share < 1 ? ($" at {percent} of the points", $"（占 {percent} 的点）") : (" everywhere", "（处处如此）")
            : ($" where {where} ({percent} of the points)", $"，范围：{where}（占 {percent} 的点）");
        return new LossFinding
        {
            Kind = kind,
            Status = LossCheckStatus.Wrong,
            English = $"{english}{region}: at {at} yours is {yours}, {exact} is exact.",
            Chinese = $"{chineseText}{chineseRegion}：在 {at} 处你的值为 {yours}，精确值为 {exact}。",
            Places = [Place(context, example.X)],
            Share = share,
            Right = right,
        };
    }

    /// <summary>The span of the wrong points, in the quantity that the loss depends on.</summary>
    private static string Extent(CheckContext context, Compared[] wrong)
    {
        var t = context.Function.Target;
        var (letter, of) = context.Analysis.Coordinate == LossCoordinate.Residual ? ("p - t", x => x[0] - x[t]) : ("p", (Func<double[], double>)(x => x[0]));
        return $"{letter} from {Digits(wrong.Min(p => of(p.X)))} to {Digits(wrong.Max(p => of(p.X)))}";
    }

    private static LossCheckPlace Place(CheckContext context, double[] x) =>
        new("p", CheckContext.Round(x[0]), CheckContext.Round(x[0]), context.Function.Target > 0 ? CheckContext.Round(x[context.Function.Target]) : null);

    private static string? Text(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (NotSupportedException)
        {
            // A user's own primitive has no text.
            return null;
        }
    }

    private static string Word(LossCheckKind kind) => kind == LossCheckKind.Gradient ? "gradient" : "Hessian";

    private static string Chinese(LossCheckKind kind) => kind == LossCheckKind.Gradient ? "梯度" : "黑塞矩阵";

    private static string Times(double factor) => factor.ToString(Math.Abs(factor) is >= 0.01 and < 1000 ? "0.00##" : "G4", CultureInfo.InvariantCulture) + "x";

    private static string Signed(double difference) => $"{(difference < 0 ? "-" : "+")} {Digits(Math.Abs(difference))}";

    private static string Scaled(Mistake mistake) => mistake.Number == 1 ? mistake.Function : $"{Digits(mistake.Number)}*{mistake.Function}";

    private static string Digits(double x) => double.IsNaN(x) ? "NaN" : Quantity.Digits(CheckContext.Round(x));
}

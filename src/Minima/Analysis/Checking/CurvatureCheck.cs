using System.Globalization;

namespace Minima.Analysis;

/// <summary>Finds where the exact Hessian is zero or negative: Newton steps divide by it, and boosters grow no leaf if its sum is 0.</summary>
internal static class CurvatureCheck
{
    private const int Points = 400;
    private const int MostPlaces = 4;

    /// <summary>Anything below this proportion of the largest is rounding.</summary>
    private const double Negligible = 1e-13;

    public static IEnumerable<LossFinding> Find(CheckContext context)
    {
        if (context.Loss.Entry.StopsGradient)
        {
            yield return new LossFinding
            {
                Kind = LossCheckKind.Curvature,
                Status = LossCheckStatus.Skipped,
                English = "this loss stops the gradient on a path, so it has no Hessian.",
                Chinese = "该损失在一条路径上截断梯度，没有黑塞矩阵。",
            };
            yield break;
        }

        var seen = Look(context);
        var largest = seen.Max(s => double.IsFinite(s.Curvature) ? Math.Abs(s.Curvature) : 0);
        bool IsZero(double curvature) => Math.Abs(curvature) <= Negligible * largest;
        bool IsNegative(double curvature) => curvature < -Negligible * largest;
        var zero = seen.Where(s => IsZero(s.Curvature)).ToArray();
        var negative = seen.Where(s => IsNegative(s.Curvature)).ToArray();
        var range = $"[{Quantity.Digits(context.Low)}, {Quantity.Digits(context.High)}]";
        var zeroShare = (double)zero.Length / seen.Count;
        if (zero.Length > 0)
        {
            var percent = Percent(zeroShare);
            var all = zero.Length == seen.Count;
            var found = Places(context, seen, IsZero);
            var (places, chinesePlaces) = Where(found);
            yield return new LossFinding
            {
                Kind = LossCheckKind.Curvature,
                Status = LossCheckStatus.Warning,
                English = all
                    ? $"the Hessian is 0 everywhere in {range}: Newton steps divide by 0, and boosted trees never split. Give a booster a constant Hessian (1), or smooth the kink."
                    : $"the Hessian is 0 for {percent} of the predictions in {range}{places}: boosted trees do not split where all rows lie there. Give a booster a floor for it, or a constant Hessian.",
                Chinese = all
                    ? $"在 {range} 内黑塞矩阵处处为 0：牛顿步会除以 0，提升树永远不会分裂。请给提升树一个常数黑塞矩阵（1），或把折点磨光。"
                    : $"在 {range} 内有 {percent} 的预测值处黑塞矩阵为 0{chinesePlaces}：若所有行都落在其中，提升树不会分裂。请给提升树设置下限或常数黑塞矩阵。",
                Places = all ? [] : found,
                Share = zeroShare,
            };
        }

        if (negative.Length > 0)
        {
            var share = (double)negative.Length / seen.Count;
            var lowest = negative.MinBy(s => s.Curvature)!;
            var found = Places(context, seen, IsNegative);
            var (places, chinesePlaces) = Where(found);
            yield return new LossFinding
            {
                Kind = LossCheckKind.Curvature,
                Status = LossCheckStatus.Warning,
                English = $"the Hessian is negative for {Percent(share)} of the predictions in {range}{places}, down to {Quantity.Digits(CheckContext.Round(lowest.Curvature))}: a Newton step goes the wrong way there. Take its absolute value, or the Gauss-Newton part (Curvature.GaussNewton).",
                Chinese = $"在 {range} 内有 {Percent(share)} 的预测值处黑塞矩阵为负{chinesePlaces}，最低到 {Quantity.Digits(CheckContext.Round(lowest.Curvature))}：牛顿步在该处方向相反。请取其绝对值，或取 Gauss-Newton 部分（Curvature.GaussNewton）。",
                Places = found,
                Share = share,
            };
        }

        if (zero.Length == 0 && negative.Length == 0)
        {
            yield return new LossFinding
            {
                Kind = LossCheckKind.Curvature,
                Status = LossCheckStatus.Ok,
                English = $"the Hessian is positive for all predictions in {range}.",
                Chinese = $"在 {range} 内所有预测值处黑塞矩阵均为正。",
            };
        }
    }

    private static string Percent(double share) => share < 0.01 ? "< 1 %" : share.ToString("0 %", CultureInfo.InvariantCulture);

    /// <summary>The curvature over the range: of the residual or margin if the loss depends on it alone, otherwise of the prediction at a few targets.</summary>
    private static List<Seen> Look(CheckContext context)
    {
        var function = context.Function;
        var (letter, targets) = context.Analysis.Coordinate switch
        {
            LossCoordinate.Residual => ("r", new double[] { 0 }),
            LossCoordinate.Margin => ("m", [1]),
            _ => ("p", context.Targets.Length <= 4 ? context.Targets : [.. new[] { 0, context.Targets.Length / 3, context.Targets.Length * 2 / 3, context.Targets.Length - 1 }.Select(i => context.Targets[i])]),
        };
        var seen = new List<Seen>();
        foreach (var target in targets)
        {
            foreach (var p in context.Grid(Points))
            {
                seen.Add(new Seen(letter, p, target, letter == "p" && function.Target > 0, function.At(context.Point(p, target)).Curvature));
            }
        }

        return seen;
    }

    private static (string English, string Chinese) Where(List<LossCheckPlace> places) =>
        places.Count == 0 ? ("", "") : ($" ({string.Join("; ", places)})", $"（{string.Join("；", places)}）");

    /// <summary>Neighbours merged into intervals, with their ends found by bisection.</summary>
    private static List<LossCheckPlace> Places(CheckContext context, List<Seen> all, Func<double, bool> holds)
    {
        var places = new List<LossCheckPlace>();
        for (var i = 0; i < all.Count; i++)
        {
            if (!holds(all[i].Curvature))
            {
                continue;
            }

            var first = i;
            while (i + 1 < all.Count && all[i + 1].Target.Equals(all[first].Target) && holds(all[i + 1].Curvature))
            {
                i++;
            }

            var begins = first == 0 || !all[first - 1].Target.Equals(all[first].Target);
            var ends = i == all.Count - 1 || !all[i + 1].Target.Equals(all[first].Target);
            places.Add(new(
                all[first].Letter,
                CheckContext.Round(begins ? context.Low : Edge(context, all[first], all[first - 1].At, holds)),
                CheckContext.Round(ends ? context.High : Edge(context, all[i], all[i + 1].At, holds)),
                all[first].Shown ? CheckContext.Round(all[first].Target) : null));
        }

        return [.. places.OrderByDescending(p => p.To - p.From).Take(MostPlaces).OrderBy(p => p.Target).ThenBy(p => p.From)];
    }

    private static double Edge(CheckContext context, Seen inside, double outside, Func<double, bool> holds)
    {
        var (good, bad) = (inside.At, outside);
        for (var step = 0; step < 40; step++)
        {
            var middle = good + (bad - good) / 2;
            if (holds(context.Function.At(context.Point(middle, inside.Target)).Curvature))
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        return good;
    }

    /// <param name="Letter">The quantity that <paramref name="At"/> is a value of.</param>
    /// <param name="At">The place.</param>
    /// <param name="Target">The target there.</param>
    /// <param name="Shown">True if the target matters.</param>
    /// <param name="Curvature">The second derivative.</param>
    private sealed record Seen(string Letter, double At, double Target, bool Shown, double Curvature);
}

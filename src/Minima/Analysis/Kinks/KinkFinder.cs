namespace Minima.Analysis;

/// <summary>Finds the kinks of a loss: boundaries from the graph, verified by value, derivative and curvature on either side.</summary>
internal sealed class KinkFinder
{
    /// <summary>A change below this proportion of the ordinary size is rounding, or a guard far outside.</summary>
    private const double Negligible = 1e-8;

    private static readonly double[] StepsAtZero = [1e-20, 1e-60, 1e-100];

    private static readonly double[] RelativeSteps = [1e-9, 1e-11, 1e-13];

    private readonly Setting _setting;
    private readonly LossCoordinate _coordinate;

    public KinkFinder(Setting setting, LossCoordinate coordinate)
    {
        _setting = setting;
        _coordinate = coordinate;
    }

    /// <summary>Kinks and jumps of the curvature, in order.</summary>
    public IReadOnlyList<Kink> Find(bool named)
    {
        var own = Families(_setting);
        if (own.Count == 0)
        {
            return [];
        }

        var others = named ? _setting.Others() : [];
        var found = others.Select(Families).ToArray();

        return Fold([.. own.Select(family => Describe(family, Twins(family, found, others), others))]);
    }

    /// <summary>
    /// The same kink in every variant: at the same number, or at numbers that one expression of the parameters gives; empty if there is
    /// no such kink. A variant may have kinks that the loss itself does not have.
    /// </summary>
    private Family[] Twins(Family own, List<Family>[] found, IReadOnlyList<Setting> others)
    {
        if (found.Length == 0)
        {
            return [];
        }

        var choices = found.Select(fs => fs.Where(f => f.Place == own.Place && Math.Sign(f.At) == Math.Sign(own.At)).OrderBy(f => f.Order == own.Order ? 0 : 1).Take(4).ToArray()).ToArray();
        if (choices.Any(c => c.Length == 0))
        {
            return [];
        }

        var same = choices.Select(c => c.FirstOrDefault(f => Math.Abs(f.At - own.At) <= 1e-9 * Math.Abs(own.At))).ToArray();
        if (same.All(f => f is not null))
        {
            return same!;
        }

        var recogniser = new Recogniser(_setting.Names, [_setting.Numbers, .. others.Select(o => o.Numbers)]);
        var count = choices.Aggregate(1, (n, c) => n * c.Length);
        for (var n = 0; n < count; n++)
        {
            var rest = n;
            var twins = choices.Select(c =>
            {
                var pick = c[rest % c.Length];
                rest /= c.Length;
                return pick;
            }).ToArray();
            if (recogniser.Name([own.At, .. twins.Select(t => t.At)]) is var name && name != Quantity.Of(own.At))
            {
                return twins;
            }
        }

        return [];
    }

    /// <summary>One kink for each place, in terms that do not depend on the target if there are any.</summary>
    private List<Family> Families(Setting setting)
    {
        var function = setting.Function;
        var finder = new BoundaryFinder(setting);
        double[] targets = _coordinate switch
        {
            LossCoordinate.Residual => [0],
            LossCoordinate.Margin => [1],
            _ => [.. SampleSpace.Targets(function).Where(t => Math.Abs(t) <= 100)],
        };
        var byTarget = targets.Select(t => finder.At(t).Select(p => Look(setting, p, t)).OfType<Raw>().ToArray()).ToArray();
        var families = new List<Family>();
        var taken = new HashSet<Raw>();
        for (var i = 0; i < targets.Length; i++)
        {
            foreach (var raw in byTarget[i].Where(r => !taken.Contains(r)))
            {
                var family = FamilyOf(raw, byTarget, targets);
                taken.UnionWith(family.Members);
                families.Add(family);
            }
        }

        // A curvature jump at a different place for each target, with no common rule, is of no use to a reader.
        return [.. families.Where(f => f.Order != KinkOrder.Curvature || f.Place != KinkPlace.PredictionAtTarget).OrderBy(f => f.Place).ThenBy(f => f.At)];
    }

    private Family FamilyOf(Raw raw, Raw[][] byTarget, double[] targets)
    {
        if (_coordinate != LossCoordinate.Prediction || targets.Length == 1)
        {
            var place = _coordinate switch { LossCoordinate.Residual => KinkPlace.Residual, LossCoordinate.Margin => KinkPlace.Margin, _ => KinkPlace.Prediction };
            return new Family(place, raw.Prediction, raw.Order, [raw]);
        }

        Raw[] Same(Func<double, double, double> measure)
        {
            var at = measure(raw.Prediction, raw.Target);
            return !double.IsFinite(at) ? [] : [.. byTarget
                .Select(rs => rs.FirstOrDefault(r => r.Order == raw.Order && Math.Abs(measure(r.Prediction, r.Target) - at) <= 1e-9 * Math.Max(1, Math.Abs(at))))
                .OfType<Raw>()];
        }

        // A place that every target has, or nearly: a target at the end of a domain may lack one.
        var needed = Math.Max(2, (targets.Length + 1) / 2);
        (KinkPlace Place, Func<double, double, double> Measure)[] forms =
        [
            (KinkPlace.Residual, (p, t) => p - t),
            (KinkPlace.Prediction, (p, _) => p),
            (KinkPlace.Ratio, (p, t) => t == 0 ? double.NaN : p / t),
        ];
        var best = forms.Select(f => (f.Place, At: f.Measure(raw.Prediction, raw.Target), Members: Same(f.Measure))).MaxBy(f => f.Members.Length);
        return best.Members.Length >= needed
            ? new Family(best.Place, best.At, raw.Order, best.Members)
            : new Family(KinkPlace.PredictionAtTarget, raw.Prediction, raw.Order, [raw]);
    }

    private Kink Describe(Family own, Family[] twins, IReadOnlyList<Setting> others)
    {
        var complete = twins.Length > 0;
        var recogniser = new Recogniser(_setting.Names, complete ? [_setting.Numbers, .. others.Select(o => o.Numbers)] : [_setting.Numbers]);
        Quantity Named(Func<Family, double> of) => recogniser.Name(complete ? [of(own), .. twins.Select(of)] : [of(own)]);
        Quantity? Common(Func<Raw, double> of)
        {
            var all = own.Members.Select(of).ToArray();
            return all.All(x => x.Equals(all[0]) || Math.Abs(x - all[0]) <= 1e-6 * Math.Max(Math.Abs(x), Math.Abs(all[0])) + 1e-9)
                ? Named(f => Tidy(of(f.Members[0])))
                : null;
        }

        var first = own.Members[0];
        return new Kink
        {
            Order = own.Order,
            Place = own.Place,
            At = Named(f => f.At),
            Before = Common(r => r.Left.Slope),
            After = Common(r => r.Right.Slope),
            Taken = Common(r => r.Taken),
            ValueBefore = own.Order == KinkOrder.Value ? Common(r => r.Left.Value) : null,
            ValueAfter = own.Order == KinkOrder.Value ? Common(r => r.Right.Value) : null,
            Prediction = first.Prediction,
            Target = first.Target,
        };
    }

    /// <summary>Rounds a limit that differs from a short number only by the step used to find it.</summary>
    private static double Tidy(double x) => Math.Abs(x) < 1e-9 ? 0 : Math.Abs(x - Math.Round(x, 6)) < 1e-10 * Math.Max(1, Math.Abs(x)) ? Math.Round(x, 6) : x;

    /// <summary>Merges a kink at c and its mirror image at -c into one, at |r| = c.</summary>
    private static List<Kink> Fold(List<Kink> kinks)
    {
        var folded = new List<Kink>();
        foreach (var kink in kinks)
        {
            var mirrored = kinks.Any(k => IsMirror(kink, k));
            if (mirrored && kink.At.Value < 0)
            {
                continue;
            }

            folded.Add(mirrored ? kink with { OnBothSides = true } : kink);
        }

        return folded;
    }

    private static bool IsMirror(Kink a, Kink b) =>
        a.At.Value != 0 && a.Place == b.Place && a.Place is KinkPlace.Residual or KinkPlace.Prediction && a.Order == b.Order
        && Opposite(a.At, b.At) && Opposite(a.Before, b.After) && Opposite(a.After, b.Before) && Opposite(a.Taken, b.Taken);

    private static bool Opposite(Quantity? a, Quantity? b) => a is null || b is null
        ? a is null && b is null
        : a.Value == -b.Value || Math.Abs(a.Value + b.Value) <= 1e-7 * Math.Max(Math.Abs(a.Value), Math.Abs(b.Value));

    /// <summary>The change at a candidate, or null if there is none.</summary>
    private static Raw? Look(Setting setting, double prediction, double target)
    {
        var function = setting.Function;
        var domain = function.DomainOf(0);
        var scale = OrdinarySize(setting, target);
        var at = prediction;

        // At 0 a double resolves any step, elsewhere only steps down to the last digits of the number.
        double[] steps = prediction == 0
            ? StepsAtZero
            : [.. RelativeSteps.Select(s => s * Math.Abs(prediction))];
        var left = new PointFunction.Jet[steps.Length];
        var right = new PointFunction.Jet[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            // The end of a domain is no kink: nothing is beyond it.
            if (!domain.Contains(at - steps[i]) || !domain.Contains(at + steps[i]))
            {
                return null;
            }

            left[i] = function.At(function.Point(at - steps[i], target, setting.Extras));
            right[i] = function.At(function.Point(at + steps[i], target, setting.Extras));
        }

        // Jumps of the value are measured from farther away: a double cannot resolve the product of a derivative and a tiny step.
        var here = function.Value(function.Point(at, target, setting.Extras));
        if (!double.IsFinite(here) && !double.IsFinite(left[^1].Value) && !double.IsFinite(right[^1].Value))
        {
            return null;
        }

        KinkOrder? order =
            Stays(left, right, j => j.Value, scale.Value) ? KinkOrder.Value
            : Stays(left, right, j => j.Slope, scale.Slope) ? KinkOrder.Slope
            : Stays(left, right, j => j.Curvature, scale.Curvature) ? KinkOrder.Curvature
            : null;
        if (order is not { } found)
        {
            return null;
        }

        var slope = function.Slope(function.Point(at, target, setting.Extras));
        return new Raw(prediction, target, found, Limit(left), Limit(right), slope == 0 ? 0 : slope);
    }

    /// <summary>Value and derivative at the smallest step; a derivative that grows without end is infinite.</summary>
    private static PointFunction.Jet Limit(PointFunction.Jet[] side)
    {
        var (first, last) = (side[0].Slope, side[^1].Slope);
        var diverges = Math.Abs(last) > 1.5 * Math.Abs(first) && Math.Abs(side[1].Slope) > 1.2 * Math.Abs(first) && Math.Abs(last) > 1;
        return diverges ? side[^1] with { Slope = last > 0 ? double.PositiveInfinity : double.NegativeInfinity } : side[^1];
    }

    /// <summary>True if the two sides stay apart as the step shrinks.</summary>
    private static bool Stays(PointFunction.Jet[] left, PointFunction.Jet[] right, Func<PointFunction.Jet, double> part, double scale)
    {
        double Gap(int i) => Math.Abs(part(right[i]) - part(left[i]));
        var (first, last) = (Gap(0), Gap(left.Length - 1));
        if (double.IsNaN(last))
        {
            return false;
        }

        var size = Math.Max(Math.Abs(part(left[^1])), Math.Abs(part(right[^1])));
        return last > Negligible * Math.Max(scale, size) && (last > 0.8 * first || double.IsInfinity(last));
    }

    /// <summary>The median size of value, derivative and curvature within ten units of 0 and of the target.</summary>
    private static PointFunction.Jet OrdinarySize(Setting setting, double target)
    {
        var function = setting.Function;
        var jets = SampleSpace.Predictions(function.DomainOf(0), [target, .. SampleSpace.Corners(setting)], 10, stepsPerDecade: 2, nearest: 1e-2)
            .Select(p => function.At(function.Point(p, target, setting.Extras)))
            .ToArray();
        double Middle(Func<PointFunction.Jet, double> part)
        {
            var sizes = jets.Select(j => Math.Abs(part(j))).Where(double.IsFinite).Order().ToArray();
            return sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
        }

        return new PointFunction.Jet(Middle(j => j.Value), Middle(j => j.Slope), Middle(j => j.Curvature));
    }

    private sealed record Raw(double Prediction, double Target, KinkOrder Order, PointFunction.Jet Left, PointFunction.Jet Right, double Taken);

    private sealed record Family(KinkPlace Place, double At, KinkOrder Order, Raw[] Members);
}

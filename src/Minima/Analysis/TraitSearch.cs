using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Tries every trait on a loss: proves it by structure where that is possible, and otherwise looks for a counter-example, thoroughly at the extremes.</summary>
internal sealed partial class TraitSearch(LossAnalysis analysis)
{
    private const int Trials = 4000;

    private readonly PointFunction _function = analysis.Function;
    private readonly IReadOnlyList<Section> _sections = analysis.Sections;

    public IReadOnlyList<TraitFinding> Find()
    {
        var extremes = Extremes.Of(analysis.Setting, _sections);
        var others = analysis.Setting.Others();
        var theirs = others.Select(o => Extremes.Of(o, LossAnalysis.SectionsOf(o))).ToArray();
        var recogniser = new Recogniser(analysis.Setting.Names, [analysis.Setting.Numbers, .. others.Select(o => o.Numbers)]);
        var named = new Bounds(extremes, theirs, recogniser);
        var convexity = new ConvexitySearch(analysis);
        var against = convexity.IsProven() ? null : convexity.Against();
        var convex = new TraitFinding { Trait = Trait.Convex, Holds = against is null, Evidence = convexity.IsProven() ? Evidence.Proven : Evidence.Searched, Trials = convexity.Trials, Against = against ?? [] };
        List<TraitFinding?> all =
        [
            convex,
            StrictlyConvex(convex),
            QuasiConvex(convex),
            Lipschitz(named),
            Bounded(Trait.BoundedBelow, extremes.Lowest, extremes.AtLowest, extremes.Points, named.Name(e => e.Lowest)),
            Bounded(Trait.BoundedAbove, extremes.Highest, extremes.AtHighest, extremes.Points, named.Name(e => e.Highest)),
            Smooth(Trait.ContinuousSlope, analysis.Kinks),
            Smooth(Trait.ContinuousCurvature, [.. analysis.Kinks, .. analysis.CurvatureJumps]),
            NonNegative(extremes),
            ZeroOnlyAtTarget(),
            Symmetric(),
            OfCoordinate(Trait.TranslationInvariant),
            OfCoordinate(Trait.MarginLoss),
            Homogeneous(),
            Redescending(),
            Monotone(),
            Proper(),
            Calibrated(),
        ];
        return [.. all.OfType<TraitFinding>()];
    }

    private static TraitFinding Holding(Trait trait, long trials) => new() { Trait = trait, Holds = true, Trials = trials };

    private static TraitFinding Failing(Trait trait, long trials, params Witness[] against) => new() { Trait = trait, Holds = false, Trials = trials, Against = against };

    private TraitFinding NonNegative(Extremes extremes)
    {
        // Inputs that are neither prediction nor target may take values far from the ones that the extremes were found at.
        var lowest = _sections.SelectMany(s => Enumerable.Range(0, s.Count).Select(s.WitnessAt)).Append(extremes.AtLowest).Where(w => !double.IsNaN(w.Value)).MinBy(w => w.Value);
        return lowest.Value < -1e-12 ? Failing(Trait.NonNegative, extremes.Points, lowest) : Holding(Trait.NonNegative, extremes.Points);
    }

    /// <summary>A convex loss that is a straight line somewhere has no curvature between two points and the same slope at both.</summary>
    private TraitFinding StrictlyConvex(TraitFinding convex)
    {
        if (!convex.Holds)
        {
            return convex with { Trait = Trait.StrictlyConvex, Evidence = Evidence.Searched };
        }

        long trials = 0;
        foreach (var section in _sections)
        {
            // Further out a curvature may be smaller than any double and the loss strictly convex all the same.
            for (var i = 1; i < section.Count; i++)
            {
                var (a, b) = (section.WitnessAt(i - 1), section.WitnessAt(i));
                if (Math.Abs(a.Prediction) > 12 || Math.Abs(b.Prediction) > 12 || Math.Abs(section.Target) > 12 || b.Prediction - a.Prediction < 1e-3)
                {
                    continue;
                }

                trials++;
                var middle = section.Jet(a.Prediction + 0.37 * (b.Prediction - a.Prediction));
                var (one, two) = (section.Slope(a.Prediction + 0.21 * (b.Prediction - a.Prediction)), section.Slope(a.Prediction + 0.83 * (b.Prediction - a.Prediction)));
                if (middle.Curvature == 0 && Math.Abs(one - two) <= 1e-14 * Math.Abs(one))
                {
                    return Failing(Trait.StrictlyConvex, trials, a, b);
                }
            }
        }

        return Holding(Trait.StrictlyConvex, trials);
    }

    /// <summary>Along the prediction the loss never falls again once it has risen.</summary>
    private TraitFinding QuasiConvex(TraitFinding convex)
    {
        if (convex.Holds)
        {
            return convex with { Trait = Trait.QuasiConvex };
        }

        long trials = 0;
        foreach (var section in _sections)
        {
            Witness? lowest = null;
            Witness? risen = null;
            for (var i = 0; i < section.Count; i++)
            {
                var here = section.WitnessAt(i);
                if (!double.IsFinite(here.Value))
                {
                    continue;
                }

                trials++;
                var slack = 1e-9 * Math.Max(Math.Abs(here.Value), risen is { } r ? Math.Abs(r.Value) : 0) + 1e-250;
                if (risen is { } high && here.Value < high.Value - slack)
                {
                    return Failing(Trait.QuasiConvex, trials, lowest!.Value, high, here);
                }

                if (lowest is null || here.Value < lowest.Value.Value)
                {
                    lowest = here;
                }

                var step = 1e-9 * Math.Max(Math.Abs(here.Value), Math.Abs(lowest.Value.Value)) + 1e-250;
                if (here.Value > lowest.Value.Value + step && (risen is null || here.Value > risen.Value.Value))
                {
                    risen = here;
                }
            }
        }

        return Holding(Trait.QuasiConvex, trials);
    }

    private TraitFinding Lipschitz(Bounds named)
    {
        var jump = analysis.Kinks.FirstOrDefault(k => k.Order == KinkOrder.Value || IsInfinite(k.Before) || IsInfinite(k.After));
        if (jump is not null)
        {
            var step = 1e-9 * Math.Max(1, Math.Abs(jump.Prediction));
            return Failing(Trait.Lipschitz, named.Own.Points, At(jump.Prediction - step, jump.Target), At(jump.Prediction + step, jump.Target));
        }

        return double.IsFinite(named.Own.Steepest)
            ? Holding(Trait.Lipschitz, named.Own.Points) with { Constant = named.Name(e => e.Steepest) }
            : Failing(Trait.Lipschitz, named.Own.Points, named.Own.AtSteepest);
    }

    private static bool IsInfinite(Quantity? quantity) => quantity is { } q && double.IsInfinity(q.Value);

    private static TraitFinding Bounded(Trait trait, double bound, Witness at, long points, Quantity named) =>
        double.IsFinite(bound) ? Holding(trait, points) with { Constant = named } : Failing(trait, points, at);

    private TraitFinding Smooth(Trait trait, IReadOnlyList<Kink> breaks)
    {
        // The analysis of kinks has looked at every boundary; here every gap between neighbours is looked at too, for breaks that no boundary explains.
        long trials = 0;
        if (breaks.Count > 0)
        {
            return Failing(trait, 1, At(breaks[0].Prediction, breaks[0].Target));
        }

        if (trait == Trait.ContinuousSlope && analysis.Kinks.Count == 0)
        {
            foreach (var section in _sections.Where(s => Math.Abs(s.Target) <= 100))
            {
                for (var i = 1; i < section.Count; i++)
                {
                    trials++;
                    if (BreakBetween(section, section.Predictions[i - 1], section.Predictions[i]) is { } broken)
                    {
                        return Failing(trait, trials, broken);
                    }
                }
            }
        }

        return Holding(trait, Math.Max(trials, 1));
    }

    /// <summary>Halves an interval towards the larger change of the slope: at a jump the change stays.</summary>
    private static Witness[]? BreakBetween(Section section, double low, double high)
    {
        // Between neighbours a few digits apart there is no room to tell a curve from a step.
        if (Math.Abs(low) > 1e6 || Math.Abs(high) > 1e6 || high - low < 1e-7 * Math.Max(1, Math.Abs(high)))
        {
            return null;
        }

        var (a, b) = (section.Slope(low), section.Slope(high));
        var first = Math.Abs(b - a);
        if (!(first > 1e-6 * Math.Max(Math.Abs(a), Math.Abs(b))) || !double.IsFinite(first))
        {
            return null;
        }

        for (var step = 0; step < 40; step++)
        {
            var middle = low + (high - low) / 2;
            if (!(low < middle && middle < high))
            {
                break;
            }

            var m = section.Slope(middle);
            (low, a, high, b) = Math.Abs(m - a) > Math.Abs(b - m) ? (low, a, middle, m) : (middle, m, high, b);
            if (Math.Abs(b - a) < 0.3 * first)
            {
                return null;
            }
        }

        // A curve as steep as a step within the last digits cannot be told from one; a power near its edge is such a curve.
        return high - low < 1e-9 * Math.Max(1e-3, Math.Abs(high)) ? [section.Witness(low), section.Witness(high)] : null;
    }

    private Witness At(double prediction, double target) => At(prediction, target, analysis.Setting.Extras);

    private Witness At(double prediction, double target, double[] extras)
    {
        var x = _function.Point(prediction, target, extras);
        return new Witness(prediction, target, _function.Value(x), _function.Slope(x));
    }

    /// <summary>Wherever the loss stays above its lowest value far out, its slope vanishes there.</summary>
    private TraitFinding? Redescending()
    {
        long trials = 0;
        var seen = false;
        foreach (var section in _sections.Where(s => Math.Abs(s.Target) <= 100))
        {
            var inside = Enumerable.Range(0, section.Count).Where(i => Math.Abs(section.Predictions[i]) <= 1e5 && double.IsFinite(section.Jets[i].Slope) && double.IsFinite(section.Jets[i].Value)).ToArray();
            if (inside.Length == 0)
            {
                continue;
            }

            var steepest = inside.Max(i => Math.Abs(section.Jets[i].Slope));
            var (lowest, highest) = (inside.Min(i => section.Jets[i].Value), inside.Max(i => section.Jets[i].Value));
            foreach (var far in new[] { 1e9, -1e9 }.Where(_function.DomainOf(0).Contains))
            {
                trials++;
                var (near, there) = (section.Witness(far / 10), section.Witness(far));
                if (steepest == 0 || (double.IsFinite(there.Value) && there.Value <= lowest + 1e-6 * (highest - lowest)))
                {
                    continue;
                }

                // The slope must be small already and still become smaller, or be gone.
                seen = true;
                if (!(Math.Abs(there.Slope) <= 1e-6 * steepest && (there.Slope == 0 || Math.Abs(there.Slope) < 0.7 * Math.Abs(near.Slope))))
                {
                    return Failing(Trait.Redescending, trials, there);
                }
            }
        }

        return seen ? Holding(Trait.Redescending, trials) : null;
    }

    private TraitFinding Monotone()
    {
        long trials = 0;
        foreach (var section in _sections)
        {
            Witness? rising = null;
            Witness? falling = null;
            for (var i = 1; i < section.Count; i++)
            {
                trials++;
                var change = section.Jets[i].Value - section.Jets[i - 1].Value;
                var slack = 1e-12 * Math.Max(Math.Abs(section.Jets[i].Value), Math.Abs(section.Jets[i - 1].Value)) + 1e-250;
                rising = change > slack ? section.WitnessAt(i) : rising;
                falling = change < -slack ? section.WitnessAt(i) : falling;
                if (rising is { } up && falling is { } down)
                {
                    return Failing(Trait.Monotone, trials, down, up);
                }
            }
        }

        return Holding(Trait.Monotone, trials);
    }

    private TraitFinding? Proper()
    {
        var byShare = analysis.BestByShare;
        if (byShare.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < byShare.Count; i++)
        {
            var (share, best) = byShare[i];
            var unclear = best.Kind != OptimumKind.Unique || !double.IsFinite(best.Value)
                || (analysis.Link is { OfProbability: false, Name: PredictionLink.Identity } && Math.Abs(best.Value - share) > 1e-6);
            if (unclear || (i > 0 && !(best.Value > byShare[i - 1].Best.Value + 1e-9)))
            {
                // The same prediction for two probabilities: written as predictions, with the probabilities in place of targets.
                return Failing(Trait.Proper, i + 1, i > 0 && !unclear ? [Shared(byShare[i - 1]), Shared((share, best))] : [Shared((share, best))]);
            }
        }

        return Holding(Trait.Proper, byShare.Count);
    }

    private static Witness Shared((double Share, ScalarMinimizer.Bottom Best) b) => new(b.Best.Value, b.Share, b.Best.Sum, 0);

    private TraitFinding? Calibrated()
    {
        var byShare = analysis.BestByShare;
        if (byShare.Count == 0 || LinkFinder.Classes(_function) is not { } classes)
        {
            return null;
        }

        // A prediction on the scale of the target is cut in the middle of the classes, a score at 0.
        var onTargetScale = !_function.DomainOf(0).IsReal || (classes.Low == 0 && IsAtTarget(classes));
        var threshold = onTargetScale ? (classes.Low + classes.High) / 2 : 0;
        foreach (var b in byShare)
        {
            var right = b.Share > 0.5 ? b.Best.Low > threshold || b.Best.Value == double.PositiveInfinity : b.Best.High < threshold || b.Best.Value == double.NegativeInfinity;
            if (!right)
            {
                return Failing(Trait.ClassificationCalibrated, byShare.Count, Shared(b));
            }
        }

        return Holding(Trait.ClassificationCalibrated, byShare.Count);
    }

    private bool IsAtTarget((double Low, double High) classes) => Math.Abs(At(classes.High, classes.High).Value) <= 1e-12 && Math.Abs(At(classes.Low, classes.Low).Value) <= 1e-12;

    /// <summary>The extremes of the loss and of its variants, to recognise constants by.</summary>
    private sealed record Bounds(Extremes Own, Extremes[] Others, Recogniser Recogniser)
    {
        public Quantity Name(Func<Extremes, double> of) => Recogniser.Name([of(Own), .. Others.Select(of)]);
    }
}

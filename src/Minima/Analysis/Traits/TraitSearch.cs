using System.Diagnostics.CodeAnalysis;
using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Decides every trait of a loss: looks for a counter-example, thoroughly at the extremes, and otherwise for a proof. With neither, the trait is unknown.</summary>
internal sealed partial class TraitSearch(LossAnalysis analysis)
{
    private const int Trials = 4000;

    private readonly PointFunction _function = analysis.Function;
    private readonly IReadOnlyList<Section> _sections = analysis.Sections;
    private readonly LossProof _proof = new(analysis);
    private readonly Counterexample _counterexample = new(analysis.Function, analysis.Setting.Extras);

    public IReadOnlyList<TraitFinding> Find()
    {
        var extremes = Extremes.Of(analysis.Setting, _sections);
        var others = analysis.Setting.Others();
        var theirs = others.Select(o => Extremes.Of(o, LossAnalysis.SectionsOf(o))).ToArray();
        var recogniser = new Recogniser(analysis.Setting.Names, [analysis.Setting.Numbers, .. others.Select(o => o.Numbers)]);
        var named = new Bounds(extremes, theirs, recogniser);
        var convexity = new ConvexitySearch(analysis);
        var isConvex = _proof.IsConvex;
        var convex = Judged(isConvex ? Open(Trait.Convex, 0) : convexity.Against() is { } against ? Against(Trait.Convex, convexity.Trials, against) : Open(Trait.Convex, convexity.Trials), () => isConvex);
        List<TraitFinding?> all =
        [
            convex,
            StrictlyConvex(convex),
            QuasiConvex(convex),
            Lipschitz(named),
            Bounded(Trait.BoundedBelow, extremes.Lowest, extremes.Points, named.Name(e => e.Lowest)),
            Bounded(Trait.BoundedAbove, extremes.Highest, extremes.Points, named.Name(e => e.Highest)),
            Judged(Smooth(Trait.ContinuousSlope, analysis.Kinks), () => _proof.HasContinuousSlope),
            Judged(Smooth(Trait.ContinuousCurvature, [.. analysis.Kinks, .. analysis.CurvatureJumps]), () => _proof.HasContinuousCurvature),
            NonNegative(extremes),
            Judged(ZeroOnlyAtTarget(), () => _proof.IsZeroOnlyAtTarget),
            Judged(Symmetric(), () => _proof.IsEven),
            OfCoordinate(Trait.TranslationInvariant),
            OfCoordinate(Trait.MarginLoss),
            Homogeneous(),
            Judged(Redescending(), () => _proof.SlopeVanishes),
            Judged(Monotone(), () => _proof.IsMonotone),
            Proper(),
            Calibrated(),
        ];

        return [.. all.OfType<TraitFinding>()];
    }

    /// <summary>A trait without a counter-example.</summary>
    private static TraitFinding Open(Trait trait, long trials) => new() { Trait = trait, Verdict = TraitVerdict.Unknown, Trials = trials };

    /// <summary>Elements that contradict a trait within the accuracy of double.</summary>
    private static TraitFinding Against(Trait trait, long trials, params Witness[] against) => new() { Trait = trait, Verdict = TraitVerdict.Refuted, Trials = trials, Against = against };

    /// <summary>The verdict: a counter-example must hold in double-double arithmetic, and a trait without one needs a proof.</summary>
    [return: NotNullIfNotNull(nameof(found))]
    private TraitFinding? Judged(TraitFinding? found, Func<bool> proof) =>
        found is null || (found.Verdict == TraitVerdict.Refuted && _counterexample.Refutes(found.Trait, found.Against)) ? found
        : proof() ? found with { Verdict = TraitVerdict.Proved, Against = [], Trials = 0 }
        : found with { Verdict = TraitVerdict.Unknown, Against = [] };

    private TraitFinding? NonNegative(Extremes extremes)
    {
        // Inputs that are neither prediction nor target may take values far from those at which the extremes were found.
        var lowest = _sections.SelectMany(s => Enumerable.Range(0, s.Count).Select(s.WitnessAt)).Append(extremes.AtLowest).Where(w => !double.IsNaN(w.Value)).MinBy(w => w.Value);
        return Judged(lowest.Value < 0 ? Against(Trait.NonNegative, extremes.Points, lowest) : Open(Trait.NonNegative, extremes.Points), () => _proof.IsNeverNegative);
    }

    /// <summary>A convex loss that is a straight line somewhere has no curvature between two points and the same derivative at both.</summary>
    private TraitFinding StrictlyConvex(TraitFinding convex)
    {
        if (convex.Verdict == TraitVerdict.Refuted)
        {
            return convex with { Trait = Trait.StrictlyConvex };
        }

        if (_proof.IsStrictlyConvex)
        {
            return Open(Trait.StrictlyConvex, 0) with { Verdict = TraitVerdict.Proved };
        }

        long trials = 0;
        foreach (var section in _sections)
        {
            // Farther out a curvature may underflow although the loss is strictly convex.
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
                if (middle.Curvature == 0 && Math.Abs(one - two) <= 1e-14 * Math.Abs(one) && _proof.IsStraight(a, b))
                {
                    return Against(Trait.StrictlyConvex, trials, a, b);
                }
            }
        }

        return Open(Trait.StrictlyConvex, trials);
    }

    /// <summary>Along the prediction the loss never falls again once it has risen.</summary>
    private TraitFinding? QuasiConvex(TraitFinding convex)
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
                    return Judged(Against(Trait.QuasiConvex, trials, lowest!.Value, high, here), HasOneValley);
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

        return Judged(Open(Trait.QuasiConvex, trials), HasOneValley);
    }

    private bool HasOneValley() => _proof.IsMonotone || _proof.HasOneValley;

    private TraitFinding? Lipschitz(Bounds named)
    {
        if (Steepest() is { } jump)
        {
            var step = 1e-9 * Math.Max(1, Math.Abs(jump.Prediction));
            var found = Against(Trait.Lipschitz, named.Own.Points, At(jump.Prediction - step, jump.Target), At(jump.Prediction + step, jump.Target));
            if (_counterexample.Refutes(Trait.Lipschitz, found.Against))
            {
                return found;
            }
        }
        else if (double.IsFinite(named.Own.Steepest) && named.Name(e => e.Steepest) is var bound && _proof.HasSlopesWithin(bound.Value))
        {
            return Open(Trait.Lipschitz, 0) with { Verdict = TraitVerdict.Proved, Constant = bound };
        }

        return Unbounded(Trait.Lipschitz, named.Own.Points, x => _function.ExactSlope(x) is var slope && slope.High < 0 ? -slope : slope);
    }

    private Kink? Steepest() => analysis.Kinks.FirstOrDefault(k => k.Order == KinkOrder.Value || IsInfinite(k.Before) || IsInfinite(k.After));

    private static bool IsInfinite(Quantity? quantity) => quantity is { } q && double.IsInfinity(q.Value);

    private TraitFinding Bounded(Trait trait, double bound, long points, Quantity named)
    {
        var below = trait == Trait.BoundedBelow;
        if (double.IsFinite(bound) && (below ? _proof.IsAtLeast(named.Value) : _proof.IsAtMost(named.Value)))
        {
            return Open(trait, 0) with { Verdict = TraitVerdict.Proved, Constant = named };
        }

        return below && _proof.IsAtLeast(0) ? Open(trait, 0) with { Verdict = TraitVerdict.Proved, Constant = Quantity.Of(0) }
            : Unbounded(trait, points, x => below ? -_function.Exact(x) : _function.Exact(x));
    }

    /// <summary>Elements between which a quantity grows without end; otherwise the trait is unknown.</summary>
    private TraitFinding Unbounded(Trait trait, long points, Func<double[], Ball> of)
    {
        var bases = _sections.Where(s => Math.Abs(s.Target) <= 12).SelectMany(s => new[] { 0.3, 0.7, s.Target, -2.5 }.Where(_function.DomainOf(0).Contains).Distinct().Select(p => _function.Point(p, s.Target, s.Extras)));
        return new Rays(_function).Growing(of, bases) is { } growing ? Against(trait, points, growing) : Open(trait, points);
    }

    private TraitFinding Smooth(Trait trait, IReadOnlyList<Kink> breaks)
    {
        // The kink analysis has examined every boundary; this examines every gap between neighbours too, for breaks that no boundary explains.
        long trials = 0;
        if (breaks.Count > 0)
        {
            return Against(trait, 1, At(breaks[0].Prediction, breaks[0].Target));
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
                        return Against(trait, trials, broken);
                    }
                }
            }
        }

        return Open(trait, Math.Max(trials, 1));
    }

    /// <summary>Halves an interval towards the larger change of the derivative: at a jump the change remains.</summary>
    private static Witness[]? BreakBetween(Section section, double low, double high)
    {
        // Between neighbours a few digits apart, a curve cannot be distinguished from a step.
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

        // A curve as steep as a step within the last digits looks like one; a power near its edge is such a curve.
        return high - low < 1e-9 * Math.Max(1e-3, Math.Abs(high)) ? [section.Witness(low), section.Witness(high)] : null;
    }

    private Witness At(double prediction, double target) => At(prediction, target, analysis.Setting.Extras);

    private Witness At(double prediction, double target, double[] extras)
    {
        var x = _function.Point(prediction, target, extras);
        return new Witness(prediction, target, _function.Value(x), _function.Slope(x)) { Others = extras };
    }

    /// <summary>True if the derivative vanishes far out wherever the loss stays above its lowest value.</summary>
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

                // The derivative must already be small and still shrink, or be 0.
                seen = true;
                if (!(Math.Abs(there.Slope) <= 1e-6 * steepest && (there.Slope == 0 || Math.Abs(there.Slope) < 0.7 * Math.Abs(near.Slope))))
                {
                    return Against(Trait.Redescending, trials, there);
                }
            }
        }

        return seen ? Open(Trait.Redescending, trials) : null;
    }

    private TraitFinding Monotone()
    {
        long trials = 0;
        foreach (var section in _sections)
        {
            int? rising = null;
            int? falling = null;
            for (var i = 1; i < section.Count; i++)
            {
                trials++;
                var change = section.Jets[i].Value - section.Jets[i - 1].Value;
                var slack = 1e-12 * Math.Max(Math.Abs(section.Jets[i].Value), Math.Abs(section.Jets[i - 1].Value)) + 1e-250;
                rising = change > slack ? i : rising;
                falling = change < -slack ? i : falling;
                if (rising is { } up && falling is { } down)
                {
                    return Against(Trait.Monotone, trials, section.WitnessAt(down), section.WitnessAt(up), section.WitnessAt(down - 1), section.WitnessAt(up - 1));
                }
            }
        }

        return Open(Trait.Monotone, trials);
    }

    private TraitFinding? Proper()
    {
        var byShare = analysis.BestByShare;
        if (byShare.Count == 0 || LinkFinder.Classes(_function) is not { } classes)
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
                // The same prediction for two probabilities: witnesses with the prediction, and the probability in place of the target.
                Witness[] against = i > 0 && !unclear ? [Shared(byShare[i - 1]), Shared((share, best))] : [Shared((share, best))];
                var isRefuted = Array.TrueForAll(against, w => IsBest(w, classes, w.Target)) || (best.Kind != OptimumKind.Unique && IsNoBetter(best, share, classes));
                return isRefuted ? Against(Trait.Proper, i + 1, against) : Open(Trait.Proper, i + 1);
            }
        }

        if (analysis.Link.Name is PredictionLink.Other && analysis.Link.Basis is PredictionLink.Other)
        {
            // The best prediction follows the probability, but by no named link: read as a logit, it gives another probability.
            var real = _function.DomainOf(0).IsReal;
            double Natural(double share) => real ? Math.Log(share / (1 - share)) : share;
            var (share, best) = byShare.MaxBy(b => Math.Abs(b.Best.Value - Natural(b.Share)));
            return (Expected(Natural(share), share, classes) - Expected(best.Value, share, classes)).IsPositive ? Against(Trait.Proper, byShare.Count, Shared((share, best))) : Open(Trait.Proper, byShare.Count);
        }

        return Judged(Open(Trait.Proper, byShare.Count), () => analysis.Link.IsInvertible && _proof.DeterminesProbability(classes));
    }

    /// <summary>True if no prediction nearby, nor any of a grid, has a lower expected loss.</summary>
    private bool IsBest(Witness w, (double Low, double High) classes, double share)
    {
        if (!double.IsFinite(w.Prediction))
        {
            return false;
        }

        var best = Expected(w.Prediction, share, classes);
        return Grid(w.Prediction).All(p => (Expected(p, share, classes) - best).IsPositive);
    }

    /// <summary>Two predictions of a range are equally good: none of them determines the probability.</summary>
    private bool IsNoBetter(ScalarMinimizer.Bottom best, double share, (double Low, double High) classes)
    {
        var (low, high) = (double.IsFinite(best.Low) ? best.Low : best.High - 2, double.IsFinite(best.High) ? best.High : best.Low + 2);
        if (!double.IsFinite(low) || !double.IsFinite(high) || low == high)
        {
            // Ever lower towards infinity: no prediction is the best.
            return _function.DomainOf(0).IsReal && double.IsInfinity(best.Value)
                && (Expected(Math.CopySign(10, best.Value), share, classes) - Expected(Math.CopySign(100, best.Value), share, classes)) is var less && (less.IsPositive || (less.High == 0 && less.Error == 0));
        }

        var (a, b) = (Expected(low + (high - low) / 4, share, classes), Expected(high - (high - low) / 4, share, classes));
        return a - b is { High: 0 } or { IsKnown: true, Error: < 1e-25 };
    }

    private IEnumerable<double> Grid(double around) =>
        new[] { 1e-4, 1e-3, 0.01, 0.1, 0.5, 1, 3, 10, 100 }.SelectMany(d => new[] { around - d, around + d }).Where(_function.DomainOf(0).Contains);

    private Ball Expected(double prediction, double share, (double Low, double High) classes) => _counterexample.Expected(prediction, share, classes);

    private static Witness Shared((double Share, ScalarMinimizer.Bottom Best) b) => new(b.Best.Value, b.Share, b.Best.Sum, 0);

    private TraitFinding? Calibrated()
    {
        var byShare = analysis.BestByShare;
        if (byShare.Count == 0 || LinkFinder.Classes(_function) is not { } classes)
        {
            return null;
        }

        // The threshold is the middle of the classes for a prediction on the scale of the target, and 0 for a score.
        var onTargetScale = !_function.DomainOf(0).IsReal || (classes.Low == 0 && IsAtTarget(classes));
        var threshold = onTargetScale ? (classes.Low + classes.High) / 2 : 0;
        foreach (var b in byShare)
        {
            var right = b.Share > 0.5 ? b.Best.Low > threshold || b.Best.Value == double.PositiveInfinity : b.Best.High < threshold || b.Best.Value == double.NegativeInfinity;
            if (!right)
            {
                // A prediction on the wrong side is as good as any on the right one.
                var wrong = b.Share > 0.5 ? Math.Min(b.Best.Low, threshold) : Math.Max(b.Best.High, threshold);
                wrong = double.IsFinite(wrong) ? wrong : threshold;
                var best = Expected(wrong, b.Share, classes);
                var isRefuted = Grid(threshold).Where(p => b.Share > 0.5 ? p > threshold : p < threshold).All(p => !(best - Expected(p, b.Share, classes)).IsPositive && best.IsKnown);
                return isRefuted ? Against(Trait.ClassificationCalibrated, byShare.Count, Shared((b.Share, b.Best))) : Open(Trait.ClassificationCalibrated, byShare.Count);
            }
        }

        return Judged(Open(Trait.ClassificationCalibrated, byShare.Count), () => _proof.IsCalibrated(classes, threshold));
    }

    private bool IsAtTarget((double Low, double High) classes) => Math.Abs(At(classes.High, classes.High).Value) <= 1e-12 && Math.Abs(At(classes.Low, classes.Low).Value) <= 1e-12;

    /// <summary>The extremes of the loss and of its variants, to recognise constants by.</summary>
    private sealed record Bounds(Extremes Own, Extremes[] Others, Recogniser Recogniser)
    {
        public Quantity Name(Func<Extremes, double> of) => Recogniser.Name([of(Own), .. Others.Select(of)]);
    }
}

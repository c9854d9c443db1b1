using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Derives <see cref="DerivedLink"/> and <see cref="ElicitedFunctional"/>, and recognises them by comparing functions over a grid.</summary>
internal sealed class LinkFinder
{
    /// <summary>Two functions that agree this closely everywhere on the grid are the same.</summary>
    private const double Tolerance = 1e-6;

    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

    private readonly LossAnalysis _analysis;
    private readonly PointFunction _function;
    private readonly double[] _extras;
    private readonly FewPoints _points;

    public LinkFinder(LossAnalysis analysis)
    {
        _analysis = analysis;
        _function = analysis.Function;
        _extras = analysis.Setting.Extras;
        _points = new FewPoints(analysis, _extras);
    }

    /// <summary>The two classes of a target that is a label or in [0, 1], or null.</summary>
    public static (double Low, double High)? Classes(PointFunction function)
    {
        if (function.Target < 0)
        {
            return null;
        }

        var domain = function.DomainOf(function.Target);
        return domain.Kind == DomainKind.Labels || (domain is { Low: 0, High: 1 } && domain.Contains(0) && domain.Contains(1)) ? (domain.Low, domain.High) : null;
    }

    /// <summary>The best prediction for each proportion of the upper class.</summary>
    public IReadOnlyList<(double Share, ScalarMinimizer.Bottom Best)> ByShare((double Low, double High) classes) =>
        [.. Shares.Select(s => (s, _points.Best(classes.Low, classes.High, s)))];

    public DerivedLink Link()
    {
        if (Classes(_function) is not { } classes)
        {
            return OfOutcomes();
        }

        // Proportions between 0 and 1 are outcomes too: if a loss is lowest at the outcome itself, its predictions are on that scale.
        return !_function.DomainOf(_function.Target).IsLabel && OfOutcomes() is { Name: PredictionLink.Identity } identity ? identity : OfClasses(classes);
    }

    private DerivedLink OfClasses((double Low, double High) classes)
    {
        var byShare = _analysis.BestByShare;
        var best = byShare.Select(b => b.Best.Value).ToArray();
        double Forward(double share) => _points.Best(classes.Low, classes.High, share).Value;
        double Inverse(double prediction) => Share(prediction, classes);
        var increasing = byShare.All(b => b.Best.Kind == OptimumKind.Unique && double.IsFinite(b.Best.Value))
            && best.Zip(best.Skip(1), (a, b) => b - a).All(d => d > 1e-9);
        if (increasing)
        {
            (PredictionLink Name, Func<double, double> Of, Func<double, double> Back)[] known =
            [
                (PredictionLink.Logit, p => Math.Log(p) - Math.Log(1 - p), Sigmoid),
                (PredictionLink.Probit, Probit, x => Math.Exp(SpecialFunctions.LogNdtr(x))),
                (PredictionLink.Identity, p => p, x => Math.Clamp(x, 0, 1)),
                (PredictionLink.ClippedMargin, p => 2 * p - 1, x => Math.Clamp((1 + x) / 2, 0, 1)),
                (PredictionLink.Arctangent, p => Math.Tan(p - 0.5), x => Math.Clamp(0.5 + Math.Atan(x), 0, 1)),
                (PredictionLink.Log, Math.Log, x => Math.Clamp(Math.Exp(x), 0, 1)),
            ];
            foreach (var (name, of, back) in known)
            {
                if (Multiple([.. byShare.Select(b => b.Share)], best, of) is not { } line)
                {
                    continue;
                }

                // A margin in [-1, 1] is a multiple of the probability: prefer the name closest to the identity.
                var (scale, offset) = line;
                if (name == PredictionLink.Identity && (scale != 1 || offset != 0))
                {
                    continue;
                }

                var exact = scale == 1 && offset == 0;
                var half = name == PredictionLink.Logit && scale == 0.5 && offset == 0;
                return new DerivedLink(
                    exact ? name : half ? PredictionLink.HalfLogit : PredictionLink.Other,
                    half ? PredictionLink.HalfLogit : name,
                    Quantity.Of(half ? 1 : scale),
                    Quantity.Of(offset),
                    true,
                    p => p is > 0 and < 1 ? scale * of(p) + offset : Forward(p),
                    x => back((x - offset) / scale));
            }

            return new DerivedLink(PredictionLink.Other, PredictionLink.Other, Quantity.Of(1), Quantity.Of(0), true, Forward, Inverse);
        }

        return IsSign(byShare) ? Nameless(PredictionLink.Sign, true, Forward)
            : byShare.All(b => b.Best.Kind == OptimumKind.Unique) && best.Distinct().Count() > 4 && !Falls(best)
                ? new DerivedLink(PredictionLink.Other, PredictionLink.Other, Quantity.Of(1), Quantity.Of(0), true, Forward, Inverse)
                : Nameless(PredictionLink.None, true, Forward);
    }

    private static bool Falls(double[] best) => best.Zip(best.Skip(1), (a, b) => b - a).Any(d => d < -1e-9);

    /// <summary>True if all proportions below one half have one best prediction and all above it have another, larger one.</summary>
    private static bool IsSign(IReadOnlyList<(double Share, ScalarMinimizer.Bottom Best)> byShare)
    {
        var below = byShare.Where(b => b.Share < 0.5).Select(b => b.Best.Value).ToArray();
        var above = byShare.Where(b => b.Share > 0.5).Select(b => b.Best.Value).ToArray();
        static bool Same(double[] x) => x.All(v => v.Equals(x[0]) || Math.Abs(v - x[0]) <= 1e-9 * Math.Max(1, Math.Abs(x[0])));
        return Same(below) && Same(above) && below[0] < above[0];
    }

    private static DerivedLink Nameless(PredictionLink name, bool ofProbability, Func<double, double> forward) =>
        new(name, name, Quantity.Of(1), Quantity.Of(0), ofProbability, forward, _ => double.NaN);

    /// <summary>The proportion at which the expected derivative vanishes at <paramref name="prediction"/>.</summary>
    private double Share(double prediction, (double Low, double High) classes)
    {
        if (double.IsNaN(prediction))
        {
            return double.NaN;
        }

        var low = _function.Slope(_function.Point(prediction, classes.Low, _extras));
        var high = _function.Slope(_function.Point(prediction, classes.High, _extras));

        // (1 - p) low + p high = 0. Beyond the reach of both derivatives a class is certain.
        return low > 0 && high < 0 ? low / (low - high)
            : low > 0 || (low == 0 && high > 0) ? 1
            : high < 0 || (high == 0 && low < 0) ? 0
            : prediction > 0 ? 1 : 0;
    }

    private DerivedLink OfOutcomes()
    {
        if (_function.Target < 0)
        {
            return Nameless(PredictionLink.None, false, _ => double.NaN);
        }

        // A function of the residual alone is lowest at the same residual for every outcome: one outcome decides.
        if (_analysis.Coordinate == LossCoordinate.Residual && IsLowestAtNoResidual())
        {
            return new DerivedLink(PredictionLink.Identity, PredictionLink.Identity, Quantity.Of(1), Quantity.Of(0), false, t => t, x => x);
        }

        var domain = _function.DomainOf(_function.Target);
        var outcomes = new[] { 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.0, 1.7, 3.0, 8.0, 40.0, -0.4, -1.5, -7.0 }.Where(domain.Contains);
        var certain = outcomes.Select(t => (Outcome: t, Best: _points.Certain(t))).Where(c => double.IsFinite(c.Best)).ToArray();
        if (certain.Length < 4 || certain.Select(c => c.Best).Distinct().Count() < certain.Length)
        {
            return Nameless(PredictionLink.None, false, _points.Certain);
        }

        var (at, best) = (certain.Select(c => c.Outcome).ToArray(), certain.Select(c => c.Best).ToArray());
        (PredictionLink Name, Func<double, double> Of, Func<double, double> Back)[] known =
        [
            (PredictionLink.Identity, t => t, x => x),
            (PredictionLink.Log, Math.Log, Math.Exp),
        ];
        foreach (var (name, of, back) in known)
        {
            if (Multiple(at, best, of) is { } line)
            {
                var (scale, offset) = line;
                return new DerivedLink(
                    scale == 1 && offset == 0 ? name : PredictionLink.Other, name, Quantity.Of(scale), Quantity.Of(offset), false,
                    t => scale * of(t) + offset, x => back((x - offset) / scale));
            }
        }

        return new DerivedLink(PredictionLink.Other, PredictionLink.Other, Quantity.Of(1), Quantity.Of(0), false, _points.Certain, Outcome);
    }

    /// <summary>True if no residual costs less than 0. A comparison needs this of many losses, so it does not run the whole search.</summary>
    private bool IsLowestAtNoResidual()
    {
        var none = _function.Value(_function.Point(0, 0, _extras));
        return SampleSpace.Predictions(Domain.Real, SampleSpace.Corners(_analysis.Setting), 1e12, stepsPerDecade: 3)
            .All(r => !(_function.Value(_function.Point(r, 0, _extras)) < none - 1e-12 * Math.Abs(none)));
    }

    /// <summary>The outcome at which the derivative at a prediction is 0, by bisection of the domain of the target.</summary>
    private double Outcome(double prediction)
    {
        var domain = _function.DomainOf(_function.Target);
        double Slope(double t) => _function.Slope(_function.Point(prediction, t, _extras));
        var grid = SampleSpace.Predictions(domain, [prediction], 1e12, stepsPerDecade: 2);
        for (var i = 1; i < grid.Length; i++)
        {
            var (low, high) = (grid[i - 1], grid[i]);
            var (a, b) = (Slope(low), Slope(high));
            if (a == 0)
            {
                return low;
            }

            // The derivative falls as the target rises past the prediction.
            if (!(a > 0 && b <= 0))
            {
                continue;
            }

            while (low + (high - low) / 2 is var middle && middle > low && middle < high)
            {
                (low, high) = Slope(middle) > 0 ? (middle, high) : (low, middle);
            }

            return high;
        }

        return double.NaN;
    }

    /// <summary>Scale and offset that make <paramref name="of"/> the best predictions, or null.</summary>
    private static (double Scale, double Offset)? Multiple(double[] at, double[] best, Func<double, double> of)
    {
        var basis = at.Select(of).ToArray();
        if (basis.Any(b => !double.IsFinite(b)))
        {
            // These outcomes have finite best predictions: a function without a value at one of them, such as a logarithm at a negative one, is not the link.
            return null;
        }

        var scale = (best[^1] - best[0]) / (basis[^1] - basis[0]);
        var offset = best[0] - scale * basis[0];
        scale = Round(scale);
        offset = Math.Abs(offset) < Tolerance ? 0 : Round(offset);
        if (!double.IsFinite(scale) || scale == 0)
        {
            return null;
        }

        for (var i = 0; i < at.Length; i++)
        {
            if (!(Math.Abs(scale * basis[i] + offset - best[i]) <= Tolerance * Math.Max(1, Math.Abs(best[i]))))
            {
                return null;
            }
        }

        return (scale, offset);
    }

    /// <summary>Rounds a factor to three decimals if they agree within the accuracy of the search.</summary>
    private static double Round(double x) => Math.Abs(x - Math.Round(x, 3)) <= Tolerance * Math.Max(1, Math.Abs(x)) ? Math.Round(x, 3) : x;

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>The inverse of the normal distribution function, by bisection.</summary>
    private static double Probit(double p)
    {
        var (low, high) = (-40.0, 40.0);
        var log = Math.Log(p);
        for (var i = 0; i < 200 && low + (high - low) / 2 is var middle && middle > low && middle < high; i++)
        {
            (low, high) = SpecialFunctions.LogNdtr(middle) < log ? (middle, high) : (low, middle);
        }

        return low;
    }
}

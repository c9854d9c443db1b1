namespace Minima.Analysis;

/// <summary>Recognises the feature of a distribution that a loss elicits, from its best predictions for distributions of two points.</summary>
internal sealed class FunctionalFinder(LossAnalysis analysis)
{
    private const double Tolerance = 1e-5;

    private static readonly double[] Shares = [0.07, 0.21, 0.33, 0.44, 0.57, 0.68, 0.83, 0.94];

    // A loss that is capped, or a square only near 0, elicits a median or a mean of small numbers alone: a feature gets its name only if it holds in every unit.
    private static readonly double[] Scales = [1, 1e-3, 1e3, 1e6];

    private readonly PointFunction _function = analysis.Function;
    private readonly FewPoints _points = new(analysis, analysis.Setting.Extras);

    public ElicitedFunctional Find()
    {
        var other = new ElicitedFunctional(Functional.Other, null);
        if (_function.Target < 0)
        {
            return other;
        }

        if (LinkFinder.Classes(_function) is not null && analysis.Link.OfProbability)
        {
            // Two classes have one feature, the proportion of the upper one: the only question is how much of it the prediction keeps.
            return new ElicitedFunctional(analysis.Link.Name switch
            {
                PredictionLink.Sign => Functional.Majority,
                PredictionLink.None => Functional.Other,
                _ => Functional.Mean,
            }, null);
        }

        var domain = _function.DomainOf(_function.Target);
        (double Low, double High)[] pairs = [.. new[] { (0.5, 1.5), (1.0, 4.0), (0.2, 0.9), (2.0, 50.0), (-3.0, 5.0), (0.1, 0.7) }.Where(p => domain.Contains(p.Item1) && domain.Contains(p.Item2))];
        var link = analysis.Link;
        if (pairs.Length == 0 || !link.IsInvertible)
        {
            return other;
        }

        var seen = pairs.SelectMany(p => Shares.Select(s => (p.Low, p.High, Share: s, Best: _points.Best(p.Low, p.High, s)))).ToArray();
        if (seen.Any(s => !double.IsFinite(s.Best.Value)))
        {
            return other;
        }

        var points = seen.Select(s => new Seen(s.Low, s.High, s.Share, link.Inverse(s.Best.Value))).ToArray();
        var found = OfPairs(points);
        return found.Kind == Functional.Other || HoldsForMore(found, domain) ? found : other;
    }

    private ElicitedFunctional OfPairs(Seen[] points)
    {
        var other = new ElicitedFunctional(Functional.Other, null);
        bool All(Func<Seen, double> expected) => points.All(p => Math.Abs(p.Got - expected(p)) <= Tolerance * Math.Max(1e-3, p.High - p.Low));
        if (All(p => (1 - p.Share) * p.Low + p.Share * p.High))
        {
            return new ElicitedFunctional(Functional.Mean, null);
        }

        if (points.All(p => p.Low > 0) && All(p => Math.Exp((1 - p.Share) * Math.Log(p.Low) + p.Share * Math.Log(p.High))))
        {
            return new ElicitedFunctional(Functional.GeometricMean, null);
        }

        if (points.All(p => p.Low > -1) && All(p => Math.Exp((1 - p.Share) * Math.Log(1 + p.Low) + p.Share * Math.Log(1 + p.High)) - 1))
        {
            return new ElicitedFunctional(Functional.LogOnePlusMean, null);
        }

        return Expectile(points) ?? AtPoints(points) ?? other;
    }

    /// <summary>level E(t - x)+ = (1 - level) E(x - t)+ with one level for all.</summary>
    private static ElicitedFunctional? Expectile(Seen[] points)
    {
        var levels = points.Select(p => (1 - p.Share) * (p.Got - p.Low) is var below && p.Share * (p.High - p.Got) is var above ? below / (below + above) : double.NaN).ToArray();
        return levels.All(l => l is > 1e-3 and < 0.999 && Math.Abs(l - levels[0]) < Tolerance)
            ? new ElicitedFunctional(Functional.Expectile, Quantity.Of(Math.Round(levels.Average(), 7)))
            : null;
    }

    /// <summary>A loss whose best prediction is always one of the two points: a quantile, if it changes from one to the other at the same proportion for all pairs.</summary>
    private ElicitedFunctional? AtPoints(Seen[] points)
    {
        if (points.Any(p => Math.Abs(p.Got - p.Low) > Tolerance * (p.High - p.Low) && Math.Abs(p.Got - p.High) > Tolerance * (p.High - p.Low)))
        {
            return null;
        }

        var pairs = points.Select(p => (p.Low, p.High)).Distinct().ToArray();
        var changes = pairs.Select(p => Change(p.Low, p.High)).ToArray();
        if (changes.All(c => Math.Abs(c - changes[0]) < 1e-6))
        {
            var level = Quantity.Of(Math.Round(1 - changes[0], 10));
            return level.Value == 0.5 ? new ElicitedFunctional(Functional.Median, null) : new ElicitedFunctional(Functional.Quantile, level);
        }

        // Each point is weighted by its proportion over its size: the change is where the two weights are equal.
        return pairs.Zip(changes, (p, c) => p.Low != 0 && p.High != 0 && Math.Abs(c / Math.Abs(p.High) - (1 - c) / Math.Abs(p.Low)) < 1e-5).All(x => x)
            ? new ElicitedFunctional(Functional.WeightedMedian, null)
            : null;
    }

    /// <summary>Tests the guess from two points on distributions of five, in several units if the domain has no end.</summary>
    private bool HoldsForMore(ElicitedFunctional found, Domain domain)
    {
        var random = new Random(19);
        var isBounded = double.IsFinite(domain.High);
        for (var n = 0; n < 12; n++)
        {
            var scale = isBounded ? 1 : Scales[n % Scales.Length];
            var outcomes = Enumerable.Range(0, 5).Select(_ => isBounded ? domain.Low + (domain.High - domain.Low) * random.NextDouble() : scale * (0.1 + 5 * random.NextDouble() * random.NextDouble())).Order().ToArray();
            var shares = outcomes.Select(_ => 0.05 + random.NextDouble()).ToArray();
            var total = shares.Sum();
            shares = Array.ConvertAll(shares, s => s / total);
            if (!outcomes.All(domain.Contains))
            {
                continue;
            }

            var got = analysis.Link.Inverse(_points.Best(outcomes, shares).Value);
            if (!(Math.Abs(got - Expected(found, outcomes, shares)) <= 1e-4 * scale))
            {
                return false;
            }
        }

        return true;
    }

    private static double Expected(ElicitedFunctional found, double[] outcomes, double[] shares) => found.Kind switch
    {
        Functional.Mean => Mean(outcomes, shares),
        Functional.GeometricMean => Math.Exp(Mean(Array.ConvertAll(outcomes, Math.Log), shares)),
        Functional.LogOnePlusMean => Math.Exp(Mean(Array.ConvertAll(outcomes, x => Math.Log(1 + x)), shares)) - 1,
        Functional.Median => Quantile(outcomes, shares, 0.5),
        Functional.Quantile => Quantile(outcomes, shares, found.Level!.Value),
        Functional.WeightedMedian => Quantile(outcomes, [.. shares.Zip(outcomes, (s, x) => s / Math.Abs(x))], 0.5),
        Functional.Expectile => ExpectileOf(outcomes, shares, found.Level!.Value),
        _ => double.NaN,
    };

    private static double Mean(double[] outcomes, double[] shares) => outcomes.Zip(shares, (x, s) => x * s).Sum();

    private static double Quantile(double[] outcomes, double[] shares, double level)
    {
        var total = shares.Sum();
        var sum = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            sum += shares[i];
            if (sum >= level * total)
            {
                return outcomes[i];
            }
        }

        return outcomes[^1];
    }

    private static double ExpectileOf(double[] outcomes, double[] shares, double level)
    {
        var (low, high) = (outcomes[0], outcomes[^1]);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            var balance = outcomes.Zip(shares, (x, s) => s * (x > middle ? level : 1 - level) * (x - middle)).Sum();
            (low, high) = balance > 0 ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The proportion of the upper point at which the best prediction changes.</summary>
    private double Change(double low, double high)
    {
        var (down, up) = (0.0, 1.0);
        for (var i = 0; i < 44; i++)
        {
            var middle = (down + up) / 2;
            if (analysis.Link.Inverse(_points.Best(low, high, middle).Value) > (low + high) / 2)
            {
                up = middle;
            }
            else
            {
                down = middle;
            }
        }

        return (down + up) / 2;
    }

    private sealed record Seen(double Low, double High, double Share, double Got);
}

namespace Minima.Analysis;

/// <summary>The best prediction if the target takes one of a few values with given probabilities.</summary>
internal sealed class FewPoints(LossAnalysis analysis, double[] extras)
{
    private readonly PointFunction _function = analysis.Function;

    /// <summary>The lowest point of (1 - share) loss(x, low) + share loss(x, high).</summary>
    public ScalarMinimizer.Bottom Best(double low, double high, double share) => Best([low, high], [1 - share, share]);

    /// <summary>The lowest point of the expected loss of a distribution of a few points.</summary>
    public ScalarMinimizer.Bottom Best(double[] outcomes, double[] shares)
    {
        (double Target, double Weight)[] terms = [.. outcomes.Zip(shares).Where(t => t.Second > 0)];
        var inputs = Enumerable.Range(0, _function.Arity).Select(_ => new double[terms.Length]).ToArray();
        for (var n = 0; n < terms.Length; n++)
        {
            var x = _function.Point(0, terms[n].Target, extras);
            for (var i = 0; i < x.Length; i++)
            {
                inputs[i][n] = x[i];
            }
        }

        var objective = new ConstantObjective(_function, inputs, [.. terms.Select(t => t.Weight)]);
        var targets = terms.Select(t => t.Target).Distinct().Order().ToArray();
        return new ScalarMinimizer(objective, _function.DomainOf(0), targets, analysis.KinksForSearch, analysis.ConvexityForSearch is not null).Find(terms.Sum(t => t.Weight * t.Target));
    }

    /// <summary>The best prediction for an outcome that is certain; NaN if it is infinite or not in the domain.</summary>
    public double Certain(double target)
    {
        var best = Best(target, target, 0);
        return best.Kind switch
        {
            OptimumKind.None => best.Value,

            // A loss that tolerates everything on one side, or everything within a distance, still points at the target.
            OptimumKind.HalfLine or OptimumKind.Any or OptimumKind.Interval when best.Low <= target && target <= best.High && !IsMiddle(best, target) => target,
            _ => best.Value,
        };
    }

    private static bool IsMiddle(ScalarMinimizer.Bottom best, double target) => best.Kind == OptimumKind.Interval && Math.Abs(best.Value - target) <= 1e-12 * Math.Abs(target);
}

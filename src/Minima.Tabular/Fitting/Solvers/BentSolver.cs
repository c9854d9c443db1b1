namespace Minima.Tabular;

/// <summary>
/// A local minimum of a non-convex objective with kinks: a search that needs no continuous gradient, then the equations of
/// the kinks on which it ended.
/// </summary>
internal static class BentSolver
{
    private static readonly MinimizerOptions Options = new() { MaximumIterations = 5000, GradientTolerance = 1e-12, DecreaseTolerance = 0 };

    public static Solution Solve(FitObjective objective, double[] start, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var evaluations = 0;
        var result = Minimizer.Minimize(ValueAndGradient, start, Options, cancellation);
        var point = result.Parameters;
        if (result.Reason == StopReason.Unbounded) return new Solution(point, SolutionKind.NoFiniteOptimum, new double[point.Length], new double[objective.Kinks.Count], result.Iterations);
        Solution? best = null;
        var value = objective.Value(point);
        for (var reach = 1e-10; reach < 1e-2; reach *= 10)
        {
            var solution = Finish(objective, point, reach, cancellation);
            var after = objective.Value(solution.Parameters);
            if (!(after <= value + (1e-9 * Math.Abs(value)) + 1e-14)) continue;
            if (best is null || OptimumBound.Of(objective, solution).Gap < OptimumBound.Of(objective, best).Gap) best = solution;
        }

        best ??= Finish(objective, point, 0, cancellation);
        var kind = OptimumBound.Of(objective, best).Gap <= 1e-6 * (1 + Math.Abs(value)) ? SolutionKind.Optimal : SolutionKind.NotConverged;
        return best with { Kind = kind, Iterations = result.Iterations };

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            if (++evaluations % 64 == 0) progress?.Report(new(evaluations, double.NaN));
            return objective.ValueAndSubgradient(parameters, gradient);
        }
    }

    /// <summary>The exact point for the kinks within reach, if the multipliers allow it.</summary>
    private static Solution Finish(FitObjective objective, double[] point, double reach, CancellationToken cancellation)
    {
        var at = new double[objective.Kinks.Count];
        objective.Kinks.Values(objective.Predict(point), point, at);
        var items = objective.Kinks.Items;
        int[] active = [.. Enumerable.Range(0, at.Length).Where(m => Math.Abs(at[m] - items[m].At) <= reach * (objective.Kinks.Unit + Math.Abs(items[m].At)))];
        return ActiveBends.Solve(objective, point, [.. items.Select(kink => 0.5 * kink.Jump)], active, cancellation);
    }
}

namespace Minima.Tabular;

/// <summary>
/// Minimises a convex objective with kinks. The smooth part is replaced by its second-order model, the kinks are kept,
/// and an interior point method solves the model; for piecewise linear and quadratic losses this is the problem itself. A search along
/// the step follows. At last come the equations of the active kinks, whose multipliers are the certificate.
/// </summary>
internal static class KinkSolver
{
    /// <summary>A gap below this fraction of the scale counts as none if the optimum itself is 0.</summary>
    private const double Negligible = 1e-11;

    private const int MostRounds = 300;

    /// <summary>The number of rounds allowed without a better certificate.</summary>
    private const int Patience = 60;

    /// <param name="objective">The objective.</param>
    /// <param name="start">The start of the search; it is not changed.</param>
    /// <param name="convex">If false, steps must lower the objective, and the result is a local minimum.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public static Solution Solve(FitObjective objective, ReadOnlySpan<double> start, bool convex, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var point = start.ToArray();
        var columns = objective.Columns;
        var steps = 0;
        var held = 0.0;
        Solution? best = null;
        var bestGap = double.PositiveInfinity;
        var waited = 0;
        for (var round = 0; round < MostRounds && waited < Patience; round++, waited++)
        {
            var prediction = objective.Predict(point);
            var (gradient, model) = objective.SecondOrder(point, prediction, held);
            var offset = new double[objective.Kinks.Count];
            objective.Kinks.Values(prediction, point, offset);
            for (var m = 0; m < offset.Length; m++) offset[m] -= objective.Kinks.Items[m].At;
            var (direction, multipliers, count) = InteriorPoint.Solve(objective, model, gradient, offset, progress, cancellation);
            steps += count;
            var length = Array.TrueForAll(direction, double.IsFinite) ? Length(objective, point, prediction, direction, convex) : 0;

            // If the model has too little curvature, its step is too long: it is damped until steps succeed again.
            if (length < 0.1) held = Math.Max(10 * held, Math.Sqrt(FixedOrder.Dot(gradient, gradient)) / (100 * (1 + FixedOrder.LargestMagnitude(prediction))));
            else if (length == 1) held = held < 1e-12 ? 0 : held / 10;
            var next = (double[])point.Clone();
            if (length > 0) FixedOrder.AddScaled(length, direction, next);
            var value = objective.Value(next);
            var from = next;
            foreach (var candidate in Candidates(objective, next, multipliers, cancellation))
            {
                var there = objective.Value(candidate.Parameters);
                if (!(there <= value + (1e-9 * Math.Abs(value)) + 1e-14) && !convex) continue;

                // Below this it is rounding; of two such candidates the exact one, which comes first, is kept.
                var gap = Math.Max(OptimumBound.Of(objective, candidate).Gap, 1e-13 * Math.Abs(there));
                if (gap < 0.5 * bestGap)
                {
                    (best, bestGap) = (candidate, gap);
                    waited = 0;
                }

                if (there < value) (from, value) = (candidate.Parameters, there);
            }

            var scale = Scale(objective, from);
            if (bestGap <= 1e-12 * Math.Abs(value) || bestGap <= 1e-16 * scale) break;
            if (waited > (objective.HasExactEnd ? 2 : 0) && (bestGap <= 1e-9 * Math.Abs(value) || bestGap <= Negligible * scale)) break;
            point = from;
        }

        if (best is null) return new Solution(point, SolutionKind.NotConverged, new double[columns], new double[objective.Kinks.Count], steps);
        var reached = Math.Abs(objective.Value(best.Parameters));
        var optimal = bestGap <= 1e-8 * reached || bestGap <= Negligible * Scale(objective, best.Parameters);
        return best with
        {
            Iterations = steps,
            Kind = optimal ? SolutionKind.Optimal : SolutionKind.NotConverged,
            Parameters = optimal ? best.Parameters : point,
        };
    }

    /// <summary>The change of the objective if every prediction changes by 1: the scale of a gap if the optimum is 0.</summary>
    private static double Scale(FitObjective objective, double[] point)
    {
        var slopes = new double[objective.Rows];
        objective.Slopes(objective.Predict(point), slopes);
        for (var i = 0; i < slopes.Length; i++) slopes[i] = Math.Abs(slopes[i]);
        var scale = Summation.Mean(slopes, objective.Share);
        foreach (var kink in objective.Kinks.Items) scale += kink.Row >= 0 ? kink.Jump : 0;
        return scale;
    }

    /// <summary>The exact solutions for the kinks suggested by the interior one, and the interior one itself.</summary>
    private static IEnumerable<Solution> Candidates(FitObjective objective, double[] point, double[] multipliers, CancellationToken cancellation)
    {
        var active = ActiveBends.Guess(objective, point, multipliers);
        for (var round = 0; round < 3 && objective.HasExactEnd && ActiveBends.AreFew(objective, active); round++)
        {
            var solution = ActiveBends.Solve(objective, point, multipliers, active, cancellation);
            yield return solution;
            var next = ActiveBends.Guess(objective, solution.Parameters, solution.Multipliers);
            if (next.AsSpan().SequenceEqual(active)) break;
            active = next;
        }

        // A coefficient that is negligible compared with its multiplier is 0.
        var snapped = (double[])point.Clone();
        foreach (var m in ActiveBends.Guess(objective, point, multipliers))
        {
            if (objective.Kinks.Items[m].Row < 0) snapped[-1 - objective.Kinks.Items[m].Row] = objective.Kinks.Items[m].At;
        }

        if (!snapped.AsSpan().SequenceEqual(point)) yield return Interior(snapped);
        yield return Interior(point);

        Solution Interior(double[] at)
        {
            var gradient = objective.SmoothGradient(at, objective.Predict(at), null);
            objective.AddBendsTransposed(multipliers, gradient);
            return new Solution(at, SolutionKind.Optimal, gradient, multipliers, 0) { Curved = false };
        }
    }

    /// <summary>The whole step if it descends to its end; otherwise the length at which the derivative changes sign. 0 if there is none.</summary>
    private static double Length(FitObjective objective, double[] point, double[] prediction, double[] direction, bool convex)
    {
        var along = objective.Predict(direction);
        var before = objective.OnLine(point, prediction, direction, along).Value;
        var low = 0.0;
        var high = 1.0;
        for (var trial = 0; trial < 60; trial++)
        {
            var length = trial == 0 ? 1 : low + ((high - low) / 2);
            var next = (double[])point.Clone();
            FixedOrder.AddScaled(length, direction, next);
            var nextPrediction = (double[])prediction.Clone();
            FixedOrder.AddScaled(length, along, nextPrediction);
            var (value, slope) = objective.OnLine(next, nextPrediction, direction, along);
            var usable = double.IsFinite(value) && double.IsFinite(slope);
            if (usable && trial == 0 && value <= before + (1e-12 * Math.Abs(before)) && slope <= 0.5 * Math.Abs(before - value)) return 1;
            if (usable && !convex && value < before) return length;
            if (usable && convex && slope <= 0) low = length;
            else high = length;
            if (high - low < 1e-3 * high && low > 0) break;
        }

        return low;
    }
}

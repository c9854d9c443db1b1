namespace Minima.Tabular;

/// <summary>
/// Newton's method on a smooth objective, with the exact second derivative. A step is accepted if it halves the gradient or if
/// the derivative along it has fallen to half. For a convex objective this certifies descent even if values no longer differ in
/// double. It continues until rounding stops the gradient from falling. If the objective is not convex, steps must lower it.
/// </summary>
internal sealed class NewtonSolver
{
    public const int MostIterations = 400;

    private const int MostTrials = 100;

    /// <summary>The number of steps after which a search without an end checks if there is one.</summary>
    private const int SeparationCheck = 30;

    /// <summary>From this many parameters, conjugate gradients find a step without a matrix.</summary>
    private const int ConjugateFrom = 3000;

    private readonly FitObjective _objective;
    private readonly bool _convex;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly double[]? _hessian;
    private bool _curved = true;

    private NewtonSolver(FitObjective objective, bool convex, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _objective = objective;
        _convex = convex;
        _progress = progress;
        _cancellation = cancellation;
        _hessian = objective.Columns < ConjugateFrom ? new double[objective.Columns * objective.Columns] : null;
    }

    public static Solution Solve(
        FitObjective objective, ReadOnlySpan<double> start, bool convex, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new NewtonSolver(objective, convex, progress, cancellation).Run(start.ToArray());

    private Solution Run(double[] start)
    {
        var point = start;
        var best = start;
        double[]? bestGradient = null;
        var bestNorm = double.PositiveInfinity;
        var stalled = 0;
        for (var iteration = 0; ; iteration++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var prediction = _objective.Predict(point);
            var gradient = _objective.SmoothGradient(point, prediction, _hessian);
            var norm = Length(gradient);
            _progress?.Report(new(iteration, norm));
            if (norm < bestNorm || !_convex)
            {
                stalled = norm <= 0.5 * bestNorm ? 0 : stalled + 1;
                (best, bestGradient, bestNorm) = (point, gradient, norm);
            }
            else
            {
                stalled++;
            }

            if (norm == 0)
            {
                // Either a flat that was reached, or a derivative too small for a double, which shows at a point closer to 0.
                _curved = _hessian is null || Cholesky.Factor(_hessian, _objective.Columns) is { SmallestPivot: > 1e-13 };
                var back = Array.ConvertAll(prediction, x => x / 16);
                return Recession.FallsForEver(_objective, back, point, prediction) ? Stopped(SolutionKind.NoFiniteOptimum) with { Direction = point } : Stopped(SolutionKind.Optimal);
            }

            var floor = Floor(prediction);
            var direction = Direction(point, prediction, gradient);
            var along = _objective.Predict(direction);
            var small = FixedOrder.LargestMagnitude(along) <= 1e-5 * (1 + FixedOrder.LargestMagnitude(prediction));
            if (stalled >= 2 && Settled(norm) && small && (IsExact(floor) || stalled >= 12)) return Stopped(IsExact(floor) ? SolutionKind.Optimal : SolutionKind.NotConverged);
            if (!small && iteration >= 6 && Recession.FallsForEver(_objective, prediction, direction, along)) return Stopped(SolutionKind.NoFiniteOptimum) with { Direction = direction };
            if (!small && iteration >= 6 && Recession.FallsForEver(_objective, prediction, point, prediction)) return Stopped(SolutionKind.NoFiniteOptimum) with { Direction = point };
            if (!small && iteration is SeparationCheck or MostIterations && Recession.Separating(_objective, prediction, _progress, _cancellation) is { } separating)
                return Stopped(SolutionKind.NoFiniteOptimum) with { Direction = separating };
            if (iteration >= MostIterations) return Stopped(Settled(bestNorm) && IsExact(floor) ? SolutionKind.Optimal : SolutionKind.NotConverged);
            var next = Search(point, prediction, direction, along, FixedOrder.Dot(gradient, direction), norm);
            if (next is null)
            {
                if (Settled(bestNorm) && IsExact(floor)) return Stopped(SolutionKind.Optimal);
                return Recession.FallsForEver(_objective, prediction, direction, along)
                    ? Stopped(SolutionKind.NoFiniteOptimum) with { Direction = direction }
                    : Stopped(SolutionKind.NotConverged);
            }

            point = next;

            // If predictions are large compared with the zone in which derivatives change, their last bits move the gradient.
            bool Settled(double size) => size <= 1e-8 * floor || size <= Rounding(prediction);

            // Exact to rounding, or the objective is right to ten digits by Newton's decrement or the certificate.
            bool IsExact(double size)
            {
                if (bestNorm <= 1e-13 * size) return true;
                if (_curved && FixedOrder.LargestMagnitude(along) <= 1e-12 * (1 + FixedOrder.LargestMagnitude(prediction))) return true;
                if (_curved && -FixedOrder.Dot(gradient, direction) <= 1e-12 * Math.Abs(_objective.Value(point))) return true;
                var reached = new Solution(best, SolutionKind.Optimal, bestGradient!, [], iteration);
                var gap = OptimumBound.Of(_objective, reached).Gap;

                // If the optimum is 0 and flat (all margins are wide enough), the derivatives at 0 are the scale.
                return gap <= 1e-10 * Math.Abs(_objective.Value(best)) || gap <= 1e-10 * Math.Min(1, Floor(new double[prediction.Length]));
            }

            Solution Stopped(SolutionKind kind) => new(best, kind, bestGradient!, [], iteration) { Curved = _curved };
        }
    }

    /// <summary>The size of the terms of which the gradient is a difference: a gradient far below it cannot be distinguished from 0.</summary>
    private double Floor(double[] prediction)
    {
        var slopes = new double[prediction.Length];
        _objective.Slopes(prediction, slopes);
        for (var i = 0; i < slopes.Length; i++) slopes[i] = Math.Abs(slopes[i]);
        return Math.Max(Summation.Mean(slopes, _objective.Share), 1e-4);
    }

    /// <summary>The change of the gradient that the last bits of the predictions may cause.</summary>
    private double Rounding(double[] prediction)
    {
        var (slopes, curvatures) = (new double[prediction.Length], new double[prediction.Length]);
        _objective.SmoothSlopes(prediction, slopes, curvatures);
        for (var i = 0; i < curvatures.Length; i++) curvatures[i] = double.IsFinite(curvatures[i]) ? Math.Abs(curvatures[i] * prediction[i]) * 2.220446049250313e-16 : 0;
        return Math.Sqrt(_objective.Columns) * Summation.Mean(curvatures, _objective.Share);
    }

    private double[] Direction(double[] point, double[] prediction, double[] gradient)
    {
        if (_hessian is null) return ConjugateGradients.Direction(_objective, prediction, gradient, _cancellation);
        var factor = Cholesky.Factor(_hessian, _objective.Columns);
        _curved = factor is { SmallestPivot: > 1e-13 };
        if (factor is null && !_convex)
        {
            _objective.SmoothGradient(point, prediction, _hessian, Curvature.GaussNewton);
            factor = Cholesky.Factor(_hessian, _objective.Columns, 1e-3);
        }

        if (factor is not { SmallestPivot: > 1e-6 })
        {
            // Nearly flat in some direction: the step is limited to the size of the predictions, and damped less near the end.
            var ridge = Length(gradient) / (10 * (1 + FixedOrder.LargestMagnitude(prediction)));
            var held = (double[])_hessian.Clone();
            for (var j = 0; j < _objective.Columns; j++) held[j * (_objective.Columns + 1)] += ridge;
            factor = Cholesky.Factor(held, _objective.Columns) ?? factor;
            for (var more = 1e-14; factor is null && more < 1e6; more *= 100) factor = Cholesky.Factor(held, _objective.Columns, more);
        }

        var direction = factor?.Solve(gradient) ?? (double[])gradient.Clone();
        for (var j = 0; j < direction.Length; j++) direction[j] = -direction[j];
        return direction;
    }

    /// <summary>The next point, or null if there is none.</summary>
    private double[]? Search(double[] point, double[] prediction, double[] direction, double[] along, double slope, double norm)
    {
        if (!(slope < 0)) return null;
        var before = _objective.OnLine(point, prediction, direction, along).Value;
        var low = 0.0;
        var high = double.PositiveInfinity;
        var length = _convex ? 1 : Math.Min(1, _objective.LongestStep / FixedOrder.LargestMagnitude(along));
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var next = Moved(point, direction, length);
            var nextPrediction = Moved(prediction, along, length);
            var (value, nextSlope) = _objective.OnLine(next, nextPrediction, direction, along);
            var usable = double.IsFinite(value) && double.IsFinite(nextSlope);
            if (trial == 0 && usable && (_convex || value <= before + (1e-13 * Math.Abs(before)))
                && Length(_objective.SmoothGradient(next, _objective.Predict(next), null)) <= 0.5 * norm)
                return next;
            if (usable && _convex && Math.Abs(nextSlope) <= 0.5 * -slope) return next;
            if (usable && !_convex && value < before + (1e-4 * length * slope)) return next;
            if (usable && _convex && nextSlope < 0) low = length;
            else high = length;
            length = double.IsFinite(high) ? low + ((high - low) / 2) : 2 * length;
            if (length <= low || length >= high || length > 1e15) break;
        }

        return null;
    }

    private static double[] Moved(double[] from, double[] direction, double length)
    {
        var to = (double[])from.Clone();
        FixedOrder.AddScaled(length, direction, to);
        return to;
    }

    private static double Length(double[] vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));
}

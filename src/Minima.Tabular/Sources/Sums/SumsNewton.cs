namespace Minima.Tabular;

/// <summary>
/// Newton's method for objectives whose every point costs a pass over the rows of a source: value, gradient and curvature come together, so that an accepted point needs no second pass. For a convex
/// objective a step is accepted if it halves the gradient or the derivative along it. For others it is accepted if it lowers the value, and negative curvature is left out until the end is near.
/// </summary>
internal sealed class SumsNewton
{
    private const int MostIterations = 200;

    private const int MostTrials = 60;

    /// <summary>The number of iterations after which a search that is still far from an optimum tests if there is one.</summary>
    private const int EndInDoubt = 25;

    /// <summary>The relative step length at which the search ends: a step of the exact curvature is the distance to the optimum, and smaller ones do not change the digits of a prediction. Kinks that are smoothed within less have their own curvature.</summary>
    private const double CloseEnough = 1e-12;

    private readonly SumsObjective _objective;
    private readonly bool _convex;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly double _enough;
    private readonly bool _isGiven;
    private Curvature _curvature;
    private bool _exactFailed;

    private SumsNewton(SumsObjective objective, bool convex, double enough, Curvature? curvature, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        (_objective, _convex, _enough, _isGiven, _progress, _cancellation) = (objective, convex, enough, curvature is not null, progress, cancellation);
        _curvature = curvature ?? (convex ? Curvature.Exact : Curvature.GaussNewton);
    }

    /// <summary>Searches from a start.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="start">Parameters.</param>
    /// <param name="convex">True if the objective is convex.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <param name="enough">The length of the gradient at which the search stops; 0 to continue to the last digits.</param>
    /// <param name="curvature">The kind of curvature of each step; null for the second derivative, or for a non-convex objective its positive part until the end is near.</param>
    public static (SumsPoint Point, SolutionKind Kind, int Iterations) Solve(SumsObjective objective, double[] start, bool convex, IProgress<FitProgress>? progress, CancellationToken cancellation, double enough = 0, Curvature? curvature = null) =>
        new SumsNewton(objective, convex, enough, curvature, progress, cancellation).Run(start);

    private (SumsPoint Point, SolutionKind Kind, int Iterations) Run(double[] start)
    {
        var here = _objective.At(start, _curvature, _cancellation);
        if (!here.IsUsable) return (here, SolutionKind.NotConverged, 0);
        var best = here;
        var stalled = 0;
        for (var iteration = 0; ; iteration++)
        {
            var norm = Length(here.Gradient);
            var floor = Math.Max(here.Sums.AbsoluteSlope, 1e-4);
            _progress?.Report(new(iteration, norm) { Left = PassesLeft(norm / floor) * _objective.Pass });
            if (iteration > 0)
            {
                var before = Length(best.Gradient);
                stalled = norm <= 0.5 * before ? 0 : stalled + 1;
                if (norm < before || !_convex) best = here;
            }

            var (direction, isDistance) = Direction(here);
            var length = FixedOrder.LargestMagnitude(direction);
            var size = 1 + FixedOrder.LargestMagnitude(here.Parameters);
            var isNear = length <= 1e-5 * size;
            if (norm <= _enough || (isDistance && _enough == 0 && length <= CloseEnough * size) || (isNear && (norm <= 1e-15 * floor || (stalled >= 2 && norm <= 1e-8 * floor)))) return (best, SolutionKind.Optimal, iteration);
            if (!isNear && iteration >= EndInDoubt && FallsForEver(here, direction)) return (best, SolutionKind.NoFiniteOptimum, iteration);
            if (iteration >= MostIterations) return (best, SolutionKind.NotConverged, iteration);
            if (!_convex && !_exactFailed && !_isGiven) _curvature = length > 1e-2 * size ? Curvature.GaussNewton : Curvature.Exact;
            var next = Search(here, direction, norm);
            if (next is null)
            {
                return (best, isNear && Length(best.Gradient) <= 1e-8 * floor ? SolutionKind.Optimal : FallsForEver(here, direction) ? SolutionKind.NoFiniteOptimum : SolutionKind.NotConverged, iteration);
            }

            here = next;
        }
    }

    /// <summary>The remaining passes if each step squares the error, as steps of the exact curvature do near the optimum; null otherwise.</summary>
    private double? PassesLeft(double error) => _convex && _enough == 0 && _curvature == Curvature.Exact && error < 0.3 ? Math.Ceiling(Math.Max(0, Math.Log2(Math.Log(1e-15) / Math.Log(Math.Max(error, 1e-15))))) : null;

    /// <summary>The next step, and true if it is that of the exact curvature with nothing added.</summary>
    private (double[] Direction, bool IsDistance) Direction(SumsPoint here)
    {
        var size = _objective.Size;
        var factor = Cholesky.Factor(here.Hessian, size);
        if (factor is null && !_convex && _curvature == Curvature.Exact && !_isGiven)
        {
            // Negative curvature near the end: the search continues without it.
            (_exactFailed, _curvature) = (true, Curvature.GaussNewton);
            here = _objective.At(here.Parameters, _curvature, _cancellation);
            factor = Cholesky.Factor(here.Hessian, size);
        }

        var isDistance = factor is { SmallestPivot: > 1e-6 } && _curvature == Curvature.Exact;
        var curvature = here.Hessian;
        if (factor is not { SmallestPivot: > 1e-6 })
        {
            // Nearly flat in some direction: a ridge limits the step to the size of the parameters, and shrinks towards the end.
            var ridge = Length(here.Gradient) / (10 * (1 + FixedOrder.LargestMagnitude(here.Parameters)));
            curvature = (double[])here.Hessian.Clone();
            for (var j = 0; j < size; j++) curvature[j * (size + 1)] += ridge;
            factor = Cholesky.Factor(curvature, size) ?? factor;
            for (var more = 1e-14; factor is null && more < 1e6; more *= 100) factor = Cholesky.Factor(curvature, size, more);
        }

        if (_objective.Absolute is { } penalties)
        {
            var (step, isExact) = LassoStep.Of(here, curvature, penalties);
            return (step, isDistance && isExact);
        }

        var direction = factor?.Solve(here.Gradient) ?? (double[])here.Gradient.Clone();
        for (var j = 0; j < direction.Length; j++) direction[j] = -direction[j];
        return (direction, isDistance);
    }

    /// <summary>The next point, or null if there is none.</summary>
    private SumsPoint? Search(SumsPoint here, double[] direction, double norm)
    {
        var slope = _objective.SlopeAlong(here, direction);
        if (!(slope < 0)) return null;
        var (low, high, length) = (0.0, double.PositiveInfinity, 1.0);
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var next = _objective.At(Moved(here.Parameters, direction, length), _curvature, _cancellation);
            if (next.IsUsable)
            {
                var nextSlope = _objective.SlopeAlong(next, direction);
                var halved = Length(next.Gradient) <= 0.5 * norm;
                if (_convex && ((trial == 0 && halved) || Math.Abs(nextSlope) <= 0.5 * -slope)) return next;

                // If the value has no more precision, the gradient decides; that of a reweighted fit falls by less than half.
                var shorter = halved || (_curvature == Curvature.Weight && Length(next.Gradient) < norm);
                if (!_convex && (next.Value < here.Value + (1e-4 * length * slope) || (shorter && next.Value <= here.Value + (1e-13 * Math.Abs(here.Value))))) return next;
                if (_convex && nextSlope < 0) low = length;
                else high = length;
            }
            else
            {
                high = length;
            }

            length = double.IsFinite(high) ? low + ((high - low) / 2) : 2 * length;
            if (length <= low || length >= high || length > 1e15) break;
        }

        return null;
    }

    /// <summary>Checks if the objective still falls far along the direction.</summary>
    private bool FallsForEver(SumsPoint here, double[] direction)
    {
        var value = here.Value;
        foreach (var length in (double[])[8, 64, 512, 4096])
        {
            var far = _objective.At(Moved(here.Parameters, direction, length), Curvature.GaussNewton, _cancellation);
            if (!far.IsUsable || far.Value > value || _objective.SlopeAlong(far, direction) > 0) return false;
            value = far.Value;
        }

        return true;
    }

    private static double[] Moved(double[] from, double[] direction, double length)
    {
        var to = (double[])from.Clone();
        FixedOrder.AddScaled(length, direction, to);
        return to;
    }

    private static double Length(double[] vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));
}

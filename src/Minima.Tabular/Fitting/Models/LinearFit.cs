namespace Minima.Tabular;

/// <summary>Chooses the solver by the shape of the loss, and reports if the solution is exact, local or not unique.</summary>
internal sealed class LinearFit
{
    /// <summary>The number of times that a zone is narrowed by a factor of 4, to 1e-15 of the residuals; the loss itself is tried now and then.</summary>
    private const int MostStages = 25;

    private const int StagesBetween = 5;

    /// <summary>Some units in the last place of a double.</summary>
    private const double LastBits = 1e-14;

    /// <summary>The remainder, after an interior point method, of a coefficient that the loss leaves free to be 0.</summary>
    private const double Negligible = 1e-9;

    private readonly LinearFitSettings _settings;
    private readonly ModelBasis _basis;
    private readonly bool _convex;
    private readonly bool _oneIntercept = true;
    private readonly Func<double, double[]> _penalty;
    private readonly FitObjective _objective;
    private readonly Func<double[], double[]>? _even;
    private readonly PointTerms? _terms;
    private readonly bool _bendsOfRows;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;

    /// <param name="settings">The penalties.</param>
    /// <param name="basis">The columns.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="shape">The shape of the loss.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public LinearFit(
        LinearFitSettings settings, ModelBasis basis, PointTerms terms, LossShape shape, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _settings = settings;
        _basis = basis;
        _convex = shape.Convex;
        _progress = progress;
        _cancellation = cancellation;
        _penalty = strength => basis.Penalty(strength, settings.StandardizedUnits);
        _terms = terms;
        _bendsOfRows = shape.Kinks.Count > 0;
        _objective = Objective(terms, shape.Kinks);
    }

    /// <summary>A fit of more than one coefficient for each column, with a given objective.</summary>
    /// <param name="settings">The penalties.</param>
    /// <param name="basis">The columns.</param>
    /// <param name="objective">The objective to minimise.</param>
    /// <param name="convex">True if the objective is convex.</param>
    /// <param name="penalty">The quadratic penalty as a function of its strength.</param>
    /// <param name="even">Maps parameters to the shortest among those known to be equally good; null if there is no such map.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public LinearFit(
        LinearFitSettings settings, ModelBasis basis, FitObjective objective, bool convex, Func<double, double[]> penalty, Func<double[], double[]>? even, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _even = even;
        _settings = settings;
        _basis = basis;
        _convex = convex;
        _progress = progress;
        _cancellation = cancellation;
        _penalty = penalty;
        _objective = objective;
        _oneIntercept = false;
    }

    public FitObjective Target => _objective;

    /// <param name="start">The start of the search.</param>
    /// <param name="narrowing">If steps jump over the zone in which derivatives change, begin with a wider one.</param>
    public LinearFitResult Solve(double[] start, bool narrowing = false)
    {
        var found = _convex ? Optimum(start, narrowing) : NotConvex(start);
        return found.Solution.Kind == SolutionKind.Optimal ? Snapped(found, Negligible) ?? Snapped(found, LastBits) ?? found : found;
    }

    private LinearFitResult Optimum(double[] start, bool narrowing)
    {
        var bends = _objective.Kinks.Count > 0;
        var solution = (narrowing ? Narrowing(start) : null) ?? Convex(_objective, start);
        var method = bends ? FitMethod.InteriorPoint : FitMethod.Newton;
        if (solution.Kind != SolutionKind.Optimal) return new(solution, method, true, OptimumBound.Of(_objective, solution));
        var unique = _settings.L2 > 0 || _settings.L1 > 0 || _basis.Rank == _basis.Features;
        if (_even is not null) solution = solution with { Parameters = _even(solution.Parameters) };
        var bound = OptimumBound.Of(_objective, solution);
        if ((!solution.Curved || MayGrow(solution.Parameters)) && Shortest(solution) is { } shortest)
        {
            unique = false;
            solution = shortest;
            bound = OptimumBound.Of(_objective, shortest);
        }

        return new(solution, method, unique, bound);
    }

    /// <summary>The start for a loss with several minima: the optimum of the mean absolute error, on the scale of the prediction.</summary>
    public double[] LeastAbsolute(double[] target)
    {
        var terms = new AbsoluteTerms(target, _objective.Share);
        return KinkSolver.Solve(Objective(terms, terms.Kinks()), new double[_basis.Columns], true, _progress, _cancellation).Parameters;
    }

    private Solution Convex(FitObjective objective, double[] start) => objective.Kinks.Count > 0
        ? KinkSolver.Solve(objective, start, true, _progress, _cancellation)
        : NewtonSolver.Solve(objective, start, true, _progress, _cancellation);

    /// <summary>
    /// The optimum of a loss whose derivative changes in a zone that is tiny compared with the residuals, so that steps jump over it. The zone is made
    /// as wide as the residuals, and narrower from optimum to optimum. Null if that fails.
    /// </summary>
    private Solution? Narrowing(double[] start)
    {
        if (_terms is null || _bendsOfRows) return null;
        var point = start;
        var reach = Math.Max(1, _terms.Target.Max() - _terms.Target.Min());
        var steps = 0;
        for (var stage = 1; stage <= MostStages; stage++)
        {
            var wide = Objective(new WidenedTerms(_terms, Math.ScaleB(reach, -2 * stage)), Kinks.None);
            var prediction = wide.Predict(point);
            if (!double.IsFinite(wide.Value(point)) || !Array.TrueForAll(wide.SmoothGradient(point, prediction, null), double.IsFinite)) continue;
            var nearer = Convex(wide, point);
            steps += nearer.Iterations;
            if (Array.TrueForAll(nearer.Parameters, double.IsFinite)) point = nearer.Parameters;
            if (stage % StagesBetween > 0) continue;
            var solution = Convex(_objective, point);
            steps += solution.Iterations;
            if (solution.Kind == SolutionKind.Optimal) return solution with { Iterations = steps };
        }

        return null;
    }

    private FitObjective Objective(IRowTerms terms, Kinks kinks)
    {
        var columns = _basis.Columns;
        var linear = new double[columns];
        if (_settings.L1 > 0)
        {
            var deviations = _basis.Deviations;
            for (var j = 0; j < _basis.Features; j++) linear[j] = -_settings.L1 / (_settings.StandardizedUnits ? 1 : deviations[j]);
            kinks = new Kinks([.. kinks.Items, .. Enumerable.Range(0, _basis.Features).Select(j => new Kink(-1 - j, 0, -2 * linear[j]))]);
        }

        var penalty = _settings.L2 > 0 ? _penalty(_settings.L2) : null;
        return new FitObjective(_basis.Design, columns, terms, penalty, linear, kinks);
    }

    /// <summary>Twice the parameters are as good, because margins may always be wider; curvature at the very edge of a flat would hide that.</summary>
    private bool MayGrow(double[] parameters)
    {
        var value = _objective.Value(parameters);
        return parameters.AsSpan().ContainsAnyExcept(0)
            && _objective.Value(Array.ConvertAll(parameters, x => 2 * x)) <= value + (1e-12 * Math.Max(Math.Abs(value), 1e-3 * Math.Abs(_objective.Value(new double[_objective.Columns]))));
    }

    /// <summary>
    /// The optimum with the shortest weights if there are several, or null if there is one. A tiny quadratic penalty selects it:
    /// for piecewise linear problems any small enough one does so exactly (O. L. Mangasarian and R. R. Meyer, 1979).
    /// </summary>
    private Solution? Shortest(Solution solution)
    {
        var value = _objective.Value(solution.Parameters);
        var atZero = _objective.Value(new double[_objective.Columns]);
        var allowed = 1e-12 * Math.Max(Math.Abs(value), 1e-3 * Math.Abs(atZero));
        var parameters = solution.Parameters;
        Solution? found = null;
        if (_basis.Features > 0 && _settings.L2 == 0)
        {
            var size = Math.Max(1e-300, FixedOrder.Dot(parameters, _objective.WithPenalty(_penalty(1)).PenaltyTimes(parameters)));
            var bends = _objective.Kinks.Count > 0;
            for (var share = bends ? 1 : 1e-7; share > 1e-14 && found is null; share *= 1e-2)
            {
                var strength = share * Math.Max(Math.Abs(value), 1e-3 * Math.Abs(atZero)) / size;
                var pulled = _objective.WithPenalty(_penalty(strength));
                var candidate = Convex(pulled, parameters);
                if (candidate.Kind == SolutionKind.Optimal && _objective.Value(candidate.Parameters) <= value + allowed) found = candidate;
            }
        }

        var shorter = found ?? solution;
        var centred = Centre(shorter.Parameters);
        var moved = 0.0;
        for (var j = 0; j < _objective.Penalized; j++) moved = Math.Max(moved, Math.Abs(centred[j] - parameters[j]));

        // If it is the shortest already, others may still exist: twice as long, because margins may always be wider.
        if (moved <= (_even is null ? 1e-6 : 1e-4) * (1 + FixedOrder.LargestMagnitude(parameters))
            && (found is null || !MayGrow(centred)))
            return null;
        return Polished(found, value + allowed) ?? solution with { Parameters = centred };
    }

    /// <summary>The optimum of a curved loss after the equations of the active kinks removed the effect of the tiny penalty. Null if they do not.</summary>
    private Solution? Polished(Solution? found, double most)
    {
        if (found is null || found.Multipliers.Length == 0 || !_objective.HasExactEnd || _oneIntercept) return null;
        var active = ActiveBends.Guess(_objective, found.Parameters, found.Multipliers);
        var polished = ActiveBends.Solve(_objective, found.Parameters, found.Multipliers, active, _cancellation);
        var moved = 0.0;
        for (var j = 0; j < _objective.Penalized; j++) moved = Math.Max(moved, Math.Abs(polished.Parameters[j] - found.Parameters[j]));
        var near = moved <= 1e-4 * (1 + FixedOrder.LargestMagnitude(found.Parameters)) && _objective.Value(polished.Parameters) <= most;
        return near && OptimumBound.Of(_objective, polished).Gap <= 1e-10 * Math.Abs(most) ? polished with { Iterations = found.Iterations } : null;
    }

    /// <summary>The intercept in the middle of the interval in which it is optimal, as for a median.</summary>
    private double[] Centre(double[] parameters)
    {
        if (!_oneIntercept || _objective.Kinks.Count == 0) return parameters;
        var prediction = _objective.Predict(parameters);
        var (slopes, curvatures) = (new double[prediction.Length], new double[prediction.Length]);
        _objective.SmoothSlopes(prediction, slopes, curvatures);
        for (var i = 0; i < slopes.Length; i++) curvatures[i] = Math.Abs(curvatures[i]);
        if (Summation.Mean(curvatures, _objective.Share) > 1e-12) return parameters;
        var (right, left) = (Summation.Mean(slopes, _objective.Share), Summation.Mean(slopes, _objective.Share));
        var (up, down, size) = (double.PositiveInfinity, double.PositiveInfinity, 0.0);
        foreach (var kink in _objective.Kinks.Items.Where(kink => kink.Row >= 0))
        {
            var t = prediction[kink.Row] - kink.At;
            var touches = Math.Abs(t) <= 1e-9 * (_objective.Kinks.Unit + Math.Abs(kink.At));
            size += kink.Jump;
            if (touches || t > 0) right += kink.Jump;
            if (!touches && t > 0) left += kink.Jump;
            if (!touches && t < 0) up = Math.Min(up, -t);
            if (!touches && t > 0) down = Math.Min(down, t);
        }

        if (Math.Abs(right) > 1e-11 * size || !double.IsFinite(up)) up = 0;
        if (Math.Abs(left) > 1e-11 * size || !double.IsFinite(down)) down = 0;
        var centred = (double[])parameters.Clone();
        centred[^1] += (up - down) / 2;
        return centred;
    }

    /// <summary>
    /// Sets to 0 the coefficients that move no prediction by more than this fraction of it: the rest is rounding, which must not order equal
    /// predictions. Null if there are none, or the bound would be worse.
    /// </summary>
    private LinearFitResult? Snapped(LinearFitResult result, double share)
    {
        var parameters = result.Solution.Parameters;
        var features = _oneIntercept ? parameters.Length - 1 : _objective.Penalized;
        var size = Math.Max(FixedOrder.LargestMagnitude(_objective.Predict(parameters)), _terms is null ? 0 : FixedOrder.LargestMagnitude(_terms.Target));
        var least = share * size / Math.Max(1, FixedOrder.LargestMagnitude(_basis.Design));
        var snapped = (double[])parameters.Clone();
        for (var j = 0; j < features; j++)
        {
            if (Math.Abs(snapped[j]) <= least) snapped[j] = 0;
        }

        if (snapped.AsSpan().SequenceEqual(parameters) || result.Solution.Multipliers.Length != _objective.Kinks.Count) return null;
        var gradient = _objective.SmoothGradient(snapped, _objective.Predict(snapped), null);
        _objective.AddBendsTransposed(result.Solution.Multipliers, gradient);
        var solution = result.Solution with { Parameters = snapped, Gradient = gradient };
        var bound = OptimumBound.Of(_objective, solution);
        var value = Math.Abs(_objective.Value(snapped));
        return bound.Gap <= (2 * result.Bound.Gap) + (LastBits * value) ? result with { Solution = solution, Bound = bound } : null;
    }

    private LinearFitResult NotConvex(double[] start)
    {
        var solution = _objective.Kinks.Count == 0
            ? NewtonSolver.Solve(_objective, start, false, _progress, _cancellation)
            : KinkSolver.Solve(_objective, start, false, _progress, _cancellation);
        if (solution.Kind == SolutionKind.NotConverged && _objective.Kinks.Count > 0)
            solution = BentSolver.Solve(_objective, solution.Parameters, _progress, _cancellation);
        return new(solution, FitMethod.Local, true, OptimumBound.Of(_objective, solution));
    }
}

namespace Minima.Tabular;

/// <summary>
/// The exact end of a search. Once the kinks of the optimum are known, it solves the equations that hold there: the point lies on the
/// kinks, and multipliers balance the gradient of the rest. Then it checks that the multipliers lie between 0 and the jumps.
/// </summary>
internal sealed class ActiveBends
{
    private const int MostSteps = 40;
    private const double MostWork = 5e8;

    private readonly BentModel _objective;
    private readonly double[] _multipliers;
    private readonly int[] _active;
    private readonly OrthogonalBasis _basis;
    private readonly List<double[]> _free;
    private readonly int[]? _freeParameters;

    private ActiveBends(BentModel objective, double[] multipliers, int[] active)
    {
        _objective = objective;
        _multipliers = multipliers;
        _active = active;
        int[] parameters = [.. active.Select(m => -1 - objective.Kinks.Items[m].Row)];
        if (parameters.All(j => j >= 0) && parameters.Distinct().Count() == parameters.Length)
        {
            // If kinks fix coefficients at 0, the other coefficients are free.
            _basis = OrthogonalBasis.OfUnits(parameters, objective.Columns);
            _freeParameters = [.. Enumerable.Range(0, objective.Columns).Except(parameters)];
            _free = [.. _freeParameters.Select(j => OrthogonalBasis.Unit(j, objective.Columns))];
            return;
        }

        _basis = OrthogonalBasis.Of(Array.ConvertAll(active, m => RowOf(objective, m)), 1e-9);
        _free = _basis.Complement(objective.Columns);
    }

    /// <summary>The equations of the active kinks can be solved quickly; if very many kinks meet in a point, they take minutes.</summary>
    public static bool AreFew(BentModel objective, int[] active) =>
        (double)objective.Columns * objective.Columns * active.Count(m => objective.Kinks.Items[m].Row >= 0) <= MostWork;

    private static double[] RowOf(BentModel objective, int m)
    {
        var row = objective.Kinks.Items[m].Row;
        return row >= 0 ? objective.RowOf(row) : OrthogonalBasis.Unit(-1 - row, objective.Columns);
    }

    /// <summary>The kinks on which the optimum probably lies: their multipliers are further from their ends than the point is from the kinks, in relative terms.</summary>
    public static int[] Guess(BentModel objective, double[] parameters, double[] multipliers)
    {
        var kinks = objective.Kinks.Items;
        var distance = new double[kinks.Length];
        objective.Kinks.Values(objective.Predict(parameters), parameters, distance);
        var rowSize = 0.0;
        var parameterSize = 0.0;
        var (rowCount, parameterCount) = (0, 0);
        for (var m = 0; m < kinks.Length; m++)
        {
            distance[m] = Math.Abs(distance[m] - kinks[m].At);
            if (kinks[m].Row >= 0) (rowSize, rowCount) = (rowSize + distance[m], rowCount + 1);
            else (parameterSize, parameterCount) = (parameterSize + distance[m], parameterCount + 1);
        }

        rowSize = Math.Max(rowSize / Math.Max(1, rowCount), 1e-12);
        parameterSize = Math.Max(parameterSize / Math.Max(1, parameterCount), 1e-12);
        return [.. Enumerable.Range(0, kinks.Length).Where(m =>
            Math.Min(multipliers[m], kinks[m].Jump - multipliers[m]) / kinks[m].Jump > distance[m] / (kinks[m].Row >= 0 ? rowSize : parameterSize))];
    }

    /// <summary>The point near <paramref name="start"/> that satisfies the equations; its gradient shows if it is the optimum.</summary>
    public static Solution Solve(BentModel objective, double[] start, double[] multipliers, int[] active, CancellationToken cancellation) =>
        new ActiveBends(objective, (double[])multipliers.Clone(), active).Run((double[])start.Clone(), cancellation);

    private Solution Run(double[] point, CancellationToken cancellation)
    {
        var columns = _objective.Columns;
        var hessian = new double[columns * columns];
        var best = point;
        var bestNorm = double.PositiveInfinity;
        var bestGradient = new double[columns];
        var bestMultipliers = _multipliers;
        var curved = true;
        var stalled = 0;
        var step = 0;
        Meet(point);
        for (; step < MostSteps && stalled < 3; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var prediction = _objective.Predict(point);
            var gradient = _objective.SmoothGradient(point, prediction, hessian);
            var distance = Balance(point, prediction, gradient);
            var norm = Math.Sqrt(FixedOrder.Dot(gradient, gradient));
            if (norm < bestNorm) (best, bestNorm, bestGradient, bestMultipliers) = (point, norm, gradient, (double[])_multipliers.Clone());
            stalled = norm <= 0.5 * bestNorm || step == 0 ? 0 : stalled + 1;
            var direction = Onto(distance);
            curved = Minimise(hessian, gradient, direction);
            if (norm == 0 && !direction.AsSpan().ContainsAnyExcept(0)) break;
            point = (double[])point.Clone();
            FixedOrder.AddScaled(1, direction, point);
            SetExactly(point);
            if (!Array.TrueForAll(point, double.IsFinite)) break;
        }

        return new Solution(best, SolutionKind.Optimal, bestGradient, bestMultipliers, step) { Curved = curved };
    }

    /// <summary>Moves a point onto the active kinks, so that every candidate for the best lies on them.</summary>
    private void Meet(double[] point)
    {
        var at = new double[_objective.Kinks.Count];
        _objective.Kinks.Values(_objective.Predict(point), point, at);
        FixedOrder.AddScaled(1, Onto(Array.ConvertAll(_active, m => _objective.Kinks.Items[m].At - at[m])), point);
        SetExactly(point);
    }

    /// <summary>Sets coefficients at a kink to its exact position.</summary>
    private void SetExactly(double[] point)
    {
        foreach (var m in _active)
        {
            if (_objective.Kinks.Items[m].Row < 0) point[-1 - _objective.Kinks.Items[m].Row] = _objective.Kinks.Items[m].At;
        }
    }

    /// <summary>
    /// Sets the multipliers so that they balance the gradient as well as possible, and leaves the remainder in it. Returns the distance of
    /// the point from each active kink.
    /// </summary>
    private double[] Balance(double[] point, double[] prediction, double[] gradient)
    {
        var kinks = _objective.Kinks;
        var at = new double[kinks.Count];
        kinks.Values(prediction, point, at);
        var isActive = new bool[kinks.Count];
        foreach (var m in _active) isActive[m] = true;
        for (var m = 0; m < at.Length; m++)
        {
            if (!isActive[m]) _multipliers[m] = at[m] > kinks.Items[m].At ? kinks.Items[m].Jump : 0;
        }

        // Twice: the second pass corrects for rounding and for multipliers clamped to their intervals.
        var rest = Array.Empty<double>();
        for (var pass = 0; pass < 3; pass++)
        {
            rest = (double[])gradient.Clone();
            _objective.AddBendsTransposed(_multipliers, rest);
            if (pass == 2 || _basis.Rank == 0) break;
            var inBasis = _basis.Basis.Select(vector => -FixedOrder.Dot(vector, rest)).ToArray();
            var change = _basis.SolveTriangle(inBasis);
            for (var k = 0; k < change.Length; k++)
            {
                var m = _active[_basis.Order[k]];
                _multipliers[m] = Math.Clamp(_multipliers[m] + change[k], 0, kinks.Items[m].Jump);
            }
        }

        rest.CopyTo(gradient, 0);
        return Array.ConvertAll(_active, m => kinks.Items[m].At - at[m]);
    }

    /// <summary>The shortest step onto the active kinks.</summary>
    private double[] Onto(double[] distance)
    {
        var direction = new double[_objective.Columns];
        var inBasis = _basis.SolveTransposed([.. _basis.Order.Select(k => distance[k])]);
        for (var k = 0; k < inBasis.Length; k++) FixedOrder.AddScaled(inBasis[k], _basis.Basis[k], direction);
        return direction;
    }

    /// <summary>Adds a Newton step in the directions that the active kinks leave free. False if the objective is flat in one of them.</summary>
    private bool Minimise(double[] hessian, double[] gradient, double[] direction)
    {
        var free = _free.Count;
        if (free == 0) return true;
        var columns = _objective.Columns;
        var images = _freeParameters is null ? _free.ConvertAll(vector => Times(hessian, vector, columns)) : [];
        var reduced = new double[free * free];
        var right = new double[free];
        var moved = Times(hessian, direction, columns);
        for (var a = 0; a < free; a++)
        {
            right[a] = -FixedOrder.Dot(_free[a], gradient) - FixedOrder.Dot(_free[a], moved);
            for (var b = 0; b < free; b++)
            {
                reduced[(a * free) + b] = _freeParameters is { } j ? hessian[(j[a] * columns) + j[b]] : FixedOrder.Dot(_free[a], images[b]);
            }
        }

        var largest = FixedOrder.LargestMagnitude(hessian);
        var flat = Enumerable.Range(0, free).Any(a => reduced[(a * free) + a] <= 1e-14 * largest) || largest == 0;
        var factor = flat ? null : Cholesky.Factor(reduced, free);
        if (factor is not { SmallestPivot: > 1e-13 })
        {
            // Flat, or nearly so: no step can be trusted.
            if (factor is null && (flat || (factor = Cholesky.Factor(reduced, free, 1e-12)) is null)) return false;
            Add(factor);
            return false;
        }

        Add(factor);
        return true;

        void Add(Cholesky solver)
        {
            var step = solver.Solve(right);
            for (var a = 0; a < free; a++) FixedOrder.AddScaled(step[a], _free[a], direction);
        }
    }

    private static double[] Times(double[] matrix, double[] vector, int columns)
    {
        var product = new double[columns];
        for (var j = 0; j < columns; j++) product[j] = FixedOrder.Dot(matrix.AsSpan(j * columns, columns), vector);
        return product;
    }
}

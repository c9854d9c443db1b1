namespace Minima.Tabular;

/// <summary>
/// Finds a local minimum of an objective with heads that has kinks where numbers of a distribution equal the target. Each round solves a model of the objective, with quadratic smooth parts and
/// linear kinks (R. S. Womersley and R. Fletcher, 1986), by an interior point method. Then it solves the equations of the kinks on which that ends, with the curvature at that point.
/// </summary>
internal sealed class HeadBendSolver
{
    private const int MostRounds = 100;
    private const int Patience = 8;
    private const int Guesses = 3;
    private const double Small = 1e-11;
    private const double OnBend = 1e-10;

    private readonly HeadObjective _objective;
    private readonly double _unit;
    private readonly double _spread;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private int[]? _active;
    private double[] _multipliers = [];
    private bool _curved;

    private HeadBendSolver(HeadObjective objective, double unit, double spread, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        (_objective, _unit, _spread, _progress, _cancellation) = (objective, unit, spread, progress, cancellation);

    /// <summary>The point, and the element of its subdifferential given by the multipliers.</summary>
    /// <param name="objective">The objective, with kinks.</param>
    /// <param name="start">The start of the search.</param>
    /// <param name="unit">The size of the loss.</param>
    /// <param name="spread">The scale of the targets.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public static Solution Solve(HeadObjective objective, double[] start, double unit, double spread, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new HeadBendSolver(objective, unit, spread, progress, cancellation).Run(start);

    private Solution Run(double[] point)
    {
        var (value, held, waited, steps) = (_objective.Value(point), 0.0, 0, 0);
        Solution? best = null;
        for (var round = 0; round < MostRounds && waited < Patience; round++, waited++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var model = _objective.ModelAt(point);
            if (_active is not null && Proof(model, point, _active, steps) is { } proof)
            {
                if (best is null || Norm(proof.Gradient) < Norm(best.Gradient)) (best, waited) = (proof, 0);
                if (Norm(best.Gradient) <= Small * _unit) break;
            }

            var convex = _objective.Curvature(point, _objective.Taken([], []), isConvex: true);
            for (var j = 0; j < _objective.Size; j++) convex[j * (_objective.Size + 1)] += held;
            var damped = model.With(convex);
            var (step, multipliers, count) = InteriorPoint.Solve(damped, damped.SecondOrder, model.Gradient, [.. model.Kinks.Items.Select(kink => -kink.At)], _progress, _cancellation);
            steps += count;
            if (Exact(model, point, step, multipliers) is { } exact && _objective.Value(exact) is var there && there <= value + (1e-12 * Math.Max(_unit, Math.Abs(value))))
            {
                (point, value) = (exact, there);
                continue;
            }

            _active = null;
            var length = 1.0;
            for (; length > 1e-9; length /= 2)
            {
                var moved = Moved(point, step, length);
                if (_objective.Value(moved) is var here && !(here < value)) continue;
                (point, value) = (moved, here);
                break;
            }

            // If the model has too little curvature, its step is too long: it is damped until steps succeed again.
            if (length < 0.1) held = Math.Max(10 * held, 1e-3 * _unit);
            else if (length == 1) held = held < 1e-9 * _unit ? 0 : held / 10;
        }

        return best ?? new(point, SolutionKind.NotConverged, _objective.ModelAt(point).Gradient, [], steps) { Curved = false };
    }

    /// <summary>The point that lies on the kinks of the model's optimum and is stationary otherwise.</summary>
    private double[]? Exact(HeadModel model, double[] point, double[] step, double[] multipliers)
    {
        double[]? found = null;
        for (var guess = 0; guess < Guesses; guess++)
        {
            var active = ActiveBends.Guess(model, step, multipliers);
            if (!ActiveBends.AreFew(model, active) || (guess > 0 && active.AsSpan().SequenceEqual(_active))) break;
            var solution = ActiveBends.Solve(model.With(_objective.Curvature(point, _objective.Taken(active, multipliers), isConvex: false)), step, multipliers, active, _cancellation);
            (_active, _multipliers, _curved, step, multipliers) = (active, solution.Multipliers, solution.Curved, solution.Parameters, solution.Multipliers);
            found = Moved(point, step, 1);
        }

        return found;
    }

    /// <summary>The gradient that remains after the multipliers at a point, if it lies on all their kinks; null otherwise.</summary>
    private Solution? Proof(HeadModel model, double[] point, int[] active, int steps)
    {
        var kinks = model.Kinks.Items;
        var multipliers = Array.ConvertAll(kinks, kink => kink.At < 0 ? kink.Jump : 0);
        foreach (var m in active)
        {
            if (Math.Abs(kinks[m].At) > OnBend * (kinks[m].Row < 0 ? 0 : _spread)) return null;
            multipliers[m] = Math.Clamp(_multipliers[m], 0, kinks[m].Jump);
        }

        var rest = (double[])model.Gradient.Clone();
        model.AddBendsTransposed(multipliers, rest);
        return new(point, SolutionKind.Optimal, rest, multipliers, steps) { Curved = _curved };
    }

    private static double[] Moved(double[] point, double[] step, double length) => [.. point.Zip(step, (from, by) => from + (length * by))];

    private static double Norm(double[] vector) => Math.Sqrt(FixedOrder.Dot(vector, vector));
}

namespace Minima.Tabular;

/// <summary>
/// Minimises ½ dᵀ H d + cᵀ d + Σ J max(0, t + A d) by the predictor and corrector of S. Mehrotra (1992). Every kink is split into
/// the parts above and below it, t + A d = p − n with p, n ≥ 0 at a price of J p. Its multiplier λ then lies between 0 and J,
/// J − λ belongs to p and λ to n. One matrix H + Aᵀ W A is factored for each step.
/// </summary>
internal sealed class InteriorPoint
{
    private const int MostSteps = 120;

    private readonly BentModel _objective;
    private readonly ISecondOrder _model;
    private readonly double[] _linear;
    private readonly double[] _offset;
    private readonly double[] _above;
    private readonly double[] _below;
    private readonly double[] _multiplier;
    private readonly double[] _direction;
    private readonly Kink[] _kinks;

    private InteriorPoint(BentModel objective, ISecondOrder model, double[] linear, double[] offset)
    {
        _objective = objective;
        _kinks = objective.Kinks.Items;
        _model = model;
        _linear = linear;
        _offset = offset;
        _direction = new double[objective.Columns];
        var size = 0.0;
        foreach (var t in offset) size += Math.Abs(t);
        size = Math.Max(size / offset.Length, 1e-10);
        _above = Array.ConvertAll(offset, t => Math.Max(t, 0) + (0.3 * size));
        _below = Array.ConvertAll(offset, t => Math.Max(-t, 0) + (0.3 * size));
        _multiplier = Array.ConvertAll(_kinks, kink => 0.5 * kink.Jump);
    }

    /// <summary>The step and the multipliers, each strictly between 0 and its jump.</summary>
    /// <param name="objective">The objective with the kinks.</param>
    /// <param name="model">H; positive semidefinite.</param>
    /// <param name="linear">c.</param>
    /// <param name="offset">t.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public static (double[] Step, double[] Multipliers, int Steps) Solve(
        BentModel objective, ISecondOrder model, double[] linear, double[] offset, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var search = new InteriorPoint(objective, model, linear, offset);
        var steps = search.Run(progress, cancellation);
        if (!objective.HasExactEnd) search.Settle();
        return (search._direction, search._multiplier, steps);
    }

    private int Run(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var count = _kinks.Length;
        var bestGap = double.PositiveInfinity;
        var stalled = 0;
        var scale = 0.0;
        for (var m = 0; m < count; m++) scale += _kinks[m].Jump * Math.Abs(_offset[m]);
        for (var step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var gap = 0.0;
            for (var m = 0; m < count; m++) gap += (_above[m] * (_kinks[m].Jump - _multiplier[m])) + (_below[m] * _multiplier[m]);
            progress?.Report(new(step, gap));
            stalled = gap < 0.9 * bestGap ? 0 : stalled + 1;
            bestGap = Math.Min(bestGap, gap);
            if (gap <= 1e-15 * scale || stalled >= 6 || !double.IsFinite(gap)) return step;
            if (!Advance(gap / (2 * count))) return step;
        }

        return MostSteps;
    }

    /// <summary>
    /// Balances the multipliers with the gradient once more, mostly those far from their ends. Near the end the weights of the steps
    /// differ by sixteen powers of ten, and what they leave is more than rounding; these weights differ by nine.
    /// </summary>
    private void Settle()
    {
        for (var pass = 0; pass < 3; pass++)
        {
            var rest = Rest();
            var weights = new double[_kinks.Length];
            for (var m = 0; m < weights.Length; m++)
            {
                var share = _multiplier[m] / _kinks[m].Jump;
                weights[m] = 1e6 * _kinks[m].Jump * Math.Max(share * (1 - share), 1e-9);
            }

            if (_model.Factor(weights, 0) is not { } solve) return;
            var step = Refined(solve, weights, Array.ConvertAll(rest, x => -x));
            var moved = new double[weights.Length];
            _objective.Kinks.Values(_objective.Predict(step), step, moved);
            var (direction, multiplier) = ((double[])_direction.Clone(), (double[])_multiplier.Clone());
            FixedOrder.AddScaled(1, step, _direction);
            for (var m = 0; m < weights.Length; m++) _multiplier[m] = Math.Clamp(_multiplier[m] + (weights[m] * moved[m]), 0, _kinks[m].Jump);
            var left = Rest();
            if (FixedOrder.Dot(left, left) < FixedOrder.Dot(rest, rest)) continue;
            direction.CopyTo(_direction, 0);
            multiplier.CopyTo(_multiplier, 0);
            return;
        }
    }

    /// <summary>H d + c + Aᵀ λ, which is 0 at the optimum.</summary>
    private double[] Rest()
    {
        var rest = _model.Times(_direction);
        FixedOrder.AddScaled(1, _linear, rest);
        _objective.AddBendsTransposed(_multiplier, rest);
        return rest;
    }

    private bool Advance(double center)
    {
        var count = _kinks.Length;
        var weights = new double[count];
        var primal = Moved();
        for (var m = 0; m < count; m++)
        {
            var room = _kinks[m].Jump - _multiplier[m];
            weights[m] = 1 / ((_above[m] / room) + (_below[m] / _multiplier[m]));
            primal[m] += _offset[m] - _above[m] + _below[m];
        }

        Func<double[], double[]>? solve = null;
        for (var ridge = 0.0; solve is null; ridge = ridge == 0 ? 1e-15 : ridge * 100)
        {
            if (ridge > 1) return false;
            solve = _model.Factor(weights, ridge);
            if (solve is { } once && ridge == 0 && _objective.Refines) solve = right => Refined(once, weights, right);
        }

        var dual = Rest();

        // The predictor aims at the end, and shows the possible step length; the corrector aims at what remains.
        var (aboveTarget, belowTarget) = (new double[count], new double[count]);
        for (var m = 0; m < count; m++)
        {
            aboveTarget[m] = -_above[m] * (_kinks[m].Jump - _multiplier[m]);
            belowTarget[m] = -_below[m] * _multiplier[m];
        }

        var predictor = Step.Of(this, solve, weights, primal, dual, aboveTarget, belowTarget);
        var length = predictor.Longest(this);
        var reached = 0.0;
        for (var m = 0; m < count; m++)
        {
            reached += ((_above[m] + (length * predictor.Above[m])) * (_kinks[m].Jump - _multiplier[m] - (length * predictor.Multiplier[m])))
                + ((_below[m] + (length * predictor.Below[m])) * (_multiplier[m] + (length * predictor.Multiplier[m])));
        }

        var share = Math.Pow(Math.Max(0, reached) / (2 * count * center), 3);
        for (var m = 0; m < count; m++)
        {
            aboveTarget[m] += (share * center) + (predictor.Above[m] * predictor.Multiplier[m]);
            belowTarget[m] += (share * center) - (predictor.Below[m] * predictor.Multiplier[m]);
        }

        var corrector = Step.Of(this, solve, weights, primal, dual, aboveTarget, belowTarget);
        length = Math.Min(1, 0.9995 * corrector.Longest(this));
        if (!(length > 1e-12)) return false;
        FixedOrder.AddScaled(length, corrector.Direction, _direction);
        for (var m = 0; m < count; m++)
        {
            _above[m] = Math.Max(_above[m] + (length * corrector.Above[m]), 1e-300);
            _below[m] = Math.Max(_below[m] + (length * corrector.Below[m]), 1e-300);
            var jump = _kinks[m].Jump;
            _multiplier[m] = Math.Clamp(_multiplier[m] + (length * corrector.Multiplier[m]), jump * 1e-16, jump * (1 - 1.2e-16));
        }

        return true;
    }

    /// <summary>Solves once more for the remainder, because near the end weights differ by many powers of ten.</summary>
    private double[] Refined(Func<double[], double[]> solve, double[] weights, double[] right)
    {
        var solution = solve(right);
        var bent = new double[weights.Length];
        _objective.Kinks.Values(_objective.Predict(solution), solution, bent);
        for (var m = 0; m < bent.Length; m++) bent[m] *= weights[m];
        var image = _model.Times(solution);
        _objective.AddBendsTransposed(bent, image);
        for (var j = 0; j < image.Length; j++) image[j] = right[j] - image[j];
        FixedOrder.AddScaled(1, solve(image), solution);
        return solution;
    }

    /// <summary>A d.</summary>
    private double[] Moved()
    {
        var moved = new double[_kinks.Length];
        _objective.Kinks.Values(_objective.Predict(_direction), _direction, moved);
        return moved;
    }

    /// <summary>One solution of the linear system.</summary>
    private sealed record Step(double[] Direction, double[] Above, double[] Below, double[] Multiplier)
    {
        public static Step Of(
            InteriorPoint at, Func<double[], double[]> solve, double[] weights, double[] primal, double[] dual, double[] aboveTarget, double[] belowTarget)
        {
            var count = weights.Length;
            var kinks = at._objective.Kinks;
            var pull = new double[count];
            for (var m = 0; m < count; m++)
            {
                var room = kinks.Items[m].Jump - at._multiplier[m];
                pull[m] = weights[m] * (primal[m] - (aboveTarget[m] / room) + (belowTarget[m] / at._multiplier[m]));
            }

            var right = (double[])dual.Clone();
            at._objective.AddBendsTransposed(pull, right);
            var direction = solve(Array.ConvertAll(right, x => -x));
            var moved = new double[count];
            kinks.Values(at._objective.Predict(direction), direction, moved);
            var (above, below, multiplier) = (new double[count], new double[count], new double[count]);
            for (var m = 0; m < count; m++)
            {
                multiplier[m] = (weights[m] * moved[m]) + pull[m];
                above[m] = (aboveTarget[m] + (at._above[m] * multiplier[m])) / (kinks.Items[m].Jump - at._multiplier[m]);
                below[m] = (belowTarget[m] - (at._below[m] * multiplier[m])) / at._multiplier[m];
            }

            return new Step(direction, above, below, multiplier);
        }

        /// <summary>The longest step before something becomes negative.</summary>
        public double Longest(InteriorPoint at)
        {
            var longest = 1.0 / 0.9995;
            for (var m = 0; m < Above.Length; m++)
            {
                if (Above[m] < 0) longest = Math.Min(longest, -at._above[m] / Above[m]);
                if (Below[m] < 0) longest = Math.Min(longest, -at._below[m] / Below[m]);
                if (Multiplier[m] < 0) longest = Math.Min(longest, -at._multiplier[m] / Multiplier[m]);
                if (Multiplier[m] > 0) longest = Math.Min(longest, (at._objective.Kinks.Items[m].Jump - at._multiplier[m]) / Multiplier[m]);
            }

            return longest;
        }
    }
}

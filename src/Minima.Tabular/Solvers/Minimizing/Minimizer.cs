namespace Minima.Tabular;

/// <summary>
/// BFGS (limited-memory BFGS for many parameters) with the weak-Wolfe bisection of A. S. Lewis and M. L. Overton,
/// "Nonsmooth optimization via quasi-Newton methods", Mathematical Programming 141 (2013). It needs no continuous gradient, so
/// losses with kinks (absolute error, hinge, pinball) are minimised as well as smooth ones. Deterministic.
/// </summary>
internal sealed class Minimizer
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostLineEvaluations = 100;

    private readonly ObjectiveFunction _objective;
    private readonly MinimizerOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly IInverseHessian _inverse;
    private readonly double[] _gradient;
    private readonly double[] _direction;
    private readonly double[] _step;
    private readonly double[] _change;
    private readonly Queue<double> _recent = new();
    private double[] _point;
    private double[] _trial;
    private double[] _trialGradient;
    private double[] _kept;
    private double[] _keptGradient;
    private double _value;
    private int _evaluations;

    private Minimizer(
        ObjectiveFunction objective, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var size = start.Length;
        _objective = objective;
        _options = options;
        _cancellation = cancellation;
        _inverse = size <= options.DenseUpTo
            ? options.Inverse?.Copy() ?? new DenseInverseHessian(size)
            : new LimitedMemoryInverseHessian(size, options.Memory);
        _point = start.ToArray();
        _gradient = new double[size];
        _direction = new double[size];
        _step = new double[size];
        _change = new double[size];
        _trial = new double[size];
        _trialGradient = new double[size];
        _kept = new double[size];
        _keptGradient = new double[size];
    }

    private enum LineOutcome
    {
        /// <summary>Both conditions hold at the trial point.</summary>
        Wolfe,

        /// <summary>The value fell enough, but no point with a flatter derivative was found.</summary>
        DecreaseOnly,

        Failed,

        Unbounded,
    }

    /// <summary>Lowers the objective from <paramref name="start"/>, which is not changed.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MinimizerResult Minimize(
        ObjectiveFunction objective,
        ReadOnlySpan<double> start,
        MinimizerOptions? options = null,
        CancellationToken cancellation = default) =>
        new Minimizer(objective, start, options ?? new MinimizerOptions(), cancellation).Run();

    private MinimizerResult Run()
    {
        _value = Evaluate(_point, _gradient);
        var startGradient = FixedOrder.LargestMagnitude(_gradient);
        if (!double.IsFinite(_value) || !double.IsFinite(startGradient)) return Result(0, StopReason.NotFiniteAtStart);
        var negligible = 1e-8 * Math.Abs(_value);
        var fresh = true;
        _recent.Enqueue(_value);
        for (var iteration = 0; ; iteration++)
        {
            var gradientSize = FixedOrder.LargestMagnitude(_gradient);
            if (gradientSize <= _options.GradientTolerance * startGradient && (iteration > 0 || gradientSize == 0))
                return Result(iteration, StopReason.GradientSmall);
            if (DecreaseIsSmall(negligible)) return Result(iteration, StopReason.DecreaseSmall);
            if (iteration >= _options.MaximumIterations) return Result(iteration, StopReason.MaximumIterations);

            // A first step of length 1 in all units; the line search finds the right size from there.
            if (iteration == 0 && (_options.Inverse is null || _inverse is not DenseInverseHessian)) _inverse.Reset(1 / Math.Sqrt(FixedOrder.Dot(_gradient, _gradient)));
            _inverse.Direction(_gradient, _direction);
            var outcome = SearchLine(out var trialValue);
            if (outcome == LineOutcome.Failed)
            {
                if (fresh) return Result(iteration, StopReason.NoDescent);

                // Rounding may have spoiled the approximation: retry with the gradient alone, at the last step's size.
                var size = Math.Sqrt(FixedOrder.Dot(_step, _step) / FixedOrder.Dot(_gradient, _gradient));
                _inverse.Reset(size > 0 && double.IsFinite(size) ? size : 1);
                fresh = true;
                continue;
            }

            if (outcome == LineOutcome.Unbounded)
            {
                Accept(trialValue);
                return Result(iteration + 1, StopReason.Unbounded);
            }

            Accept(trialValue);
            var product = FixedOrder.Dot(_step, _change);
            if (product > 0 && double.IsFinite(1 / product) && double.IsFinite(product / FixedOrder.Dot(_change, _change)))
            {
                _inverse.Update(_step, _change);
                fresh = false;
            }
        }
    }

    private double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        _cancellation.ThrowIfCancellationRequested();
        _evaluations++;
        return _objective(point, gradient);
    }

    private MinimizerResult Result(int iterations, StopReason reason) =>
        new(_point, _value, iterations, _evaluations, reason) { Inverse = _inverse as DenseInverseHessian };

    private bool DecreaseIsSmall(double negligible)
    {
        if (_recent.Count <= _options.DecreaseWindow) return false;
        while (_recent.Count > _options.DecreaseWindow + 1) _recent.Dequeue();
        return _recent.Peek() - _value <= _options.DecreaseTolerance * Math.Max(Math.Abs(_value), negligible);
    }

    /// <summary>Makes the trial point the current one and records step and change.</summary>
    private void Accept(double value)
    {
        for (var i = 0; i < _point.Length; i++)
        {
            _step[i] = _trial[i] - _point[i];
            _change[i] = _trialGradient[i] - _gradient[i];
        }

        (_point, _trial) = (_trial, _point);
        _trialGradient.CopyTo(_gradient, 0);
        _value = value;
        _recent.Enqueue(value);
    }

    /// <summary>
    /// Doubles until a step is too long, then halves the interval. A value that is not finite counts as too high, so the step
    /// shrinks. On success the point is in the trial fields.
    /// </summary>
    private LineOutcome SearchLine(out double value)
    {
        value = _value;
        var slope = FixedOrder.Dot(_gradient, _direction);
        if (!(slope < 0) || !double.IsFinite(slope)) return LineOutcome.Failed;
        var low = 0.0;
        var high = double.PositiveInfinity;
        var keptValue = 0.0;
        var length = 1.0;
        for (var evaluation = 0; evaluation < MostLineEvaluations; evaluation++)
        {
            var moved = false;
            for (var i = 0; i < _point.Length; i++)
            {
                _trial[i] = _point[i] + (length * _direction[i]);
                moved |= !_trial[i].Equals(_point[i]);
            }

            if (!moved) break;
            value = Evaluate(_trial, _trialGradient);
            var trialSlope = FixedOrder.Dot(_trialGradient, _direction);
            if (!(value < _value + (SufficientDecrease * length * slope)) || !double.IsFinite(value)
                || !double.IsFinite(trialSlope))
            {
                high = length;
            }
            else if (trialSlope < Curvature * slope)
            {
                low = length;
                keptValue = value;
                (_kept, _trial) = (_trial, _kept);
                (_keptGradient, _trialGradient) = (_trialGradient, _keptGradient);
            }
            else
            {
                return LineOutcome.Wolfe;
            }

            length = double.IsFinite(high) ? low + ((high - low) / 2) : 2 * length;
            if (length <= low || length >= high || !double.IsFinite(length)) break;
        }

        if (low == 0) return LineOutcome.Failed;
        (_kept, _trial) = (_trial, _kept);
        (_keptGradient, _trialGradient) = (_trialGradient, _keptGradient);
        value = keptValue;
        return double.IsFinite(high) ? LineOutcome.DecreaseOnly : LineOutcome.Unbounded;
    }
}

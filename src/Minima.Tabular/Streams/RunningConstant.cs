using Minima.Analysis;
using Minima.Tensors.Streams;

namespace Minima.Tabular;

/// <summary>
/// The constant prediction that is best for the last targets, a baseline for the model. It is tested on each row before learning from it, like the model.
/// The same targets determine the unit of the model's steps.
/// </summary>
internal sealed class RunningConstant
{
    /// <summary>The number of recent targets that are kept; memory does not grow with the stream.</summary>
    public const int Window = 1024;

    private readonly double[] _targets = new double[Window];
    private readonly double[] _filled = new double[Window];
    private readonly double[] _slopes = new double[Window];
    private readonly double[] _curvatures = new double[Window];
    private readonly double[] _one = new double[1];
    private readonly double[] _target = new double[1];
    private Loss _loss;
    private long _rows;
    private long _next = 1;

    public RunningConstant(Loss loss) => _loss = loss;

    /// <summary>0 before the first row, like the model's own prediction.</summary>
    public double Value { get; private set; }

    /// <summary>True if there is a finite one.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The factor that makes a step by the derivative of the loss about as long as the variation of predictions; 0 before it is known.</summary>
    public double StepUnit { get; private set; }

    /// <summary>The fading mean of its losses.</summary>
    public PrequentialLoss Running { get; } = new();

    /// <summary>Switches to another loss.</summary>
    public void Switch(Loss loss)
    {
        _loss = loss;
        Find();
    }

    /// <summary>Tests a target, then learns from it.</summary>
    public void Add(double target)
    {
        (_one[0], _target[0]) = (Value, target);
        var loss = Mean(_one, _target, default, default);
        if (double.IsFinite(loss)) Running.Add(loss);
        _targets[_rows % Window] = target;
        _rows++;
        if (_rows < _next) return;

        // Recomputes often at first, later once per full window.
        _next = _rows + (_rows < Window ? Math.Max(1, _rows / 8) : Window);
        Find();
    }

    public RunningConstantState Save() => new(_rows, _next, Value, IsKnown, StepUnit, [.. _targets.AsSpan(0, (int)Math.Min(_rows, Window))], Running.Save());

    /// <exception cref="DataException">It is damaged.</exception>
    public void Restore(RunningConstantState state)
    {
        if (state.Rows < 0 || state.Targets?.Length != Math.Min(state.Rows, Window) || !Array.TrueForAll(state.Targets, double.IsFinite) || !double.IsFinite(state.Value) || !(state.StepUnit >= 0 && double.IsFinite(state.StepUnit)))
            throw new DataException("its constant does not hold the last targets");
        (_rows, _next, Value, IsKnown, StepUnit) = (state.Rows, state.Next, state.Value, state.IsKnown, state.StepUnit);
        state.Targets.CopyTo(_targets, 0);
        Running.Restore(state.Running);
    }

    private void Find()
    {
        var count = (int)Math.Min(_rows, Window);
        if (count == 0) return;
        var targets = _targets.AsSpan(0, count);
        try
        {
            var best = LossAnalysis.CanAnalyse(_loss) ? LossAnalysis.Of(_loss).OptimalConstant(targets).Value : double.NaN;
            IsKnown = double.IsFinite(best);
            if (IsKnown) Value = best;
        }
        catch (LossException)
        {
            // The loss needs more than a target: there is no constant to show, but the model learns without it.
            IsKnown = false;
        }

        if (Unit(count) is var unit && double.IsFinite(unit) && unit > 0) StepUnit = unit;
    }

    /// <summary>The scale of predictions, over the mean absolute derivative at the constant.</summary>
    private double Unit(int count)
    {
        _filled.AsSpan(0, count).Fill(Value);
        if (double.IsNaN(Mean(_filled.AsMemory(0, count), _targets.AsMemory(0, count), _slopes.AsMemory(0, count), _curvatures.AsMemory(0, count)))) return double.NaN;
        double slope = 0, curvature = 0, mean = 0, squares = 0;
        for (var i = 0; i < count; i++)
        {
            slope += Math.Abs(_slopes[i]);
            curvature += _curvatures[i];
            var before = _targets[i] - mean;
            mean += before / (i + 1);
            squares += before * (_targets[i] - mean);
        }

        var spread = Math.Sqrt(squares / count);
        return count * PredictionSpread.Of(_loss, spread, slope, curvature) / slope;
    }

    private double Mean(ReadOnlyMemory<double> prediction, ReadOnlyMemory<double> target, Memory<double> slopes, Memory<double> curvatures)
    {
        try
        {
            return _loss.Evaluate(new LossBatch<double> { Prediction = prediction.Span, Target = target.Span, Gradient = slopes.Span, Hessian = curvatures.Span, Reduction = Reduction.Sum, Threads = 1 }).Value / target.Length;
        }
        catch (LossException)
        {
            return double.NaN;
        }
    }
}

/// <summary>The state of a <see cref="RunningConstant"/>.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Next">The number of rows at which the constant is computed again.</param>
/// <param name="Value">The constant.</param>
/// <param name="IsKnown">There is a finite one.</param>
/// <param name="StepUnit">The unit of steps.</param>
/// <param name="Targets">The last targets.</param>
/// <param name="Running">Its losses.</param>
internal sealed record RunningConstantState(long Rows, long Next, double Value, bool IsKnown, double StepUnit, double[] Targets, PrequentialState Running);

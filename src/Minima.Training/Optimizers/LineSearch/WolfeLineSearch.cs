namespace Minima.Training;

/// <summary>
/// Finds a step along a direction that fulfils the strong Wolfe conditions: the loss falls by a fraction of what the derivative predicts, and the derivative flattens.
/// Bracketing, then zooming by cubic interpolation (Nocedal, Wright 2006, algorithms 3.5 and 3.6, in the form of minFunc).
/// </summary>
internal sealed class WolfeLineSearch
{
    private const double Decrease = 1e-4;
    private const double Flattening = 0.9;
    private const int MostEvaluations = 25;

    private readonly FlatParameters _flat;

    /// <summary>Gradients at points of the line: at the start, at the two ends of a bracket, and at a new point.</summary>
    private readonly Tensor[] _gradients;

    private Func<double> _closure = null!;
    private Tensor _direction;
    private long _evaluations;

    public WolfeLineSearch(FlatParameters flat)
    {
        _flat = flat;
        Start = flat.NewVector();
        _gradients = [flat.NewVector(), flat.NewVector(), flat.NewVector(), flat.NewVector()];
    }

    /// <summary>The parameters at the start of the line.</summary>
    public Tensor Start { get; }

    /// <summary>Searches from the current parameters and leaves them at some point of the line.</summary>
    /// <param name="closure">Evaluates the loss and its gradients.</param>
    /// <param name="direction">The direction of the line.</param>
    /// <param name="step">In: the first step to try; out: the step found.</param>
    /// <param name="loss">In: the loss at the start; out: the loss at the step found.</param>
    /// <param name="gradient">In: the gradient at the start; out: the gradient at the step found.</param>
    /// <param name="slope">Gradient times direction at the start, below 0.</param>
    /// <param name="tolerance">The search ends if the bracket moves no parameter by more.</param>
    /// <returns>The number of evaluations of the loss.</returns>
    public long Run(Func<double> closure, Tensor direction, ref double step, ref double loss, ref Tensor gradient, double slope, double tolerance)
    {
        _closure = closure;
        _direction = direction;
        _evaluations = 0;
        _flat.GatherValues(Start);
        (_gradients[0], gradient) = (gradient, _gradients[0]);
        var start = new Point(0, loss, slope, 0);
        var end = Search(start, step, tolerance);
        step = end.Step;
        loss = end.Loss;
        (_gradients[end.Gradient], gradient) = (gradient, _gradients[end.Gradient]);
        _closure = null!;
        return _evaluations;
    }

    private Point Search(in Point start, double step, double tolerance)
    {
        var previous = start;
        var point = Evaluate(step, start, start);
        var rounds = 0;
        for (; rounds < MostEvaluations; rounds++)
        {
            // The loss is not finite there: go half way back to the previous step.
            if (!double.IsFinite(point.Loss))
            {
                point = Evaluate(0.5 * (previous.Step + point.Step), start, previous);
                continue;
            }

            if (point.Loss > start.Loss + (Decrease * point.Step * start.Slope) || (rounds > 1 && point.Loss >= previous.Loss)) return Zoom(start, previous, point, rounds, tolerance);
            if (Math.Abs(point.Slope) <= -Flattening * start.Slope) return point;
            if (point.Slope >= 0) return Zoom(start, previous, point, rounds, tolerance);
            var next = Interpolated(previous, point, point.Step + (0.01 * (point.Step - previous.Step)), 10 * point.Step);
            previous = point;
            point = Evaluate(next, start, previous);
        }

        return point.Loss < start.Loss ? point : start;
    }

    private Point Zoom(in Point start, Point left, Point right, int rounds, double tolerance)
    {
        var largest = _flat.Largest(_direction);
        var (low, high) = left.Loss <= right.Loss ? (left, right) : (right, left);
        var isCramped = false;
        for (; rounds < MostEvaluations && Math.Abs(high.Step - low.Step) * largest >= tolerance; rounds++)
        {
            var least = Math.Min(low.Step, high.Step);
            var most = Math.Max(low.Step, high.Step);
            var step = Inside(Interpolated(low, high, least, most), least, most, ref isCramped);
            var point = Evaluate(step, low, high);
            if (!(point.Loss <= start.Loss + (Decrease * step * start.Slope)) || point.Loss >= low.Loss)
            {
                high = point;
                if (point.Loss < low.Loss) (low, high) = (high, low);
            }
            else
            {
                if (Math.Abs(point.Slope) <= -Flattening * start.Slope) return point;
                if (point.Slope * (high.Step - low.Step) >= 0) high = low;
                low = point;
            }
        }

        return low;
    }

    /// <summary>Moves a step away from the ends of the bracket, where the interpolation would stick.</summary>
    private static double Inside(double step, double least, double most, ref bool isCramped)
    {
        var margin = 0.1 * (most - least);
        if (Math.Min(most - step, step - least) >= margin)
        {
            isCramped = false;
            return step;
        }

        if (!isCramped && step < most && step > least)
        {
            isCramped = true;
            return step;
        }

        isCramped = false;
        return Math.Abs(step - most) < Math.Abs(step - least) ? most - margin : least + margin;
    }

    /// <summary>The minimum of the cubic through two points with their slopes, clamped to an interval; the middle of the interval if there is no minimum.</summary>
    private static double Interpolated(in Point a, in Point b, double least, double most)
    {
        var (left, right) = a.Step <= b.Step ? (a, b) : (b, a);
        var first = left.Slope + right.Slope - (3 * (left.Loss - right.Loss) / (left.Step - right.Step));
        var square = (first * first) - (left.Slope * right.Slope);
        if (!(square >= 0)) return 0.5 * (least + most);
        var root = Math.Sqrt(square);
        var step = right.Step - ((right.Step - left.Step) * ((right.Slope + root - first) / (right.Slope - left.Slope + (2 * root))));
        return double.IsNaN(step) ? 0.5 * (least + most) : Math.Clamp(step, least, Math.Max(least, most));
    }

    /// <summary>Evaluates loss and slope at a step; stores the gradient in a buffer that the kept points do not use.</summary>
    private Point Evaluate(double step, in Point kept, in Point keptToo)
    {
        var index = 1;
        while (index == kept.Gradient || index == keptToo.Gradient) index++;
        _flat.Move(Start, _direction, step);
        var loss = _closure();
        _evaluations++;
        _flat.GatherGradient(_gradients[index]);
        return new Point(step, loss, _flat.Dot(_gradients[index], _direction), index);
    }

    /// <summary>A point of the line, with the index of its gradient.</summary>
    private readonly record struct Point(double Step, double Loss, double Slope, int Gradient);
}

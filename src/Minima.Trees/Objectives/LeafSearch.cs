namespace Minima.Trees;

/// <summary>The sums of a leaf's rows at one trial value.</summary>
/// <param name="Below">The nearest kink below the trial, or -infinity.</param>
/// <param name="Above">The nearest kink above it, or infinity.</param>
/// <param name="AtBend">The trial itself is a kink, up to rounding.</param>
internal readonly record struct LeafSum(double Value, double Slope, double Curvature, double Below, double Above, bool AtBend)
{
    public static readonly LeafSum Nothing = new(0, 0, 0, double.NegativeInfinity, double.PositiveInfinity, false);

    public static LeafSum operator +(LeafSum a, LeafSum b) => new(a.Value + b.Value, a.Slope + b.Slope, a.Curvature + b.Curvature, Math.Max(a.Below, b.Below), Math.Min(a.Above, b.Above), a.AtBend || b.AtBend);
}

/// <summary>
/// The search for the minimum of one leaf, a trial at a time, so that all leaves share each pass over the rows. If the loss is smooth, it finds the root of the derivative by
/// Newton steps inside a bracket. If the loss has kinks, the bracket shrinks to one of them. On a flat bottom it takes the middle.
/// </summary>
/// <param name="guess">The leaf's value by gradients and curvatures.</param>
/// <param name="l2">The penalty on half the squared value.</param>
/// <param name="bends">True if the derivative jumps somewhere.</param>
/// <param name="convex">True if a derivative of 0 proves a minimum; otherwise the trial with the lowest value is the result.</param>
internal sealed class LeafSearch(double guess, double l2, bool bends, bool convex)
{
    private const int MostTrials = 100;
    private const double Precise = 1e-7;

    /// <summary>A smooth loss that still falls after this many steps to one side falls without end, as in a leaf whose rows are all of one class.</summary>
    private const int MostSteps = 24;

    private (double At, double Slope, double Next) _low = (double.NegativeInfinity, 0, 0);
    private (double At, double Slope, double Next) _high = (double.PositiveInfinity, 0, 0);
    private (double At, double Value) _best;
    private int _trials;
    private bool _confirms;
    private int _steps;

    /// <summary>The next value to try, and the result once <see cref="IsDone"/>.</summary>
    public double Trial { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>Begins at the lowest of several places instead of 0. Neither of its neighbours is lower, so that a minimum lies between them.</summary>
    /// <param name="at">The place.</param>
    /// <param name="below">The place before it with its sums, or null.</param>
    /// <param name="above">The place after it with its sums, or null.</param>
    public void Begin(double at, (double At, LeafSum Sum)? below, (double At, LeafSum Sum)? above)
    {
        Trial = at;
        if (below is { } low) _low = (low.At, Math.Min(low.Sum.Slope, -double.Epsilon), low.Sum.Above);
        if (above is { } high) _high = (high.At, Math.Max(high.Sum.Slope, double.Epsilon), high.Sum.Below);
    }

    public void Take(in LeafSum sum)
    {
        var value = sum.Value + l2 / 2 * Trial * Trial;
        var slope = sum.Slope + l2 * Trial;
        var curvature = sum.Curvature + l2;
        if (_trials++ == 0) _best = (Trial, value);
        if (value < _best.Value) _best = (Trial, value);
        if (_confirms || _trials > MostTrials || !double.IsFinite(slope) || !double.IsFinite(value))
        {
            End(_best.At);
            return;
        }

        if (slope == 0)
        {
            // The derivative has vanished on the way out, before the bracket had a second end.
            if (!bends && curvature == 0 && _steps > 0 && !(double.IsFinite(_low.At) && double.IsFinite(_high.At))) EndAtGuess();
            else Settle(bends && !sum.AtBend && double.IsFinite(sum.Below) && double.IsFinite(sum.Above) && curvature == 0 ? sum.Below / 2 + sum.Above / 2 : Trial);
            return;
        }

        if (slope < 0) _low = (Trial, slope, sum.Above); else _high = (Trial, slope, sum.Below);
        if (!double.IsFinite(_low.At) || !double.IsFinite(_high.At))
        {
            Widen(slope, curvature);
            return;
        }

        // Without kinks and curvature the derivative jumps at unknown places: the bracket is halved to the precision of a Newton step.
        if (_high.At - _low.At <= (!bends && curvature == 0 ? Precise : 1e-15) * Math.Max(Math.Abs(_low.At), Math.Abs(_high.At))) Settle(_low.At / 2 + _high.At / 2);
        else if (bends && _low.Next <= _high.Next) AmongBends();
        else Inside(slope, curvature);
    }

    /// <summary>No trial on the other side yet: a Newton step, at most eight times as far as before; with kinks, always eight times as far.</summary>
    private void Widen(double slope, double curvature)
    {
        var usual = guess != 0 && double.IsFinite(guess) && guess * slope < 0 ? guess : -Math.Sign(slope) * Math.Max(1e-3, Math.Abs(guess));
        if (Trial == 0 && bends)
        {
            Trial = usual;
            return;
        }

        if (!bends && ++_steps > MostSteps)
        {
            EndAtGuess();
            return;
        }

        // Without a curvature the step doubles: the distance so far is the only known scale.
        var step = curvature > 0 ? -slope / curvature : Math.Sign(usual) * Math.Max(Math.Abs(usual), Math.Abs(Trial));
        var farthest = 8 * Math.Max(Math.Abs(Trial), Math.Abs(usual));
        step = Math.Sign(step) * Math.Min(Math.Abs(step), farthest);
        if (bends) step = Math.Sign(step) * farthest;
        if (!bends && Math.Abs(step) <= Precise * Math.Abs(Trial)) Settle(Trial + step);
        else if (Math.Abs(Trial + step) > 1e100) End(_best.At);
        else Trial += step;
    }

    /// <summary>No kink in the bracket: a Newton step, otherwise the middle.</summary>
    private void Inside(double slope, double curvature)
    {
        var newton = Trial - slope / curvature;
        var inside = curvature > 0 && newton > _low.At && newton < _high.At;
        if (inside && Math.Abs(newton - Trial) <= Precise * Math.Abs(Trial)) Settle(newton);
        else Trial = inside && _trials % 8 != 0 ? newton : _low.At / 2 + _high.At / 2;
    }

    /// <summary>One kink left: it is the minimum if the derivative changes sign across it. Several: a trial between the outer two, by the secant first.</summary>
    private void AmongBends()
    {
        if (_low.Next == _high.Next)
        {
            var (bend, near) = (_low.Next, 1e-11 * Math.Max(Math.Abs(_low.Next), _high.At - _low.At));
            if (bend - _low.At <= 2 * near && _high.At - bend <= 2 * near) Settle(bend);
            else Trial = bend - _low.At > 2 * near ? bend - near : bend + near;
            return;
        }

        var secant = _low.At - _low.Slope * (_high.At - _low.At) / (_high.Slope - _low.Slope);
        Trial = _trials % 3 != 0 && secant > _low.Next && secant < _high.Next ? secant : _low.Next / 2 + _high.Next / 2;
    }

    /// <summary>Ends the search, after one more trial of the value if the loss is not convex.</summary>
    private void Settle(double value)
    {
        if (convex) End(value);
        else (Trial, _confirms) = (value, true);
    }

    /// <summary>No finite value is lowest: takes the value by gradients and curvatures, as a booster without a search would.</summary>
    private void EndAtGuess() => End(double.IsFinite(guess) ? guess : 0);

    private void End(double value) => (Trial, IsDone) = (value, true);
}

using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Checks if elements contradict a trait for certain: recomputes them in double-double arithmetic with a bound of the error, so that rounding contradicts nothing.</summary>
internal sealed class Counterexample(PointFunction function, double[] extras)
{
    /// <summary>A contradiction must exceed this proportion of the values: a stable form may omit what no double can show.</summary>
    private const double Visible = 1e-14;

    /// <summary>A jump must exceed this proportion of the quantity that jumps.</summary>
    private const double Jump = 1e-7;

    /// <summary>Distances from a kink at which a jump must appear; a steep curve shows one at the first only.</summary>
    private const double Apart = 1e-6;

    private const double Near = 1e-9;

    /// <summary>True if the finding's witnesses refute its trait. For traits that state a bound, the witnesses show values that keep growing.</summary>
    public bool Refutes(Trait trait, IReadOnlyList<Witness> w) => trait switch
    {
        _ when w.Count == 0 => false,
        Trait.Convex or Trait.StrictlyConvex when w.Count == 2 => w[0].Prediction < w[1].Prediction && Exceeds(Slope(w[0]), Slope(w[1])),
        Trait.Convex or Trait.StrictlyConvex => IsAboveChord(w[0], w[1], w[2]),
        Trait.QuasiConvex => w[0].Prediction < w[1].Prediction && w[1].Prediction < w[2].Prediction && Exceeds(Value(w[1]), Value(w[0])) && Exceeds(Value(w[1]), Value(w[2])),
        Trait.Lipschitz when w.Count == 2 => IsEverSteeper(w[0], w[1]),
        Trait.Lipschitz => Grows([.. w.Select(x => Size(Slope(x)))]),
        Trait.BoundedBelow => Grows([.. w.Select(x => -Value(x))]),
        Trait.BoundedAbove => Grows([.. w.Select(Value)]),
        Trait.ContinuousSlope => Jumps(w[0], Slope) || Jumps(w[0], Value),
        Trait.ContinuousCurvature => Jumps(w[0], Slope) || Jumps(w[0], Value) || Jumps(w[0], Curvature),
        Trait.NonNegative => Value(w[0]).IsNegative,
        Trait.ZeroOnlyAtTarget => w[0].Prediction == w[0].Target ? Differ(Value(w[0]), new(0)) : Value(w[0]) is var value && (value.IsNegative || (value.High == 0 && value.Error < 1e-300)),
        Trait.Symmetric or Trait.TranslationInvariant or Trait.MarginLoss => Differ(Value(w[0]), Value(w[1])),
        Trait.Homogeneous => w.Count == 4 && HaveOtherDegrees(w),
        Trait.Redescending => StaysSteep(w[0]),
        Trait.Monotone => w.Count == 4 && w[2].Prediction < w[0].Prediction && w[3].Prediction < w[1].Prediction && Exceeds(Value(w[2]), Value(w[0])) && Exceeds(Value(w[1]), Value(w[3])),
        _ => false,
    };

    /// <summary>The expected loss of a prediction for a given probability of the upper class.</summary>
    public Ball Expected(double prediction, double share, (double Low, double High) classes) =>
        Times(share, At(prediction, classes.High)) + Times(1 - share, At(prediction, classes.Low));

    private static Ball Times(double share, Ball value) => share == 0 ? new(0) : new Ball(share) * value;

    /// <summary>True for values on the way out, three at equal ratios of distance, that become infinite or grow by steps that do not shrink, beyond every ordinary size.</summary>
    public static bool Grows(IReadOnlyList<Ball> values)
    {
        if (values.Count == 1)
        {
            return values[0].IsKnown && double.IsPositiveInfinity(values[0].High);
        }

        if (values.Count != 3 || values.Any(v => !v.IsKnown))
        {
            return false;
        }

        var (first, second) = (values[1] - values[0], values[2] - values[1]);
        return first.IsPositive && (second - new Ball(0.9) * first).IsPositive;
    }

    private Ball Value(Witness w) => function.Exact(Point(w));

    private Ball Slope(Witness w) => function.ExactSlope(Point(w));

    private Ball At(double prediction, double target) => function.Exact(function.Point(prediction, target, extras));

    private double[] Point(Witness w) => function.Point(w.Prediction, w.Target, w.Others.Count > 0 ? [.. w.Others] : extras);

    private static Ball Size(Ball x) => x.High < 0 ? -x : x;

    private static bool Differ(Ball a, Ball b) => Exceeds(a, b) || Exceeds(b, a);

    private static bool Exceeds(Ball a, Ball b) => a - b is var apart && apart.IsPositive && apart.High > Visible * Math.Max(Math.Abs(a.High), Math.Abs(b.High));

    private bool IsAboveChord(Witness a, Witness middle, Witness b)
    {
        if (!(a.Prediction < middle.Prediction && middle.Prediction < b.Prediction))
        {
            return false;
        }

        var (whole, part) = (new Ball(b.Prediction) - new Ball(a.Prediction), new Ball(middle.Prediction) - new Ball(a.Prediction));
        return Exceeds(Value(middle), Value(a) + (Value(b) - Value(a)) * part / whole);
    }

    /// <summary>The difference quotient across a place grows as the distance shrinks: the loss jumps there or is infinitely steep.</summary>
    private bool IsEverSteeper(Witness a, Witness b)
    {
        var (middle, half) = (a.Prediction + (b.Prediction - a.Prediction) / 2, (b.Prediction - a.Prediction) / 2);
        Ball Quotient(double step)
        {
            var (from, to) = (a with { Prediction = middle - step }, a with { Prediction = middle + step });
            return function.DomainOf(0).Contains(from.Prediction) && function.DomainOf(0).Contains(to.Prediction) ? Size(Value(to) - Value(from)) / new Ball(to.Prediction - from.Prediction) : new(0);
        }

        // The values on both sides of a cusp agree: then the quotient of one side shows the steepness.
        Ball OneSided(double step) => Size(Value(a with { Prediction = middle + step }) - Value(a with { Prediction = middle })) / new Ball(middle + step - middle);
        return half > 0 && ((Quotient(half) - new Ball(3) * Quotient(half * 1000)).IsPositive || (OneSided(half) - new Ball(3) * OneSided(half * 1000)).IsPositive);
    }

    /// <summary>The step across a place stays as the distance shrinks a thousandfold.</summary>
    private bool Jumps(Witness w, Func<Witness, Ball> of)
    {
        var size = Math.Max(1, Math.Abs(w.Prediction));
        Ball At(double distance) => of(w with { Prediction = w.Prediction + distance * size });
        Ball Step(double distance) => Size(At(distance) - At(-distance));
        var domain = function.DomainOf(0);
        if (!domain.Contains(w.Prediction + Apart * size) || !domain.Contains(w.Prediction - Apart * size))
        {
            return false;
        }

        var (far, near) = (Step(Apart), Step(Near));
        return near.IsPositive && (near - new Ball(0.5) * far).IsPositive && near.High > Jump * new[] { Near, -Near, Apart, -Apart }.Max(distance => Math.Abs(At(distance).High));
    }

    /// <summary>The second derivative on the side of the witness, by differences of derivatives well within its distance.</summary>
    private Ball Curvature(Witness w)
    {
        var step = Math.ScaleB(1, Math.ILogB(Math.Max(1, Math.Abs(w.Prediction))) - 42);
        return (Slope(w with { Prediction = w.Prediction + step }) - Slope(w with { Prediction = w.Prediction - step })) / new Ball(w.Prediction + step - (w.Prediction - step));
    }

    /// <summary>True if two pairs of elements, each scaled by its own factor, have different degrees, or no degree at all.</summary>
    private bool HaveOtherDegrees(IReadOnlyList<Witness> w)
    {
        var (first, second) = (Value(w[1]) / Value(w[0]), Value(w[3]) / Value(w[2]));
        if (first.IsNegative || second.IsNegative)
        {
            return true;
        }

        // The factors are powers of 2, taken from the larger of the two scaled inputs.
        if (!first.IsPositive || !second.IsPositive)
        {
            return false;
        }

        var (a, b) = (Ball.Logarithm(first) / Ball.Logarithm(Factor(w[0], w[1])), Ball.Logarithm(second) / Ball.Logarithm(Factor(w[2], w[3])));
        return Differ(a, b);
    }

    private static Ball Factor(Witness from, Witness to) => new(Math.Abs(from.Prediction) > Math.Abs(from.Target) ? to.Prediction / from.Prediction : to.Target / from.Target);

    /// <summary>True if the derivative persists ten, thirty and a hundred orders of magnitude away.</summary>
    private bool StaysSteep(Witness w)
    {
        Ball Far(double distance) => Size(Slope(w with { Prediction = Math.CopySign(distance, w.Prediction) }));
        var (near, far, farther) = (Far(1e9), Far(1e30), Far(1e100));
        return near.IsPositive && (far - new Ball(0.5) * near).IsPositive && (farther - new Ball(0.5) * far).IsPositive;
    }
}

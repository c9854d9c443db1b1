using Minima.Tests.Softmax;

namespace Minima.Tests.SecondDerivatives;

/// <summary>Second derivatives as differences of the gradient, both in double-double: what the formula's curvature is, whatever the table of primitives says of it.</summary>
/// <param name="Left">From the gradients to the left of the point alone.</param>
/// <param name="Right">From those to the right alone.</param>
internal readonly record struct ExactCurvature(ExactCurvature.Estimate Left, ExactCurvature.Estimate Right)
{
    /// <summary>What a difference that is at least this exact can judge.</summary>
    private const double Exact = 1e-10;

    /// <summary>A computed curvature has seven digits at least: those that float has, at residuals of 1e8 scales where a quotient loses eight of sixteen.</summary>
    private const double Digits = 1e-7;

    /// <summary>Differences nearer than this to each other are one curvature: no kink.</summary>
    private const double Smooth = 1e-8;

    /// <summary>Weights of five gradients at 1 to 5 steps, and of four of them, in the slope at 0.</summary>
    private static readonly double[] Five = [-77.0 / 12, 107.0 / 6, -39.0 / 2, 61.0 / 6, -25.0 / 12];

    /// <summary>Both sides say the same: the point is no kink.</summary>
    public bool IsSmooth => IsKnown && Math.Abs(Left.Value - Right.Value) <= Smooth * Math.Max(Math.Abs(Left.Value), Math.Abs(Right.Value)) + Left.Error + Right.Error;

    /// <summary>At least one side is sure; a smooth point needs both.</summary>
    public bool IsKnown => Left.IsSure && Right.IsSure;

    /// <summary>The curvature along one number of a formula.</summary>
    /// <param name="slope">The derivative where that number is moved by a distance.</param>
    /// <param name="scale">The size of the number and of what it is compared with.</param>
    /// <param name="room">How far the domain reaches to the left and to the right.</param>
    public static ExactCurvature Of(Func<DoubleDouble, DoubleDouble> slope, double scale, (double Left, double Right) room) =>
        new(Side(slope, scale, room.Left, -1), Side(slope, scale, room.Right, 1));

    /// <summary>Whether a computed curvature is that of one side; at a smooth point both are the same.</summary>
    /// <param name="got">What was computed.</param>
    /// <param name="rounding">What rounding of the inputs alone may change.</param>
    public bool Allows(double got, double rounding) => Left.Allows(got, rounding) || Right.Allows(got, rounding);

    public override string ToString() => IsSmooth ? Left.ToString() : $"{Left} to the left and {Right} to the right";

    /// <summary>The first of ever smaller steps that is sure and that the next one confirms: a large one may reach beyond a kink, where all is flat.</summary>
    private static Estimate Side(Func<DoubleDouble, DoubleDouble> slope, double scale, double room, int sign)
    {
        var before = new Estimate(double.NaN, double.PositiveInfinity, 0);
        foreach (var part in (ReadOnlySpan<double>)[1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14])
        {
            // No power of two, which could be a whole number of periods; few digits, so that a few steps are exact.
            var step = (double)(float)(0.7310585786300049 * part) * Math.ScaleB(1, Math.ILogB(Math.Min(scale, room)));
            if (!(step > 0))
            {
                break;
            }

            var whole = Slope(slope, sign * step);
            var half = Slope(slope, sign * step / 2);
            var size = Math.Abs((double)slope(sign * step));
            var error = Math.Abs((double)(whole - half)) + (1e-29 * size / step);
            var estimate = new Estimate((double)half, error, 1e-24 * size / Math.Min(scale, room));
            if (before.IsSure && estimate.IsSure && Math.Abs(before.Value - estimate.Value) <= (Smooth * Math.Abs(estimate.Value)) + before.Error + estimate.Error)
            {
                return before.Error < estimate.Error ? before : estimate;
            }

            before = estimate;
        }

        return new Estimate(double.NaN, double.PositiveInfinity, 0);
    }

    /// <summary>The slope at 0 of the polynomial through five gradients beside it, not the one at 0 itself: there a kink has a convention.</summary>
    private static DoubleDouble Slope(Func<DoubleDouble, DoubleDouble> slope, double step)
    {
        DoubleDouble sum = 0;
        for (var k = 0; k < Five.Length; k++)
        {
            // Numerators over 12, exact.
            sum += Math.Round(12 * Five[k]) * slope((k + 1) * step);
        }

        return sum / (12 * step);
    }

    /// <summary>A difference quotient, how far it may lie from the derivative, and what is 0 beside the slope: a line has no curvature to be exact about.</summary>
    public readonly record struct Estimate(double Value, double Error, double Zero)
    {
        public bool IsSure => Error <= Math.Max(Exact * Math.Abs(Value), Math.Max(Zero, 1e-290));

        public bool Allows(double got, double rounding) => IsSure && Math.Abs(got - Value) <= (Digits * Math.Abs(Value)) + (3 * Error) + rounding;

        public override string ToString() => $"{Matrix.Ulp.Text(Value)} +- {Error:E1}";
    }
}

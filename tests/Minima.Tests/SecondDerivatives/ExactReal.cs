using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Tests.Softmax;

namespace Minima.Tests.SecondDerivatives;

/// <summary>A formula read in double-double: the truth that second derivatives in double are held to. Not-finite results are those of double.</summary>
internal readonly record struct ExactReal(DoubleDouble X) : IReal<ExactReal>
{
    public static ExactReal operator +(ExactReal left, ExactReal right)
    {
        var plain = left.X.High + right.X.High;
        return double.IsFinite(plain) ? new(left.X + right.X) : new(plain);
    }

    public static ExactReal operator -(ExactReal left, ExactReal right) => left + -right;

    public static ExactReal operator *(ExactReal left, ExactReal right)
    {
        var plain = left.X.High * right.X.High;
        return double.IsFinite(plain) ? new(left.X * right.X) : new(plain);
    }

    public static ExactReal operator /(ExactReal left, ExactReal right)
    {
        var plain = left.X.High / right.X.High;
        return double.IsFinite(plain) && double.IsFinite(right.X.High) ? new(left.X / right.X) : new(plain);
    }

    public static ExactReal operator -(ExactReal x) => new(-x.X);

    public static ExactReal Of(double value, string name = "") => new(value);

    public static ExactReal IfLess(ExactReal left, ExactReal right, ExactReal yes, ExactReal no) =>
        left.X.High < right.X.High || (left.X.High == right.X.High && left.X.Low < right.X.Low) ? yes : no;

    public static ExactReal StraightThrough(ExactReal value, ExactReal path) => value;

    public static ExactReal Apply<TPrimitive>(TPrimitive primitive, ExactReal x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => new(Apply((object)primitive, x.X));

    public static ExactReal Apply<TPrimitive>(TPrimitive primitive, ExactReal x, ExactReal y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => (object)primitive switch
        {
            Hypot => new(ExactFunctions.Hypot(x.X, y.X)),
            PowerOf => new(ExactFunctions.Pow(x.X, y.X)),
            XLogY => x.X.High == 0 ? x : x * new ExactReal(ExactFunctions.Log(y.X)),
            XLog1pY => x.X.High == 0 ? x : x * new ExactReal(ExactFunctions.Log1p(y.X)),
            ZeroTimes => x.X.High == 0 ? x : x * y,
            LogAddExp => LargeAndSmall(x, y),
            Max => double.IsNaN(x.X.High) ? x : double.IsNaN(y.X.High) ? y : IfLess(x, y, y, x),
            _ => throw new NotSupportedException($"{TPrimitive.Name} has no double-double value yet: write it in ExactFunctions"),
        };

    public static ExactReal Apply<TPrimitive>(TPrimitive primitive, ExactReal x, ExactReal y, ExactReal z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => (object)primitive switch
        {
            SoftplusMix => Weighted(y, new(ExactFunctions.Softplus(x.X))) + Weighted(z, new(ExactFunctions.Softplus(-x.X))),
            SigmoidMix => (y * new ExactReal(ExactFunctions.Sigmoid(x.X))) + (z * new ExactReal(ExactFunctions.Sigmoid(-x.X))),
            _ => throw new NotSupportedException($"{TPrimitive.Name} has no double-double value yet: write it in ExactFunctions"),
        };

    private static DoubleDouble Apply(object primitive, DoubleDouble x) => primitive switch
    {
        Abs => ExactFunctions.Abs(x),
        Atan => ExactFunctions.Atan(x),
        BesselI0e => ExactFunctions.BesselIe(x, 0),
        BesselI1e => ExactFunctions.BesselIe(x, 1),
        Clamp clamp => x.High < clamp.Low ? clamp.Low : x.High > clamp.High ? clamp.High : x,
        Cos => ExactFunctions.Cos(x),
        CosPi => ExactFunctions.CosPi(x),
        Digamma => ExactFunctions.LogGamma(x, 1),
        Exp => ExactFunctions.Exp(x),
        Expm1 => ExactFunctions.Expm1(x),
        ExpRatio => x.High == 0 ? 1 : ExactFunctions.Expm1(x) / x,
        ExpRemainder => ExactFunctions.ExpRemainder(x),
        InverseMills => ExactFunctions.InverseMills(x),
        InverseMillsSlope => -(ExactFunctions.InverseMills(x) * (x + ExactFunctions.InverseMills(x))),
        LambertW => ExactFunctions.LambertW(x),
        Log => ExactFunctions.Log(x),
        Log1mExp => ExactFunctions.Log(-ExactFunctions.Expm1(x)),
        Log1p => ExactFunctions.Log1p(x),
        Log1pSquare => ExactFunctions.Log1p(x * x),
        LogCosh => ExactFunctions.LogCosh(x),
        LogGamma => ExactFunctions.LogGamma(x),
        LogNdtr => ExactFunctions.LogNdtr(x),
        LogRemainder => ExactFunctions.LogRemainder(x),
        Power power => ExactFunctions.Pow(x, power.Exponent),
        Relu => x.High < 0 ? 0 : x,
        Sigmoid => ExactFunctions.Sigmoid(x),
        Sign => Math.Sign(x.High),
        Sin => ExactFunctions.Sin(x),
        SinPi => ExactFunctions.SinPi(x),
        Softplus => ExactFunctions.Softplus(x),
        Sqrt => ExactFunctions.Sqrt(x),
        StirlingRemainder => ExactFunctions.StirlingRemainder(x, 0),
        StirlingRemainderSlope => ExactFunctions.StirlingRemainder(x, 1),
        StirlingRemainderCurvature => ExactFunctions.StirlingRemainder(x, 2),
        Tanh => ExactFunctions.Tanh(x),
        Tetragamma => ExactFunctions.LogGamma(x, 3),
        Trigamma => ExactFunctions.LogGamma(x, 2),
        _ => throw new NotSupportedException($"{primitive} has no double-double value yet: write it in ExactFunctions"),
    };

    private static ExactReal LargeAndSmall(ExactReal x, ExactReal y)
    {
        var (large, small) = x.X.High < y.X.High ? (y, x) : (x, y);
        return double.IsInfinity(large.X.High) ? large : large + new ExactReal(ExactFunctions.Log1p(ExactFunctions.Exp((small - large).X)));
    }

    private static ExactReal Weighted(ExactReal weight, ExactReal x) => weight.X.High == 0 ? weight : weight * x;
}

using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Tests.Derivatives;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Primitives;

/// <summary>The slopes of the table against differences of its values, and at the kinks against docs/numerics.md.</summary>
public sealed class SlopeTests
{
    private static readonly double[] Everywhere = [-700, -40, -12.5, -3, -1.5, -0.7, -0.1, -1e-3, 1e-3, 0.1, 0.7, 1.5, 3, 12.5, 40, 700];
    private static readonly double[] Extremes = [0, -0.0, double.Epsilon, -double.Epsilon, 1e-300, 1e9, -1e9, 1e30, -1e30, 1e200, -1e200, double.MaxValue, double.MinValue];
    private static readonly double[] Positive = [1e-3, 0.1, 0.7, 1.5, 3, 12.5, 40, 1e5];
    private static readonly double[] Negative = [-600, -40, -3, -0.6931471, -0.5, -0.03];
    private static readonly double[] Moderate = [-20, -3, -1.5, -0.7, -0.03, -0.01, 0.015, 0.1, 0.7, 1.5, 3, 20];
    private static readonly double[] AboveMinusOne = [-0.9, -0.5, -1e-6, 1e-6, 0.1, 2, 50, 1e6];

    [Fact]
    public void Slopes_of_one_argument_are_differences()
    {
        Verdict.None(
        [
            .. Unary(default(Abs), Everywhere), .. Unary(default(Atan), Everywhere), .. Unary(default(BesselI0e), Moderate), .. Unary(default(BesselI1e), Moderate),
            .. Unary(new Clamp(-1, 2), Everywhere), .. Unary(default(Cos), Moderate), .. Unary(default(CosPi), Moderate), .. Unary(default(SinPi), Moderate), .. Unary(default(Digamma), Positive), .. Unary(default(Exp), Moderate),
            .. Unary(default(ExpRatio), Moderate), .. Unary(default(Expm1), Moderate), .. Unary(default(ExpRemainder), Moderate), .. Unary(default(LogRemainder), AboveMinusOne), .. Unary(default(Log1pSquare), Everywhere.Append(1e17).Append(-1e19)), .. Unary(default(InverseMills), Moderate), .. Unary(default(InverseMillsSlope), Moderate),
            .. Unary(default(LambertW), AboveMinusOne.Where(x => x > -0.3)), .. Unary(default(Log), Positive), .. Unary(default(Log1mExp), Negative), .. Unary(default(Log1p), AboveMinusOne),
            .. Unary(default(LogCosh), Everywhere), .. Unary(default(LogGamma), Positive), .. Unary(default(LogNdtr), Moderate), .. Unary(new Power(0.5), Positive),
            .. Unary(new Power(1.7), Positive), .. Unary(new Power(-2), Positive), .. Unary(new Power(3), Moderate), .. Unary(default(Relu), Everywhere), .. Unary(default(Sigmoid), Everywhere.Where(x => Math.Abs(x) < 600)),
            .. Unary(default(Sign), Everywhere), .. Unary(default(Sin), Moderate), .. Unary(default(Softplus), Everywhere.Where(x => Math.Abs(x) < 600)), .. Unary(default(Sqrt), Positive),
            .. Unary(default(StirlingRemainder), Positive), .. Unary(default(StirlingRemainderSlope), Positive),
            .. Unary(default(StirlingRemainderCurvature), Positive.Where(x => x > 1e-3)), .. Unary(new StirlingRemainderDerivative(3), Positive.Where(x => x > 1e-3 && x < 30)), .. Unary(default(BesselI0eCurvature), Positive.Where(x => x > 1e-3 && x < 30)),
            .. Unary(default(Tanh), Moderate), .. Unary(default(Trigamma), Positive), .. Unary(default(Tetragamma), Positive), .. Unary(new Polygamma(3), Positive), .. Unary(new Polygamma(4), Positive),
        ]);
    }

    [Fact]
    public void Slopes_of_two_and_three_arguments_are_differences()
    {
        Verdict.None(
        [
            .. Binary(default(Atan2), Moderate, Positive.Where(x => x < 1e4)), .. Binary(default(Hypot), Moderate, Moderate), .. Binary(default(LogAddExp), Moderate, Moderate), .. Binary(default(Max), Moderate, [-5, -0.4, 0.33, 7]),
            .. Binary(default(PowerOf), Positive.Where(x => x < 1e4), Moderate.Where(x => Math.Abs(x) < 10)), .. Binary(default(XLog1pY), Moderate, AboveMinusOne), .. Binary(default(XLogY), Moderate, Positive),
            .. Binary(default(ZeroTimes), Moderate, Moderate), .. Ternary(default(SigmoidMix)), .. Ternary(default(SoftplusMix)),
        ]);
    }

    [Fact]
    public void Every_primitive_is_tried()
    {
        var tried = File.ReadAllText(Path.Combine(CatalogueRules.Repository.Root, "tests", "Minima.Tests", "Primitives", "SlopeTests.cs"));
        var all = typeof(IReal<>).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.Name is "IPrimitive`1" or "IPrimitive2`1" or "IPrimitive3`1"));
        Verdict.None([.. all.Where(type => !tried.Contains($"default({type.Name})", StringComparison.Ordinal) && !tried.Contains($"new {type.Name}(", StringComparison.Ordinal))
            .Select(type => $"{type.Name} is not tried")]);
    }

    [Fact]
    public void Kinks_have_the_slopes_of_the_catalogue()
    {
        Assert.Equal(0, Slope(default(Abs), 0));
        Assert.Equal(0, Slope(default(Abs), -0.0));
        Assert.Equal(0, Slope(default(Sign), 0));
        Assert.Equal(0, Slope(default(Relu), 0));
        Assert.Equal(1, Slope(default(Relu), double.Epsilon));
        Assert.Equal((0.5, 0.5), Slopes(default(Max), 3, 3));
        Assert.Equal((0.5, 0.5), Slopes(default(Max), 0, 0));
        Assert.Equal((0.5, 0.5), Slopes(default(Max), -2, -2));
        Assert.Equal((1, 0), Slopes(default(Max), 3, 2));
        Assert.Equal(1, Slope(new Clamp(-1, 2), -1));
        Assert.Equal(1, Slope(new Clamp(-1, 2), 2));
        Assert.Equal(0, Slope(new Clamp(-1, 2), 2.0000001));
        Assert.Equal(0, Slope(new Clamp(-1, 2), -1.0000001));
        Assert.Equal(0, Slope(default(Sqrt), 0));
        Assert.Equal((0, 0), Slopes(default(Hypot), 0, 0));
        Assert.Equal((0, 0), Slopes(default(Atan2), 0, 0));
        Assert.Equal(0, Slope(new Power(0.5), 0));
        Assert.Equal(1, Slope(new Power(1), 0));
        Assert.Equal(0, Slope(new Power(2), 0));
        Assert.Equal(0, Slope(new Power(0), 0));
        Assert.Equal(0.5, Slope(default(Softplus), 0));
        Assert.Equal(0.5, Slope(default(ExpRatio), 0));
        Assert.Equal(0.5, Slope(default(BesselI1e), 0));
        Assert.Equal(0, Slope(default(BesselI0e), 0));
        Assert.Equal(0, Slopes(default(PowerOf), 0, 0.5).X);
        Assert.Equal(0, Slopes(default(PowerOf), 0, 0.5).Y);
    }

    [Fact]
    public void Zero_decides_products()
    {
        Assert.Equal(0, F64.Apply(default(XLogY), new(0), new(0)).X);
        Assert.Equal(0, F64.Apply(default(XLogY), new(0), new(double.PositiveInfinity)).X);
        Assert.Equal(double.NegativeInfinity, F64.Apply(default(XLogY), new(2), new(0)).X);
        Assert.Equal(0, Slopes(default(XLogY), 0, 0).Y);
        Assert.Equal(Math.Log(3), Slopes(default(XLogY), 0, 3).X, 15);
        Assert.Equal(0, F64.Apply(default(XLog1pY), new(0), new(-1)).X);
        Assert.Equal(0, Slopes(default(XLog1pY), 0, -1).Y);
        Assert.Equal(0, F64.Apply(default(ZeroTimes), new(0), new(double.NegativeInfinity)).X);
        Assert.Equal(double.NaN, F64.Apply(default(ZeroTimes), new(0), new(double.NaN)).X);
        Assert.Equal(double.NaN, F64.Apply(default(XLogY), new(double.NaN), new(1)).X);
        Assert.Equal(1, F64.Apply(default(PowerOf), new(0), new(0)).X);
    }

    [Fact]
    public void Chain_gives_0_for_no_movement_however_steep()
    {
        Assert.Equal(0, F64.Chain(new(double.PositiveInfinity), new(0)).X);
        Assert.Equal(0, F32.Chain(new(float.NegativeInfinity), new(0)).X);
        Assert.Equal(0, F64.Chain(new(double.NaN), new(0)).X);
        Assert.Equal(double.NaN, F64.Chain(new(2), new(double.NaN)).X);
        Assert.Equal(double.PositiveInfinity, F64.Chain(new(double.PositiveInfinity), new(0.5)).X);
        Assert.Equal(6, F64.Chain(new(2), new(3)).X);
        Assert.Equal(0, Dual<F64, One<F64>>.Chain(new(new(double.PositiveInfinity), One<F64>.Zero), new(new(0), One<F64>.Zero)).Value.X);
    }

    [Fact]
    public void NaN_takes_no_slope_for_itself()
    {
        Assert.Equal(double.NaN, Slope(default(Abs), double.NaN));
        Assert.Equal(double.NaN, Slope(default(Relu), double.NaN));
        Assert.Equal(double.NaN, Slopes(default(Max), double.NaN, 1).X);
        Assert.Equal(double.NaN, Slope(default(Sigmoid), double.NaN));
        Assert.Equal(double.NaN, Slope(default(Sqrt), double.NaN));
    }

    private static double Slope<TPrimitive>(TPrimitive primitive, double x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => Dual<F64, One<F64>>.Apply(primitive, new(new(x), One<F64>.Unit(0))).Slope.A.X;

    private static (double X, double Y) Slopes<TPrimitive>(TPrimitive primitive, double x, double y)
        where TPrimitive : struct, IPrimitive2<TPrimitive>
    {
        var slope = Dual<F64, Two<F64>>.Apply(primitive, new(new(x), Two<F64>.Unit(0)), new(new(y), Two<F64>.Unit(1))).Slope;
        return (slope.A.X, slope.B.X);
    }

    private static IEnumerable<string> Unary<TPrimitive>(TPrimitive primitive, IEnumerable<double> points)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        double Value(double x) => F64.Apply(primitive, new(x)).X;
        var domain = DomainOf(Value);
        var wrong = points.Select(x => Judge($"{primitive}'({Ulp.Text(x)})", Slope(primitive, x), Value, x, domain)).OfType<string>();

        // "Bounded" lets the chain rule leave out its guard for 0 times infinity: the claim is tried at every extreme.
        return wrong.Concat(points.Concat(Extremes)
            .Where(x => TPrimitive.SlopeIsBounded && double.IsFinite(x) && double.IsFinite(Value(x)) && !double.IsFinite(Slope(primitive, x)))
            .Select(x => $"{primitive} claims a bounded slope, it is {Ulp.Text(Slope(primitive, x))} at {Ulp.Text(x)}"));
    }

    /// <summary>Where a function of one argument is a number, found by asking it.</summary>
    private static Domain DomainOf(Func<double, double> f) =>
        double.IsNaN(f(-1e-300)) ? Domain.NonNegative : double.IsNaN(f(1e-3)) ? Domain.Below(0) : double.IsNaN(f(-1.5)) && !double.IsNaN(f(-0.9999)) ? Domain.AtLeast(-1) : Domain.Real;

    private static IEnumerable<string> Binary<TPrimitive>(TPrimitive primitive, IEnumerable<double> xs, IEnumerable<double> ys)
        where TPrimitive : struct, IPrimitive2<TPrimitive> =>
        xs.SelectMany(x => ys.Where(y => y != x).SelectMany(y => new[]
        {
            Judge($"{primitive} by x at ({Ulp.Text(x)}, {Ulp.Text(y)})", Slopes(primitive, x, y).X, v => F64.Apply(primitive, new(v), new(y)).X, x, Domain.Real),
            Judge($"{primitive} by y at ({Ulp.Text(x)}, {Ulp.Text(y)})", Slopes(primitive, x, y).Y, v => F64.Apply(primitive, new(x), new(v)).X, y, Domain.Real),
        })).OfType<string>();

    private static IEnumerable<string> Ternary<TPrimitive>(TPrimitive primitive)
        where TPrimitive : struct, IPrimitive3<TPrimitive>
    {
        foreach (var point in Moderate.Select(x => new[] { x, 0.7, 0.2 }).Append([1.5, -2, 3]))
        {
            for (var i = 0; i < 3; i++)
            {
                var slope = Dual<F64, One<F64>>.Apply(primitive, D(point[0], i == 0), D(point[1], i == 1), D(point[2], i == 2)).Slope.A.X;
                double F(double v) => F64.Apply(primitive, new(i == 0 ? v : point[0]), new(i == 1 ? v : point[1]), new(i == 2 ? v : point[2])).X;
                if (Judge($"{primitive} by argument {i} at {Ulp.Text(point)}", slope, F, point[i], Domain.Real) is { } failure)
                {
                    yield return failure;
                }
            }
        }
    }

    private static Dual<F64, One<F64>> D(double x, bool moves) => new(new(x), moves ? One<F64>.Unit(0) : One<F64>.Zero);

    /// <summary>Differences must be able to tell, to five digits or against the size of the function over the step.</summary>
    private static string? Judge(string what, double got, Func<double, double> f, double x, Domain domain)
    {
        var (want, error) = Difference.Of(f, x, domain);
        return Math.Abs(got - want) <= 3 * error + 1e-6 * Math.Abs(want) && error <= 1e-4 * Math.Abs(want) + 1e-7 * (Math.Abs(f(x)) + 1)
            ? null
            : $"{what} is {Ulp.Text(got)}, differences say {Ulp.Text(want)} +- {Ulp.Text(error)}";
    }
}

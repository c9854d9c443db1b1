using Minima.Reals;
using Minima.Reals.Primitives;
using Xunit;

namespace Minima.Tests.Primitives;

/// <summary>Value and slope of tanh by one exponential: the same value, and a slope that keeps its digits where 1 - tanh^2 has none.</summary>
public sealed class TanhSlopeTests
{
    /// <summary>Near 0, through the bend, to where the slope is below the smallest normal number.</summary>
    private static readonly double[] Sizes = [0, .. Enumerable.Range(0, 4000).Select(i => 1e-9 * Math.Pow(1.0065, i)).TakeWhile(x => x < 400)];

    [Fact]
    public unsafe void InFloat()
    {
        var slopes = new float[8];
        foreach (var x in Sizes.Concat(Sizes.Select(x => -x)))
        {
            var at = V8.Of((float)x);
            Tanh.ValueAndSlope(default, at, out var value, out var slope);
            fixed (float* p = slopes)
            {
                V8.Store(value, p);
                var got = slopes[0];
                V8.Store(Tanh.Value(default, at), p);
                Assert.Equal(BitConverter.SingleToUInt32Bits(slopes[0]), BitConverter.SingleToUInt32Bits(got));
                V8.Store(slope, p);
            }

            var want = Truth((float)x);
            Assert.True(Math.Abs(slopes[0] - want) <= Math.Max(6e-7 * want, float.Epsilon * 4), $"tanh'({(float)x:R}) is {slopes[0]:R}, want {want:R}");
        }
    }

    [Fact]
    public unsafe void InDouble()
    {
        var slopes = new double[4];
        foreach (var x in Sizes.Concat(Sizes.Select(x => -x)))
        {
            var at = W4.Of(x);
            Tanh.ValueAndSlope(default, at, out var value, out var slope);
            fixed (double* p = slopes)
            {
                W4.Store(value, p);
                var got = slopes[0];
                W4.Store(Tanh.Value(default, at), p);
                Assert.Equal(BitConverter.DoubleToUInt64Bits(slopes[0]), BitConverter.DoubleToUInt64Bits(got));
                W4.Store(slope, p);
            }

            var want = Truth(x);
            Assert.True(Math.Abs(slopes[0] - want) <= Math.Max(2e-15 * want, double.Epsilon * 4), $"tanh'({x:R}) is {slopes[0]:R}, want {want:R}");
        }
    }

    [Fact]
    public void AtTheEnds()
    {
        foreach (var (x, value, slope) in new[] { (0.0, 0.0, 1.0), (double.PositiveInfinity, 1, 0), (double.NegativeInfinity, -1, 0), (double.NaN, double.NaN, double.NaN) })
        {
            Tanh.ValueAndSlope(default, new F64(x), out var y, out var bend);
            Tanh.ValueAndSlope(default, new F32((float)x), out var single, out var singleBend);
            Assert.Equal((value, slope, (float)value, (float)slope), (y.X, bend.X, single.X, singleBend.X));
        }
    }

    /// <summary>1 / cosh^2 with the framework's exponential, of which nothing cancels.</summary>
    private static double Truth(double x)
    {
        var e = Math.Exp(-2 * Math.Abs(x));
        return 4 * e / ((1 + e) * (1 + e));
    }
}

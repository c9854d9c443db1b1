using Minima.Reals;
using Minima.Reals.Primitives;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Primitives;

/// <summary>
/// The float primitives over the whole range: every 509th bit pattern of both signs and all patterns around their thresholds,
/// against the same function of the framework in double.
/// </summary>
public sealed class FloatTests
{
    private static readonly uint Step = Sweep.Of(thin: 2039u, wide: 509u, full: 509u);
    private const int Around = 600;

    /// <summary>Where the primitives change their branch, and where results become subnormal, 0 or infinite.</summary>
    private static readonly float[] Thresholds =
    [
        0, 1, -1, 0.3f, -0.3f, 0.41421354f, 0.5f, 2, MathF.Sqrt(2), MathF.Sqrt(0.5f), -0.6931472f, 0.6931472f, -0.9999999f,
        88.72284f, -87.33654f, -103.97208f, 100, -110, -30, 15, -15, 9.010913f, -9.010913f, 44.5f, 16777216, float.MaxValue, float.MinValue, 1.1754944e-38f, -1.1754944e-38f,
    ];

    /// <summary>The bounds are what this test measures, rounded up to a half; the goal of the library is 3, which log_cosh misses near 0.35.</summary>
    [Theory]
    [SampledCases]
    [Case("exp", 1.5)]
    [Case("log", 1.5)]
    [Case("log1p", 2)]
    [Case("expm1", 2)]
    [Case("sigmoid", 3)]
    [Case("softplus", 2)]
    [Case("tanh", 2.5)]
    [Case("log_cosh", 4.5)]
    [Case("sqrt", 0.5)]
    [Case("atan", 0.51)]
    [Case("sin", 0.51)]
    [Case("cos", 0.51)]
    public void Values_lie_within_ulps(string name, double ulps)
    {
        var (worst, where) = Worst(name, Inputs());
        Assert.True(worst <= ulps, $"{where}: {Ulp.Text(Math.Round(worst, 2))} ulp, stated {Ulp.Text(ulps)}");
        Assert.True(worst > 0.4, $"{name}: an error of {Ulp.Text(worst)} ulp at most cannot be: the measurement sees nothing");
    }

    /// <summary>The measurement itself: one step beside the truth is seen as one ulp.</summary>
    [Fact]
    public void Measurement_sees_one_ulp() => Assert.InRange(Distance(MathF.BitIncrement(1.5f), 1.5), 0.99, 1.01);

    [Theory]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("exp", float.NegativeInfinity, 0f)]
    [InlineData("exp", 1e-45f, 1f)]
    [InlineData("exp", 1000f, float.PositiveInfinity)]
    [InlineData("exp", -1000f, 0f)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", 0f, float.NegativeInfinity)]
    [InlineData("log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("log", float.NegativeInfinity, float.NaN)]
    [InlineData("log", 1.4012985e-45f, -103.27893f)]
    [InlineData("log1p", 0f, 0f)]
    [InlineData("log1p", -1f, float.NegativeInfinity)]
    [InlineData("log1p", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log1p", -2f, float.NaN)]
    [InlineData("log1p", 1e-45f, 1e-45f)]
    [InlineData("expm1", 0f, 0f)]
    [InlineData("expm1", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("expm1", float.NegativeInfinity, -1f)]
    [InlineData("expm1", 1e-45f, 1e-45f)]
    [InlineData("expm1", -1e-45f, -1e-45f)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("sigmoid", 1e-45f, 0.5f)]
    [InlineData("softplus", 0f, 0.6931472f)]
    [InlineData("softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("softplus", float.NegativeInfinity, 0f)]
    [InlineData("softplus", 1e30f, 1e30f)]
    [InlineData("tanh", 0f, 0f)]
    [InlineData("tanh", float.PositiveInfinity, 1f)]
    [InlineData("tanh", float.NegativeInfinity, -1f)]
    [InlineData("tanh", 1e-45f, 1e-45f)]
    [InlineData("log_cosh", 0f, 0f)]
    [InlineData("log_cosh", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log_cosh", float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData("log_cosh", 1e30f, 1e30f)]
    [InlineData("sqrt", 0f, 0f)]
    [InlineData("sqrt", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("sqrt", -1f, float.NaN)]
    public void Special_values_are_exact(string name, float x, float want) => Assert.Equal(want, Run(name, [x])[0]);

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("log1p")]
    [InlineData("expm1")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    [InlineData("tanh")]
    [InlineData("log_cosh")]
    [InlineData("sqrt")]
    public void NaN_stays(string name) => Assert.Equal(float.NaN, Run(name, [float.NaN])[0]);

    [Fact]
    public void Minus_0_is_0()
    {
        Assert.Equal(1, Run("exp", [-0f])[0]);
        Assert.Equal(float.NegativeInfinity, Run("log", [-0f])[0]);
        Assert.Equal(0.5f, Run("sigmoid", [-0f])[0]);
        Assert.All(new[] { "expm1", "log1p", "tanh", "sqrt" }, name => Assert.Equal(0, Run(name, [-0f])[0]));
    }

    private static (double Ulps, string Where) Worst(string name, float[] inputs)
    {
        var got = Run(name, inputs);
        var (worst, where) = (0.0, "");
        for (var i = 0; i < inputs.Length; i++)
        {
            var distance = Distance(got[i], Truth(name, inputs[i]));
            if (!(distance <= worst))
            {
                (worst, where) = (double.IsNaN(distance) ? double.PositiveInfinity : distance, $"{name}({Ulp.Text(inputs[i])}) is {Ulp.Text(got[i])}, want {Ulp.Text(Truth(name, inputs[i]))}");
            }
        }

        return (worst, where);
    }

    /// <summary>In steps of float at the truth; 0 where both are the same special value or round to it.</summary>
    private static double Distance(float got, double want) =>
        got.Equals((float)want) && !float.IsFinite(got) ? 0 : Math.Abs(got - want) / Ulp.OfSingle(want);

    /// <summary>The framework's double functions, arranged so that nothing cancels.</summary>
    private static double Truth(string name, float single)
    {
        double x = single;
        return name switch
        {
            "exp" => Math.Exp(x),
            "log" => Math.Log(x),
            "log1p" => SpecialLog1p(x),
            "expm1" => Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1,
            "sigmoid" => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)),
            "softplus" => Math.Max(x, 0) + SpecialLog1p(Math.Exp(-Math.Abs(x))),
            "tanh" => Math.Tanh(x),
            "log_cosh" => Math.Abs(x) < 1e-2 ? x * x / 2 - x * x * x * x / 12 + Math.Pow(x, 6) / 45 : Math.Abs(x) + SpecialLog1p(Math.Exp(-2 * Math.Abs(x))) - Math.Log(2),
            "sqrt" => Math.Sqrt(x),
            "atan" => Math.Atan(x),
            "sin" => Math.Sin(x),
            "cos" => Math.Cos(x),
            _ => throw new NotSupportedException(name),
        };
    }

    private static double SpecialLog1p(double x) =>
        Math.Abs(x) < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    private static float[] Run(string name, float[] x) => name switch
    {
        "exp" => Run<Exp>(x),
        "log" => Run<Log>(x),
        "log1p" => Run<Log1p>(x),
        "expm1" => Run<Expm1>(x),
        "sigmoid" => Run<Sigmoid>(x),
        "softplus" => Run<Softplus>(x),
        "tanh" => Run<Tanh>(x),
        "log_cosh" => Run<LogCosh>(x),
        "sqrt" => Run<Sqrt>(x),
        "atan" => Run<Atan>(x),
        "sin" => Run<Sin>(x),
        "cos" => Run<Cos>(x),
        _ => throw new NotSupportedException(name),
    };

    /// <summary>Eight at a time; that every width has the same bits is another law.</summary>
    private static unsafe float[] Run<TPrimitive>(float[] x)
        where TPrimitive : struct, IPrimitive<TPrimitive>
    {
        var padded = new float[(x.Length + 7) & ~7];
        x.CopyTo(padded, 0);
        fixed (float* p = padded)
        {
            for (var i = 0; i < padded.Length; i += 8)
            {
                V8.Store(V8.Apply(default(TPrimitive), V8.Load(p + i)), p + i);
            }
        }

        return padded[..x.Length];
    }

    private static float[] Inputs()
    {
        var inputs = new List<float>();
        for (uint bits = 0; bits < 0x7F800000; bits += Step)
        {
            inputs.Add(BitConverter.UInt32BitsToSingle(bits));
            inputs.Add(-BitConverter.UInt32BitsToSingle(bits));
        }

        foreach (var threshold in Thresholds)
        {
            var (up, down) = (threshold, threshold);
            for (var i = 0; i < Around; i++)
            {
                inputs.Add(up);
                inputs.Add(down);
                up = float.IsFinite(MathF.BitIncrement(up)) ? MathF.BitIncrement(up) : up;
                down = float.IsFinite(MathF.BitDecrement(down)) ? MathF.BitDecrement(down) : down;
            }
        }

        return [.. inputs];
    }
}

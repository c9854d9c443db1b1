namespace Minima.Writers;

/// <summary>The primitives in C#, and the functions that System.Math lacks.</summary>
internal static class CSharpTable
{
    public static IReadOnlyDictionary<Type, string> Functions { get; } = new Dictionary<Type, string>
    {
        [typeof(Abs)] = "Math.Abs({x})",
        [typeof(Atan)] = "Math.Atan({x})",
        [typeof(BesselI0e)] = Special(nameof(BesselI0e)),
        [typeof(BesselI1e)] = Special(nameof(BesselI1e)),
        [typeof(Clamp)] = "Math.Clamp({x}, {low}, {high})",
        [typeof(Cos)] = "Math.Cos({x})",
        [typeof(CosPi)] = "double.CosPi({x})",
        [typeof(Digamma)] = Special(nameof(Digamma)),
        [typeof(Exp)] = "Math.Exp({x})",
        [typeof(ExpRatio)] = "ExpRatio({x})",
        [typeof(ExpRemainder)] = "ExpRemainder({x})",
        [typeof(Expm1)] = "Expm1({x})",
        [typeof(Hypot)] = "Hypot({x}, {y})",
        [typeof(InverseMills)] = Special("LogNdtrSlope"),
        [typeof(InverseMillsSlope)] = Special("LogNdtrCurvature"),
        [typeof(LambertW)] = Special(nameof(LambertW)),
        [typeof(Log)] = "Math.Log({x})",
        [typeof(Log1mExp)] = "Log1mExp({x})",
        [typeof(Log1p)] = "Log1p({x})",
        [typeof(Log1pSquare)] = "Log1pSquare({x})",
        [typeof(LogAddExp)] = "LogAddExp({x}, {y})",
        [typeof(LogCosh)] = "LogCosh({x})",
        [typeof(LogGamma)] = Special(nameof(LogGamma)),
        [typeof(LogNdtr)] = Special(nameof(LogNdtr)),
        [typeof(LogRemainder)] = "LogRemainder({x})",
        [typeof(Max)] = "Math.Max({x}, {y})",
        [typeof(Power)] = "Math.Pow({x}, {exponent})",
        [typeof(PowerOf)] = "Math.Pow({x}, {y})",
        [typeof(Relu)] = "Math.Max({x}, 0.0)",
        [typeof(Sigmoid)] = "Sigmoid({x})",
        [typeof(SigmoidMix)] = "SigmoidMix({x}, {y}, {z})",
        [typeof(Sign)] = "Sign({x})",
        [typeof(Sin)] = "Math.Sin({x})",
        [typeof(SinPi)] = "double.SinPi({x})",
        [typeof(Softplus)] = "Softplus({x})",
        [typeof(SoftplusMix)] = "SoftplusMix({x}, {y}, {z})",
        [typeof(Sqrt)] = "Math.Sqrt({x})",
        [typeof(StirlingRemainder)] = Special(nameof(StirlingRemainder)),
        [typeof(StirlingRemainderCurvature)] = Special(nameof(StirlingRemainderCurvature)),
        [typeof(StirlingRemainderSlope)] = Special(nameof(StirlingRemainderSlope)),
        [typeof(Tanh)] = "Math.Tanh({x})",
        [typeof(Tetragamma)] = Special(nameof(Tetragamma)),
        [typeof(Trigamma)] = Special(nameof(Trigamma)),
        [typeof(XLog1pY)] = "XLog1pY({x}, {y})",
        [typeof(XLogY)] = "XLogY({x}, {y})",
        [typeof(ZeroTimes)] = "ZeroTimes({x}, {y})",
    };

    /// <summary>The functions that System.Math lacks; each may use others. Kahan's log1p and expm1 (Higham 2002, section 1.14.1).</summary>
    public static IReadOnlyDictionary<string, string> Helpers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Log1p"] = """
            static double Log1p(double x)
            {
                var u = 1.0 + x;
                return u == 1.0 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1.0));
            }
            """,
        ["Expm1"] = """
            static double Expm1(double x)
            {
                var u = Math.Exp(x);
                return Math.Abs(x) < 1e-5 ? x + 0.5 * x * x + x * x * x / 6.0 : Math.Abs(x) < 30.0 ? (u - 1.0) * (x / Math.Log(u)) : u - 1.0;
            }
            """,
        ["ExpRatio"] = "static double ExpRatio(double x) => x == 0.0 ? 1.0 : Expm1(x) / x;",
        ["ExpRemainder"] = """
            static double ExpRemainder(double x)
            {
                if (Math.Abs(x) < 0.5)
                {
                    var sum = 0.0;
                    for (var n = 17; n >= 2; n--)
                    {
                        sum = (1.0 + sum) * x / n;
                    }

                    return sum * x;
                }

                var slope = Expm1(x);
                return slope < double.PositiveInfinity ? slope - x : slope;
            }
            """,
        ["Log1mExp"] = "static double Log1mExp(double x) => x < -0.6931471805599453 ? Log1p(-Math.Exp(x)) : Math.Log(-Expm1(x));",
        ["Log1pSquare"] = "static double Log1pSquare(double x) => Math.Abs(x) < 1e18 ? Log1p(x * x) : 2.0 * Log1p(Math.Abs(x));",
        ["LogAddExp"] = """
            static double LogAddExp(double x, double y)
            {
                var large = Math.Max(x, y);
                return Math.Abs(large) < double.PositiveInfinity ? large + Log1p(Math.Exp(-Math.Abs(x - y))) : large;
            }
            """,
        ["LogCosh"] = """
            static double LogCosh(double x)
            {
                var a = Math.Abs(x);
                var m = Expm1(-a);
                return a < 1.0 ? Log1p(m * m / (2.0 * (1.0 + m))) : a - 0.6931471805599453 + Log1p(Math.Exp(-2.0 * a));
            }
            """,
        ["LogRemainder"] = """
            static double LogRemainder(double x)
            {
                var s = x / (2.0 + x);
                if (!(Math.Abs(s) < 0.2))
                {
                    return x < double.PositiveInfinity ? x - Log1p(x) : x;
                }

                var sum = 0.0;
                for (var n = 21; n >= 3; n -= 2)
                {
                    sum = sum * s * s + 1.0 / n;
                }

                return s * (x - 2.0 * s * s * sum);
            }
            """,
        ["Hypot"] = """
            static double Hypot(double x, double y)
            {
                var large = Math.Max(Math.Abs(x), Math.Abs(y));
                var ratio = Math.Min(Math.Abs(x), Math.Abs(y)) / large;
                return 0.0 < large && large < double.PositiveInfinity ? large * Math.Sqrt(1.0 + ratio * ratio) : large;
            }
            """,
        ["Sigmoid"] = """
            static double Sigmoid(double x)
            {
                var e = Math.Exp(-Math.Abs(x));
                return x < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
            }
            """,
        ["SigmoidMix"] = """
            static double SigmoidMix(double x, double a, double b)
            {
                var e = Math.Exp(-Math.Abs(x));
                return (x < 0.0 ? a * e + b : a + b * e) / (1.0 + e);
            }
            """,
        ["Sign"] = "static double Sign(double x) => x < 0.0 ? -1.0 : 0.0 < x ? 1.0 : x;",
        ["Softplus"] = "static double Softplus(double x) => Math.Max(x, 0.0) + Log1p(Math.Exp(-Math.Abs(x)));",
        ["SoftplusMix"] = "static double SoftplusMix(double x, double a, double b) => (a == 0.0 ? a : a * Softplus(x)) + (b == 0.0 ? b : b * Softplus(-x));",
        ["XLog1pY"] = "static double XLog1pY(double x, double y) => x == 0.0 && !double.IsNaN(y) ? 0.0 : x * Log1p(y);",
        ["XLogY"] = "static double XLogY(double x, double y) => x == 0.0 && !double.IsNaN(y) ? 0.0 : x * Math.Log(y);",
        ["ZeroTimes"] = "static double ZeroTimes(double x, double y) => x == 0.0 && !double.IsNaN(y) ? 0.0 : x * y;",
    };

    /// <summary>The prefix of a function of the library.</summary>
    public const string Library = "Minima.Reals.SpecialFunctions.";

    private static string Special(string name) => $"{Library}{name}({{x}})";
}

using Minima.Reals;

namespace Minima.Writers;

/// <summary>How SQL writes each primitive: a function that DuckDB and PostgreSQL share, or a form made of such functions.</summary>
/// <remarks>
/// Both databases raise an error where IEEE arithmetic has an answer (ln 0, sqrt -1, sin of infinity; PostgreSQL also where exp overflows or
/// underflows), so these are asked for only where they have one.
/// </remarks>
internal static class SqlTable
{
    private const string NaN = "CAST('NaN' AS DOUBLE PRECISION)";
    private const string Infinity = "CAST('Infinity' AS DOUBLE PRECISION)";

    /// <summary>The functions that both databases have.</summary>
    public static IReadOnlyDictionary<Type, string> Functions { get; } = new Dictionary<Type, string>
    {
        [typeof(Abs)] = "abs({x})",
        [typeof(Atan)] = "atan({x})",
        [typeof(Cos)] = $"CASE WHEN abs({{x}}) < {Infinity} THEN cos({{x}}) ELSE {{X}} - {{X}} END",
        [typeof(CosPi)] = $"CASE WHEN abs({{x}}) < {Infinity} THEN cos(3.141592653589793e0 * ({{X}} - 2.0 * floor({{X}} / 2.0 + 0.5))) ELSE {{X}} - {{X}} END",
        [typeof(Exp)] = $"CASE WHEN {{x}} < -745.13 THEN 0.0 WHEN {{x}} < 709.78 THEN exp({{x}}) ELSE {{X}} + {Infinity} END",
        [typeof(Log)] = $"CASE WHEN {{x}} > 0.0 THEN ln({{x}}) WHEN {{x}} = 0.0 THEN -{Infinity} ELSE {{X}} * {NaN} END",
        [typeof(LogGamma)] = $"CASE WHEN {{x}} = 0.0 THEN {Infinity} ELSE lgamma({{x}}) END",
        [typeof(Max)] = "greatest({x}, {y})",
        [typeof(Power)] = "power({x}, {exponent})",
        [typeof(PowerOf)] = "power({x}, {y})",
        [typeof(Sin)] = $"CASE WHEN abs({{x}}) < {Infinity} THEN sin({{x}}) ELSE {{X}} - {{X}} END",
        [typeof(SinPi)] = $"CASE WHEN abs({{x}}) < {Infinity} THEN sin(3.141592653589793e0 * ({{X}} - 2.0 * floor({{X}} / 2.0 + 0.5))) ELSE {{X}} - {{X}} END",
        [typeof(Sqrt)] = $"CASE WHEN {{x}} >= 0.0 THEN sqrt({{x}}) ELSE {{X}} * {NaN} END",
        [typeof(Tanh)] = "tanh({x})",
    };

    /// <summary>
    /// Those of PostgreSQL where it differs: before version 18 it has no lgamma, which is Stirling's series at 10 or above; and it raises an error where a product of two numbers is too small for a double, so that an
    /// exponential below 1e-260 is 0.
    /// </summary>
    public static IReadOnlyDictionary<Type, string> PostgreSqlFunctions { get; } = new Dictionary<Type, string>(Functions)
    {
        [typeof(Exp)] = $"CASE WHEN {{x}} < -600.0 THEN 0.0 WHEN {{x}} < 709.78 THEN exp({{x}}) ELSE {{X}} + {Infinity} END",
        [typeof(LogGamma)] = $"CASE WHEN {{x}} = 0.0 THEN {Infinity} WHEN {{x}} >= 10.0 THEN {Stirling("{X}")} WHEN {{x}} > 0.0 THEN {Stirling("({X} + 10.0)")} - ln({Rising("{X}")}) "
            + $"WHEN {{x}} = floor({{x}}) THEN {Infinity} WHEN {{x}} < 0.0 THEN 1.1447298858494002e0 - ln(abs(sin(3.141592653589793e0 * ({{X}} - 2.0 * floor({{X}} / 2.0 + 0.5))))) - ({Stirling("(11.0 - {X})")} - ln({Rising("(1.0 - {X})")})) ELSE {{X}} + {NaN} END",
    };

    /// <summary>log Gamma at 10 or above, to the last digits of a double.</summary>
    private static string Stirling(string z) =>
        $"(({z} - 0.5) * ln({z}) - {z} + 0.9189385332046728e0 + (0.08333333333333333e0 - (0.002777777777777778e0 - (0.0007936507936507937e0 - (0.0005952380952380953e0 - (0.0008417508417508417e0 - (0.0019175269175269176e0 - 0.00641025641025641e0 / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / {z})";

    /// <summary>x (x + 1) ... (x + 9).</summary>
    private static string Rising(string x) => string.Join(" * ", Enumerable.Range(0, 10).Select(k => FormattableString.Invariant($"({x} + {k}.0)")));

    /// <summary>What is written out in other functions.</summary>
    public static IReadOnlyDictionary<Type, Func<SqlReal, SqlReal, SqlReal, SqlReal>> Written { get; } = new Dictionary<Type, Func<SqlReal, SqlReal, SqlReal, SqlReal>>
    {
        [typeof(BesselI0e)] = (x, _, _) => SqlSpecialForms.BesselI0e(x),
        [typeof(BesselI1e)] = (x, _, _) => SqlSpecialForms.BesselI1e(x),
        [typeof(Digamma)] = (x, _, _) => SqlSpecialForms.Digamma(x),
        [typeof(ExpRatio)] = (x, _, _) => SqlForms.ExpRatio(x),
        [typeof(ExpRemainder)] = (x, _, _) => SqlForms.ExpRemainder(x),
        [typeof(Expm1)] = (x, _, _) => SqlForms.Expm1(x),
        [typeof(Hypot)] = (x, y, _) => SqlForms.Hypot(x, y),
        [typeof(InverseMills)] = (x, _, _) => SqlSpecialForms.InverseMills(x),
        [typeof(InverseMillsSlope)] = (x, _, _) => SqlSpecialForms.InverseMillsSlope(x),
        [typeof(LambertW)] = (x, _, _) => SqlSpecialForms.LambertW(x),
        [typeof(Log1mExp)] = (x, _, _) => SqlForms.Log1mExp(x),
        [typeof(Log1p)] = (x, _, _) => SqlForms.Log1p(x),
        [typeof(Log1pSquare)] = (x, _, _) => SqlForms.Log1pSquare(x),
        [typeof(LogAddExp)] = (x, y, _) => SqlForms.LogAddExp(x, y),
        [typeof(LogCosh)] = (x, _, _) => SqlForms.LogCosh(x),
        [typeof(LogNdtr)] = (x, _, _) => SqlSpecialForms.LogNdtr(x),
        [typeof(LogRemainder)] = (x, _, _) => SqlForms.LogRemainder(x),
        [typeof(Relu)] = (x, _, _) => SqlForms.Relu(x),
        [typeof(Sigmoid)] = (x, _, _) => SqlForms.Sigmoid(x),
        [typeof(SigmoidMix)] = SqlForms.SigmoidMix,
        [typeof(Sign)] = (x, _, _) => SqlForms.Sign(x),
        [typeof(Softplus)] = (x, _, _) => SqlForms.Softplus(x),
        [typeof(SoftplusMix)] = SqlForms.SoftplusMix,
        [typeof(StirlingRemainder)] = (x, _, _) => SqlSpecialForms.StirlingRemainder(x),
        [typeof(StirlingRemainderCurvature)] = (x, _, _) => SqlSpecialForms.StirlingRemainderCurvature(x),
        [typeof(StirlingRemainderSlope)] = (x, _, _) => SqlSpecialForms.StirlingRemainderSlope(x),
        [typeof(Tetragamma)] = (x, _, _) => SqlSpecialForms.Tetragamma(x),
        [typeof(Trigamma)] = (x, _, _) => SqlSpecialForms.Trigamma(x),
        [typeof(XLog1pY)] = (x, y, _) => SqlForms.ZeroTimes(x, SqlForms.Log1p(y), y),
        [typeof(XLogY)] = (x, y, _) => SqlForms.ZeroTimes(x, SqlForms.Log(y), y),
        [typeof(ZeroTimes)] = (x, y, _) => SqlForms.ZeroTimes(x, y, y),
    };
}

namespace Minima.Writers;

/// <summary>The primitives in SQL: a function of the database, or a form made of such functions.</summary>
/// <remarks>
/// Databases raise errors for cases that IEEE arithmetic defines (ln 0, sqrt -1, sin of infinity; in PostgreSQL also if exp overflows or
/// underflows), so these functions are called only inside their domains.
/// </remarks>
internal static class SqlTable
{
    private const string Turn = "3.141592653589793e0 * ({X} - 2.0 * floor({X} / 2.0 + 0.5))";

    /// <summary>The functions of a database.</summary>
    public static IReadOnlyDictionary<Type, string> Of(SqlSyntax syntax)
    {
        var (nan, infinity, ln) = (syntax.NotANumber, syntax.Infinity, syntax.Logarithm);
        return new Dictionary<Type, string>
        {
            [typeof(Abs)] = "abs({x})",
            [typeof(Atan)] = "atan({x})",
            [typeof(Cos)] = $"CASE WHEN abs({{x}}) < {infinity} THEN cos({{x}}) ELSE {{X}} - {{X}} END",
            [typeof(CosPi)] = $"CASE WHEN abs({{x}}) < {infinity} THEN cos({Turn}) ELSE {{X}} - {{X}} END",
            [typeof(Exp)] = $"CASE WHEN {{x}} < {syntax.LowestExponent} THEN 0.0 WHEN {{x}} < 709.78 THEN exp({{x}}) ELSE {{X}} + {infinity} END",
            [typeof(Log)] = $"CASE WHEN {{x}} > 0.0 THEN {ln}({{x}}) WHEN {{x}} = 0.0 THEN -{infinity} ELSE {{X}} * {nan} END",
            [typeof(LogGamma)] = syntax.HasLogGamma ? $"CASE WHEN {{x}} = 0.0 THEN {infinity} ELSE lgamma({{x}}) END" : LogGammaWritten(syntax),
            [typeof(Max)] = syntax.HasNaNInGreatest ? "greatest({x}, {y})" : "CASE WHEN {x} < {y} THEN {y} WHEN {x} >= {y} THEN {x} ELSE {X} + {Y} END",
            [typeof(Power)] = "power({x}, {exponent})",
            [typeof(PowerOf)] = "power({x}, {y})",
            [typeof(Sin)] = $"CASE WHEN abs({{x}}) < {infinity} THEN sin({{x}}) ELSE {{X}} - {{X}} END",
            [typeof(SinPi)] = $"CASE WHEN abs({{x}}) < {infinity} THEN sin({Turn}) ELSE {{X}} - {{X}} END",
            [typeof(Sqrt)] = $"CASE WHEN {{x}} >= 0.0 THEN sqrt({{x}}) ELSE {{X}} * {nan} END",
            [typeof(Tanh)] = syntax.HasTanh ? "tanh({x})" : TanhWritten(infinity),
        };
    }

    /// <summary>Stirling's series at 10 or above.</summary>
    private static string LogGammaWritten(SqlSyntax syntax)
    {
        var (nan, infinity, ln) = (syntax.NotANumber, syntax.Infinity, syntax.Logarithm);
        return $"CASE WHEN {{x}} = 0.0 OR {{x}} = {infinity} THEN {infinity} WHEN {{x}} >= 10.0 THEN {Stirling("{X}", ln)} WHEN {{x}} > 0.0 THEN {Stirling("({X} + 10.0)", ln)} - {ln}({Rising("{X}")}) "
            + $"WHEN {{x}} = floor({{x}}) THEN {infinity} WHEN {{x}} < 0.0 THEN 1.1447298858494002e0 - {ln}(abs(sin({Turn}))) - ({Stirling("(11.0 - {X})", ln)} - {ln}({Rising("(1.0 - {X})")})) ELSE {{X}} + {nan} END";
    }

    /// <summary>tanh by exponentials; near 0, where their difference would cancel, by a series.</summary>
    private static string TanhWritten(string infinity) =>
        "CASE WHEN {x} < -20.0 THEN -1.0 WHEN abs({x}) < 0.1 THEN {X} * (1.0 - {X} * {X} * (0.3333333333333333e0 - {X} * {X} * (0.13333333333333333e0 - {X} * {X} * (0.05396825396825397e0 - {X} * {X} * (0.021869488536155203e0 - {X} * {X} * 0.008863235529902197e0))))) "
        + $"WHEN {{x}} < 20.0 THEN 1.0 - 2.0 / (exp(2.0 * {{X}}) + 1.0) WHEN {{x}} <= {infinity} THEN 1.0 ELSE {{x}} END";

    /// <summary>log Gamma at 10 or above, to the last digits of a double.</summary>
    private static string Stirling(string z, string ln) =>
        $"(({z} - 0.5) * {ln}({z}) - {z} + 0.9189385332046728e0 + (0.08333333333333333e0 - (0.002777777777777778e0 - (0.0007936507936507937e0 - (0.0005952380952380953e0 - (0.0008417508417508417e0 - (0.0019175269175269176e0 - 0.00641025641025641e0 / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / ({z} * {z})) / {z})";

    /// <summary>x (x + 1) ... (x + 9).</summary>
    private static string Rising(string x) => string.Join(" * ", Enumerable.Range(0, 10).Select(k => FormattableString.Invariant($"({x} + {k}.0)")));

    /// <summary>The primitives that are expanded into other functions.</summary>
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

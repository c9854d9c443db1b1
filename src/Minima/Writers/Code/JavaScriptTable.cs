using Minima.Reals;

namespace Minima.Writers;

/// <summary>The primitives in JavaScript, and the functions that its Math lacks.</summary>
internal static class JavaScriptTable
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> AllHelpers = new(Every);

    public static IReadOnlyDictionary<Type, string> Functions { get; } = new Dictionary<Type, string>
    {
        [typeof(Abs)] = "Math.abs({x})",
        [typeof(Atan)] = "Math.atan({x})",
        [typeof(BesselI0e)] = "_besselI0e({x})",
        [typeof(BesselI1e)] = "_besselI1e({x})",
        [typeof(Clamp)] = "Math.min(Math.max({x}, {low}), {high})",
        [typeof(Cos)] = "Math.cos({x})",
        [typeof(CosPi)] = "_cosPi({x})",
        [typeof(Digamma)] = "_digamma({x})",
        [typeof(Exp)] = "Math.exp({x})",
        [typeof(ExpRatio)] = "_expRatio({x})",
        [typeof(ExpRemainder)] = "_expRemainder({x})",
        [typeof(Expm1)] = "Math.expm1({x})",
        [typeof(Hypot)] = "_hypot({x}, {y})",
        [typeof(InverseMills)] = "_inverseMills({x})",
        [typeof(InverseMillsSlope)] = "_inverseMillsSlope({x})",
        [typeof(LambertW)] = "_lambertW({x})",
        [typeof(Log)] = "Math.log({x})",
        [typeof(Log1mExp)] = "_log1mExp({x})",
        [typeof(Log1p)] = "Math.log1p({x})",
        [typeof(Log1pSquare)] = "_log1pSquare({x})",
        [typeof(LogAddExp)] = "_logAddExp({x}, {y})",
        [typeof(LogCosh)] = "_logCosh({x})",
        [typeof(LogGamma)] = "_logGamma({x})",
        [typeof(LogNdtr)] = "_logNdtr({x})",
        [typeof(LogRemainder)] = "_logRemainder({x})",
        [typeof(Max)] = "Math.max({x}, {y})",
        [typeof(Power)] = "_pow({x}, {exponent})",
        [typeof(PowerOf)] = "_pow({x}, {y})",
        [typeof(Relu)] = "Math.max({x}, 0)",
        [typeof(Sigmoid)] = "_sigmoid({x})",
        [typeof(SigmoidMix)] = "_sigmoidMix({x}, {y}, {z})",
        [typeof(Sign)] = "Math.sign({x})",
        [typeof(Sin)] = "Math.sin({x})",
        [typeof(SinPi)] = "_sinPi({x})",
        [typeof(Softplus)] = "_softplus({x})",
        [typeof(SoftplusMix)] = "_softplusMix({x}, {y}, {z})",
        [typeof(Sqrt)] = "Math.sqrt({x})",
        [typeof(StirlingRemainder)] = "_stirlingRemainder({x})",
        [typeof(StirlingRemainderCurvature)] = "_stirlingRemainderCurvature({x})",
        [typeof(StirlingRemainderSlope)] = "_stirlingRemainderSlope({x})",
        [typeof(Tanh)] = "Math.tanh({x})",
        [typeof(Tetragamma)] = "_tetragamma({x})",
        [typeof(Trigamma)] = "_trigamma({x})",
        [typeof(XLog1pY)] = "_zeroTimes({x}, Math.log1p({y}), {y})",
        [typeof(XLogY)] = "_zeroTimes({x}, Math.log({y}), {y})",
        [typeof(ZeroTimes)] = "_zeroTimes({x}, {y}, {y})",
    };

    /// <summary>The functions that Math lacks, or that differ from IEEE 754 (1 to the power NaN is 1); each may use others.</summary>
    public static IReadOnlyDictionary<string, string> Helpers => AllHelpers.Value;

    private static Dictionary<string, string> Plain { get; } = new(StringComparer.Ordinal)
    {
        ["_pow"] = "const _pow = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : Math.pow(x, y));",
        ["_hypot"] = """
            const _hypot = (x, y) => {
              const large = Math.max(Math.abs(x), Math.abs(y));
              const ratio = Math.min(Math.abs(x), Math.abs(y)) / large;
              return 0 < large && large < Infinity ? large * Math.sqrt(1 + ratio * ratio) : large;
            };
            """,
        ["_sinPi"] = """
            const _sinPi = (x) => {
              const r = x - 2 * Math.round(x / 2);
              return Math.abs(r) > 0.5 ? Math.sign(r) * Math.sin(Math.PI * (1 - Math.abs(r))) : Math.sin(Math.PI * r);
            };
            """,
        ["_cosPi"] = "const _cosPi = (x) => Math.sin(Math.PI * (0.5 - Math.abs(x - 2 * Math.round(x / 2))));",
        ["_expRatio"] = "const _expRatio = (x) => (x === 0 ? 1 : Math.expm1(x) / x);",
        ["_expRemainder"] = """
            const _expRemainder = (x) => {
              if (Math.abs(x) < 0.5) {
                let sum = 0;
                for (let n = 17; n >= 2; n--) {
                  sum = (1 + sum) * x / n;
                }
                return sum * x;
              }
              const slope = Math.expm1(x);
              return slope < Infinity ? slope - x : slope;
            };
            """,
        ["_log1mExp"] = "const _log1mExp = (x) => (x < -0.6931471805599453 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x)));",
        ["_log1pSquare"] = "const _log1pSquare = (x) => (Math.abs(x) < 1e18 ? Math.log1p(x * x) : 2 * Math.log1p(Math.abs(x)));",
        ["_logAddExp"] = """
            const _logAddExp = (x, y) => {
              const large = Math.max(x, y);
              return Math.abs(large) < Infinity ? large + Math.log1p(Math.exp(-Math.abs(x - y))) : large;
            };
            """,
        ["_logCosh"] = """
            const _logCosh = (x) => {
              const a = Math.abs(x);
              const m = Math.expm1(-a);
              return a < 1 ? Math.log1p(m * m / (2 * (1 + m))) : a - 0.6931471805599453 + Math.log1p(Math.exp(-2 * a));
            };
            """,
        ["_logGamma"] = """
            const _logGamma = (x) => {
              if (Number.isNaN(x)) {
                return x;
              }
              if (x <= 0) {
                return Math.floor(x) === x ? Infinity : Math.log(Math.PI / Math.abs(x * _sinPi(x))) - _logGamma(-x);
              }
              let product = 1;
              while (x < 10) {
                product *= x;
                x += 1;
              }
              const square = 1 / (x * x);
              let sum = 0;
              for (const c of [-3617 / 122400, 1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12]) {
                sum = c + square * sum;
              }
              return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + sum / x) - Math.log(product);
            };
            """,
        ["_logRemainder"] = """
            const _logRemainder = (x) => {
              const s = x / (2 + x);
              if (!(Math.abs(s) < 0.2)) {
                return x < Infinity ? x - Math.log1p(x) : x;
              }
              let sum = 0;
              for (let n = 21; n >= 3; n -= 2) {
                sum = sum * s * s + 1 / n;
              }
              return s * (x - 2 * s * s * sum);
            };
            """,
        ["_sigmoid"] = """
            const _sigmoid = (x) => {
              const e = Math.exp(-Math.abs(x));
              return (x < 0 ? e : 1) / (1 + e);
            };
            """,
        ["_sigmoidMix"] = """
            const _sigmoidMix = (x, a, b) => {
              const e = Math.exp(-Math.abs(x));
              return (x < 0 ? a * e + b : a + b * e) / (1 + e);
            };
            """,
        ["_softplus"] = "const _softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));",
        ["_softplusMix"] = "const _softplusMix = (x, a, b) => (a === 0 ? a : a * _softplus(x)) + (b === 0 ? b : b * _softplus(-x));",
        ["_zeroTimes"] = "const _zeroTimes = (x, factor, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * factor);",
    };

    /// <summary>The special functions, written by the same writer from the expansions for SQL.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Special =>
    [
        Expanded("_besselI0e", SqlSpecialForms.BesselI0e),
        Expanded("_besselI1e", SqlSpecialForms.BesselI1e),
        Expanded("_digamma", SqlSpecialForms.Digamma),
        Expanded("_inverseMills", SqlSpecialForms.InverseMills),
        Expanded("_inverseMillsSlope", SqlSpecialForms.InverseMillsSlope),
        Expanded("_lambertW", SqlSpecialForms.LambertW),
        Expanded("_logNdtr", SqlSpecialForms.LogNdtr),
        Expanded("_stirlingRemainder", SqlSpecialForms.StirlingRemainder),
        Expanded("_stirlingRemainderCurvature", SqlSpecialForms.StirlingRemainderCurvature),
        Expanded("_stirlingRemainderSlope", SqlSpecialForms.StirlingRemainderSlope),
        Expanded("_tetragamma", SqlSpecialForms.Tetragamma),
        Expanded("_trigamma", SqlSpecialForms.Trigamma),
    ];

    private static Dictionary<string, string> Every() => Plain.Concat(Special).ToDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, string> Expanded(string name, Func<SqlReal, SqlReal> form)
    {
        var symbol = new SymbolGraph(["x"], []).Record(graph => form(new(new(graph.Input(0)))).Number.Symbol);
        var text = CodeText.Of(symbol, JavaScriptDialect.Instance);
        var parts = string.Concat(text.Parts.Select(p => $"  const {p.Name} = {p.Text};\n"));
        return new(name, $"const {name} = (x) => {{\n{parts}  return {text.Result.Text};\n}};");
    }
}

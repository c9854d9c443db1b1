using Minima.Reals;

namespace Minima;

/// <summary>The functions of formulas as text: the vocabulary of <see cref="IReal{T}"/>, under its own names and those of other systems.</summary>
internal static class TextFunctions
{
    /// <summary>Every function once, smooth ones first.</summary>
    public static IReadOnlyList<TextFunction> All { get; } = Vocabulary<Symbol>();

    private static readonly Dictionary<string, TextFunction> ByName = All
        .SelectMany(f => f.Aliases.Prepend(f.Name), (f, name) => (name, f))
        .ToDictionary(pair => pair.name, pair => pair.f, StringComparer.Ordinal);

    /// <summary>Replacements for functions of other systems that do not exist here.</summary>
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["log2"] = "write log(x) / 0.6931471805599453",
        ["log10"] = "write log(x) / 2.302585092994046",
        ["exp2"] = "write 2^x",
        ["cosh"] = "write (exp(x) + exp(-x)) / 2, or log_cosh(x) for its logarithm",
        ["sinh"] = "write (exp(x) - exp(-x)) / 2",
        ["tan"] = "write sin(x) / cos(x)",
        ["square"] = "write x^2",
        ["sqr"] = "write x^2 for a square, sqrt(x) for a root",
        ["cube"] = "write x^3",
        ["cbrt"] = "write x^(1/3)",
        ["norm"] = "write abs(x) for one number, hypot(x, y) for two",
        ["if"] = "write a < b ? x : y",
        ["iif"] = "write a < b ? x : y",
        ["ifelse"] = "write a < b ? x : y",
        ["where"] = "write a < b ? x : y",
        ["select"] = "write a < b ? x : y",
        ["and"] = "nest conditions: a < b ? (c < d ? x : y) : y",
        ["or"] = "nest conditions: a < b ? x : c < d ? x : y",
        ["not"] = "exchange the branches: a < b ? y : x",
        ["mean"] = "write the loss of one row; the mean over the rows is the reduction",
        ["sum"] = "write the loss of one row; the sum over the rows is the reduction",
        ["average"] = "write the loss of one row; the mean over the rows is the reduction",
        ["round"] = "a step has no slope to learn by; leave it out",
        ["floor"] = "a step has no slope to learn by; leave it out",
        ["ceil"] = "a step has no slope to learn by; leave it out",
    };

    /// <summary>The function of this name or alias, or null.</summary>
    public static TextFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The suggestion for a name that is not a function: " (did you mean 'log'?)", ": write x^2", or nothing.</summary>
    public static string Hint(string name) =>
        Instead.TryGetValue(name, out var remedy) ? $": {remedy}" : Names.DidYouMean(name, ByName.Keys);

    private static TextFunction[] Vocabulary<T>()
        where T : IReal<Symbol> =>
    [
        One("exp", T.Exp),
        One("expm1", T.Expm1),
        One("log", T.Log, "ln"),
        One("log1p", T.Log1p),
        One("sqrt", T.Sqrt),
        new("pow", ["power"], 2, 2, a => TextArithmetic.Power(a[0], a[1])),
        One("sigmoid", T.Sigmoid, "expit"),
        One("log_sigmoid", T.LogSigmoid, "logsigmoid", "log_expit"),
        One("softplus", T.Softplus, "log1pexp"),
        One("tanh", T.Tanh),
        One(LogCosh.Name, T.LogCosh, "logcosh"),
        One("sin", T.Sin),
        One("cos", T.Cos),
        One("sinpi", T.SinPi, "sin_pi"),
        One("cospi", T.CosPi, "cos_pi"),
        One("atan", T.Atan, "arctan"),
        Two("hypot", T.Hypot),
        Two("xlogy", T.XLogY),
        Two("xlog1py", T.XLog1pY),
        Two("zero_times", T.ZeroTimes),
        Two("logaddexp", T.LogAddExp, "log_add_exp"),
        One("log1mexp", T.Log1mExp),
        One("log1p_square", T.Log1pSquare),
        One("expm1_ratio", T.ExpRatio, "exp_ratio", "exprel"),
        One("log_remainder", T.LogRemainder),
        One("exp_remainder", T.ExpRemainder),
        Three("softplus_mix", T.SoftplusMix),
        Three("sigmoid_mix", T.SigmoidMix),
        One("log_gamma", T.LogGamma, "loggamma", "lgamma", "gammaln"),
        One("digamma", T.Digamma, "psi"),
        One("trigamma", T.Trigamma),
        One("stirling_remainder", T.StirlingRemainder),
        One("log_ndtr", T.LogNdtr, "log_normal_cdf"),
        One("i0e", T.BesselI0e, "bessel_i0e"),
        One("lambert_w", T.LambertW, "lambertw"),
        One("abs", T.Abs, "fabs"),
        One("sign", T.Sign, "sgn"),
        One("relu", T.Relu),
        Many("max", T.Max, "maximum"),
        Many("min", T.Min, "minimum"),
        new("clamp", ["clip"], 3, 3, Clamp<T>),
    ];

    private static TextFunction One(string name, Func<Symbol, Symbol> apply, params string[] aliases) => new(name, aliases, 1, 1, a => apply(a[0]));

    private static TextFunction Two(string name, Func<Symbol, Symbol, Symbol> apply, params string[] aliases) => new(name, aliases, 2, 2, a => apply(a[0], a[1]));

    private static TextFunction Three(string name, Func<Symbol, Symbol, Symbol, Symbol> apply, params string[] aliases) => new(name, aliases, 3, 3, a => apply(a[0], a[1], a[2]));

    private static TextFunction Many(string name, Func<Symbol, Symbol, Symbol> apply, params string[] aliases) => new(name, aliases, 2, int.MaxValue, a => a.Skip(1).Aggregate(a[0], apply));

    /// <summary>The primitive if both bounds are numbers; otherwise the same function written out.</summary>
    private static Symbol Clamp<T>(Symbol[] a)
        where T : IReal<Symbol>
    {
        var (x, low, high) = (a[0], a[1], a[2]);
        return low.Node.Kind == SymbolKind.Constant && high.Node.Kind == SymbolKind.Constant
            ? T.Clamp(x, low.Node.Value, high.Node.Value)
            : T.IfLess(x, low, low, T.IfLess(high, x, high, x));
    }
}

namespace Minima.Reals.Display;

/// <summary>The functions of displayed mathematics: their values, and their primitives.</summary>
internal static class DisplayFunctions
{
    private static readonly Dictionary<string, SymbolFunction> Functions = new(StringComparer.Ordinal)
    {
        ["abs"] = SymbolFunction.Of(default(Abs)),
        ["sgn"] = SymbolFunction.Of(default(Sign)),
        ["log"] = SymbolFunction.Of(default(Log)),
        ["relu"] = SymbolFunction.Of(default(Relu)),
        ["max"] = SymbolFunction.Of(default(Max)),
        ["sigma"] = SymbolFunction.Of(default(Sigmoid)),
        ["tanh"] = SymbolFunction.Of(default(Tanh)),
        ["logcosh"] = SymbolFunction.Of(default(LogCosh)),
        ["sin"] = SymbolFunction.Of(default(Sin)),
        ["cos"] = SymbolFunction.Of(default(Cos)),
        ["atan"] = SymbolFunction.Of(default(Atan)),
        ["loggamma"] = SymbolFunction.Of(default(LogGamma)),
        ["digamma"] = SymbolFunction.Of(default(Digamma)),
        ["trigamma"] = SymbolFunction.Of(default(Trigamma)),
        ["tetragamma"] = SymbolFunction.Of(default(Tetragamma)),
        ["logndtr"] = SymbolFunction.Of(default(LogNdtr)),
        ["mills"] = SymbolFunction.Of(default(InverseMills)),
        ["lambertw"] = SymbolFunction.Of(default(LambertW)),
    };

    /// <summary>A function of an expression, for any number type.</summary>
    public static T Apply<T>(string name, T x, T y)
        where T : IReal<T> => name switch
        {
            // The table has scaled versions of these, which do not overflow.
            "bessel0" => T.Exp(T.Abs(x)) * T.BesselI0e(x),
            "bessel1" => T.Exp(T.Abs(x)) * T.Apply(default(BesselI1e), x),
            "min" => T.Min(x, y),
            _ => Functions[name].Apply(x, y, x),
        };

    public static double Value(string name, double x, double y) => Apply(name, new F64(x), new F64(y)).X;
}

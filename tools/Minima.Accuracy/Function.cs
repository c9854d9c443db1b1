using Minima.Reals;

namespace Minima.Accuracy;

/// <summary>A function of the vocabulary, and where it is tried; the range is given the exponent at which the precision overflows.</summary>
internal sealed record Function(string Name, Func<Points, double, double> Draw, Func<F32, F32> OfFloat, Func<F64, F64> OfDouble)
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("exp", (p, edge) => p.Between(-edge, edge), Exp, Exp),
        new("log", (p, edge) => p.Positive(-edge, edge), Log, Log),
        new("log1p", (p, _) => p.Either(p.Signed(-15, 0) * 0.999, p.Positive(0, 15)), Log1p, Log1p),
        new("expm1", (p, _) => p.Either(p.Between(-20, 20), p.Signed(-20, 0)), Expm1, Expm1),
        new("log1mexp", (p, _) => -p.Positive(-10, 4), Log1mExp, Log1mExp),
        new("exp_ratio", (p, _) => p.Either(p.Between(-20, 20), p.Signed(-20, 0)), ExpRatio, ExpRatio),
        new("exp_remainder", (p, _) => p.Either(p.Between(-20, 20), p.Signed(-20, 0)), ExpRemainder, ExpRemainder),
        new("log_remainder", (p, _) => p.Either(p.Signed(-15, 0) * 0.999, p.Positive(0, 15)), LogRemainder, LogRemainder),
        new("log1p_square", (p, _) => p.Signed(-15, 40), Log1pSquare, Log1pSquare),
        new("softplus", (p, edge) => p.Either(p.Between(-8, 8), p.Between(-edge, edge)), Softplus, Softplus),
        new("sigmoid", (p, edge) => p.Either(p.Between(-8, 8), p.Between(-edge, edge)), Sigmoid, Sigmoid),
        new("tanh", (p, _) => p.Signed(-12, 4), Tanh, Tanh),
        new("log_cosh", (p, _) => p.Signed(-12, 8), LogCosh, LogCosh),
        new("sqrt", (p, edge) => p.Positive(-edge, edge), Sqrt, Sqrt),
        new("sin", (p, _) => p.Either(p.Between(-10, 10), p.Between(-1000, 1000)), Sin, Sin),
        new("cos", (p, _) => p.Either(p.Between(-10, 10), p.Between(-1000, 1000)), Cos, Cos),
        new("atan", (p, _) => p.Signed(-15, 15), Atan, Atan),
        new("pow_1.5", (p, edge) => p.Positive(-edge / 2, edge / 2), Pow, Pow),
    ];

    private static T Exp<T>(T x)
        where T : IReal<T> => T.Exp(x);

    private static T Log<T>(T x)
        where T : IReal<T> => T.Log(x);

    private static T Log1p<T>(T x)
        where T : IReal<T> => T.Log1p(x);

    private static T Expm1<T>(T x)
        where T : IReal<T> => T.Expm1(x);

    private static T Log1mExp<T>(T x)
        where T : IReal<T> => T.Log1mExp(x);

    private static T ExpRatio<T>(T x)
        where T : IReal<T> => T.ExpRatio(x);

    private static T ExpRemainder<T>(T x)
        where T : IReal<T> => T.ExpRemainder(x);

    private static T LogRemainder<T>(T x)
        where T : IReal<T> => T.LogRemainder(x);

    private static T Log1pSquare<T>(T x)
        where T : IReal<T> => T.Log1pSquare(x);

    private static T Softplus<T>(T x)
        where T : IReal<T> => T.Softplus(x);

    private static T Sigmoid<T>(T x)
        where T : IReal<T> => T.Sigmoid(x);

    private static T Tanh<T>(T x)
        where T : IReal<T> => T.Tanh(x);

    private static T LogCosh<T>(T x)
        where T : IReal<T> => T.LogCosh(x);

    private static T Sqrt<T>(T x)
        where T : IReal<T> => T.Sqrt(x);

    private static T Sin<T>(T x)
        where T : IReal<T> => T.Sin(x);

    private static T Cos<T>(T x)
        where T : IReal<T> => T.Cos(x);

    private static T Atan<T>(T x)
        where T : IReal<T> => T.Atan(x);

    private static T Pow<T>(T x)
        where T : IReal<T> => T.Pow(x, 1.5);
}

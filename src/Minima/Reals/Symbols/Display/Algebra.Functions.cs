namespace Minima.Reals.Display;

/// <summary>Functions with the identities that people apply automatically.</summary>
internal sealed partial class Algebra
{
    public Expression Exp(Expression x) => Power(E, x);

    public Expression Magnitude(Expression x) => Call("abs", x);

    public Expression Call(string name, params Expression[] arguments)
    {
        if (Lift(arguments, a => Call(name, a)) is { } lifted)
        {
            return lifted;
        }

        var x = arguments[0];
        switch (name)
        {
            case "abs" when IsPositive(x) || x.Is("abs") || x.Is("relu"):
                return x;
            case "abs" when x.IsNumber:
                return Number(x.Number.Magnitude);
            case "abs":
                return Outside(x, (base_, exponent) => IsPositive(base_) || IsEven(exponent), number => number.Magnitude, "abs");
            case "sgn" when x.IsNumber:
                return Number(x.Number.Sign);
            case "sgn" when IsPositive(x):
                return One;
            case "sgn":
                return Outside(x, (base_, _) => IsPositive(base_), number => number.Sign, "sgn", keepsOutside: false);
            case "log" when x.IsOne:
                return Zero;
            case "log":
                return Log(x);
            case "relu" when x.IsNumber:
                return x.Number.Sign > 0 ? x : Zero;
            case "relu" when IsPositive(x):
                return x;
            case "max" when IsEnd(x, above: false):
                return arguments[1];
            case "max" when IsEnd(arguments[1], above: false):
                return x;
            case "min" when IsEnd(x, above: true):
                return arguments[1];
            case "min" when IsEnd(arguments[1], above: true):
                return x;
            case "max" when IsNegated(x) && IsNegated(arguments[1]):
                return Negate(Call("min", Negate(x), Negate(arguments[1])));
            case "max" or "min" when x == arguments[1]:
                return x;
            case "max" when x.IsNumber && arguments[1].IsNumber:
                return x.Number < arguments[1].Number ? arguments[1] : x;
            case "sin" or "cos" when Turns(x) is { IsWhole: true } turns:
                // Quarter turns: 0, 1, 0, -1.
                var quarter = (int)(((turns.Numerator + (name == "cos" ? 1 : 0)) % 4 + 4) % 4);
                return Number((Rational)(quarter switch { 1 => 1, 3 => -1, _ => 0 }));
            case "sin" or "tanh" or "atan" when x.IsZero:
                return Zero;
            case "cos" when x.IsZero:
                return One;
            case "sigma" when x.IsZero:
                return Number(Rational.Half);
            case "logcosh" when x.IsZero:
                return Zero;
            case "sin" or "tanh" or "atan" when IsNegative(x):
                return Negate(Call(name, Negate(x)));
            case "cos" or "logcosh" when IsNegative(x):
                return Call(name, Negate(x));
            default:
                return Function(name, arguments);
        }
    }

    /// <summary>The exponential of a product leaves a logarithm, and so does the exponent of a number above 0.</summary>
    private Expression Log(Expression x)
    {
        if (x == E)
        {
            return One;
        }

        if (x.Kind != ExpressionKind.Product)
        {
            return Function("log", x);
        }

        var at = Array.IndexOf(x.Parts, E);
        if (at >= 0)
        {
            return Add(x.Exponents[at], Call("log", Divide(x, Power(E, x.Exponents[at]))));
        }

        return x.Number.IsOne && x.Parts.Length == 1 && IsPositive(x.Parts[0])
            ? Multiply(x.Exponents[0], Call("log", x.Parts[0]))
            : Function("log", x);
    }

    /// <summary>True for infinity, or minus infinity: no number is beyond it.</summary>
    private bool IsEnd(Expression x, bool above) => x == (above ? Number(double.PositiveInfinity) : Number(double.NegativeInfinity));

    /// <summary>The expression as a multiple of pi/2, or null.</summary>
    private Rational? Turns(Expression x) => x == Pi ? 2 : x.Kind == ExpressionKind.Product && x.Parts is [var only] && only == Pi && x.Exponents[0].IsOne ? x.Number * 2 : null;

    /// <summary>True if a minus precedes something that is not a difference.</summary>
    private bool IsNegated(Expression x) => Split(x).Coefficient.Sign < 0 && FactorsOf(Split(x).Core).All(f => f.Base.Kind != ExpressionKind.Sum);

    private static bool IsEven(Expression exponent) => exponent.IsNumber && exponent.Number.IsEven;

    private bool IsNegative(Expression x) => x.Kind switch
    {
        ExpressionKind.Number or ExpressionKind.Product => x.Number.Sign < 0 || (x.Kind == ExpressionKind.Product && x.Parts is [{ Kind: ExpressionKind.Sum } sum] && Content(sum).Content.Sign < 0),
        ExpressionKind.Sum => Content(x).Content.Sign < 0,
        _ => false,
    };

    /// <summary>A function of a product, with the factors that can move outside it.</summary>
    private Expression Outside(Expression x, Func<Expression, Expression, bool> passes, Func<Rational, Rational> number, string name, bool keepsOutside = true)
    {
        var (coefficient, rest) = Split(x);
        if (rest.Kind == ExpressionKind.Sum)
        {
            var (content, inner) = Content(rest);
            (coefficient, rest) = (coefficient * content, inner);
        }

        var outside = new List<Expression> { Number(number(coefficient)) };
        var inside = new List<Expression>();
        foreach (var (factor, exponent) in FactorsOf(rest))
        {
            if (!passes(factor, exponent))
            {
                inside.Add(Power(factor, exponent));
            }
            else if (keepsOutside)
            {
                outside.Add(Power(factor, exponent));
            }
        }

        if (inside.Count > 0)
        {
            outside.Add(inside is [var only] && only.Is(name) ? only : Function(name, Multiply([.. inside])));
        }

        return Multiply([.. outside]);
    }
}

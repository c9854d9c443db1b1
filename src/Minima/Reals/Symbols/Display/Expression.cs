namespace Minima.Reals.Display;

/// <summary>The kinds of <see cref="Expression"/>.</summary>
internal enum ExpressionKind
{
    /// <summary>An exact number.</summary>
    Number,

    /// <summary>pi, e, infinity or "not a number", by <see cref="Expression.Name"/>.</summary>
    Constant,

    /// <summary>An input, by index.</summary>
    Input,

    /// <summary>A parameter, by index.</summary>
    Parameter,

    /// <summary>The input "prediction" minus the input "target", as one letter.</summary>
    Residual,

    /// <summary>A part with a name, because the whole would be too long; by index.</summary>
    Part,

    /// <summary>Coefficients times parts, added.</summary>
    Sum,

    /// <summary>A coefficient times parts to their exponents.</summary>
    Product,

    /// <summary>A function by name, applied to parts.</summary>
    Function,

    /// <summary>Values under conditions, the last one otherwise.</summary>
    Choice,
}

/// <summary>The relation between two sides of a condition.</summary>
internal enum Relation
{
    /// <summary>left &lt; right.</summary>
    Less,

    /// <summary>left &lt;= right: the opposite of Less with its sides exchanged.</summary>
    AtMost,

    /// <summary>left differs from right.</summary>
    Differ,
}

internal readonly record struct Condition(Relation Relation, Expression Left, Expression Right);

/// <summary>An expression in normal form; equal ones of one algebra are the same object.</summary>
internal sealed class Expression
{
    public required int Id { get; init; }

    public required ExpressionKind Kind { get; init; }

    /// <summary>The number, or the coefficient of a product.</summary>
    public Rational Number { get; init; } = Rational.One;

    /// <summary>The index of an input, a parameter or a part.</summary>
    public int Index { get; init; }

    /// <summary>The name of a function or a constant.</summary>
    public string Name { get; init; } = "";

    /// <summary>Terms, factors, arguments, or values (the last is "otherwise").</summary>
    public Expression[] Parts { get; init; } = [];

    /// <summary>The coefficients of a sum.</summary>
    public Rational[] Coefficients { get; init; } = [];

    /// <summary>The exponents of a product.</summary>
    public Expression[] Exponents { get; init; } = [];

    /// <summary>The conditions of a choice.</summary>
    public Condition[] Conditions { get; init; } = [];

    /// <summary>The nesting depth.</summary>
    public int Depth { get; init; }

    /// <summary>The length, written out.</summary>
    public long Size { get; init; }

    public bool IsNumber => Kind == ExpressionKind.Number;

    public bool IsZero => IsNumber && Number.IsZero;

    public bool IsOne => IsNumber && Number.IsOne;

    public bool Is(string function) => Kind == ExpressionKind.Function && Name == function;
}

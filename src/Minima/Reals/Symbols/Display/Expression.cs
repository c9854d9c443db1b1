namespace Minima.Reals.Display;

/// <summary>The kinds of <see cref="Expression"/>.</summary>
internal enum ExpressionKind
{
    /// <summary>An exact number.</summary>
    Number,

    /// <summary>pi, e, infinity or "not a number": by <see cref="Expression.Name"/>.</summary>
    Constant,

    /// <summary>An input, by index.</summary>
    Input,

    /// <summary>A parameter, by index.</summary>
    Parameter,

    /// <summary>The input "prediction" less the input "target": carried as one letter.</summary>
    Residual,

    /// <summary>A part that has a name because the whole would be too long: by index.</summary>
    Part,

    /// <summary>Coefficients times parts, added.</summary>
    Sum,

    /// <summary>A coefficient times parts to their exponents.</summary>
    Product,

    /// <summary>A function by name, applied to parts.</summary>
    Function,

    /// <summary>Values under conditions, the last otherwise.</summary>
    Choice,
}

/// <summary>How two sides of a condition relate.</summary>
internal enum Relation
{
    /// <summary>left &lt; right.</summary>
    Less,

    /// <summary>left &lt;= right: the opposite of Less with its sides exchanged.</summary>
    AtMost,

    /// <summary>left differs from right.</summary>
    Differ,
}

/// <summary>A condition.</summary>
internal readonly record struct Condition(Relation Relation, Expression Left, Expression Right);

/// <summary>An expression in normal form; equal ones of one algebra are the same object.</summary>
internal sealed class Expression
{
    public required int Id { get; init; }

    public required ExpressionKind Kind { get; init; }

    /// <summary>The number, or the coefficient of a product.</summary>
    public Rational Number { get; init; } = Rational.One;

    /// <summary>Of an input, a parameter or a part.</summary>
    public int Index { get; init; }

    /// <summary>Of a function or a constant.</summary>
    public string Name { get; init; } = "";

    /// <summary>Terms, factors, arguments, or values (the last is "otherwise").</summary>
    public Expression[] Parts { get; init; } = [];

    /// <summary>Of the terms of a sum.</summary>
    public Rational[] Coefficients { get; init; } = [];

    /// <summary>Of the factors of a product.</summary>
    public Expression[] Exponents { get; init; } = [];

    /// <summary>Of a choice.</summary>
    public Condition[] Conditions { get; init; } = [];

    /// <summary>How deeply it nests.</summary>
    public int Depth { get; init; }

    /// <summary>How long it is, written out.</summary>
    public long Size { get; init; }

    public bool IsNumber => Kind == ExpressionKind.Number;

    public bool IsZero => IsNumber && Number.IsZero;

    public bool IsOne => IsNumber && Number.IsOne;

    public bool Is(string function) => Kind == ExpressionKind.Function && Name == function;
}

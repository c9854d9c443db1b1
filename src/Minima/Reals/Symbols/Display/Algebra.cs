using System.Globalization;
using System.Runtime.CompilerServices;

namespace Minima.Reals.Display;

/// <summary>Creates expressions in normal form. Other files of the class build sums, products and choices.</summary>
internal sealed partial class Algebra
{
    // A person does not read more; and bounded parts keep every recursion shallow and the total work proportional to the nodes.
    private const int DeepestPart = 40;
    private const int LongestPart = 1500;

    private const int DeepestRewriting = 6;

    private readonly Dictionary<string, Expression> known = new(StringComparer.Ordinal);
    private readonly List<Expression> parts = [];
    private readonly int patience;
    private int searches;
    private int work;
    private int nesting;

    public Algebra(SymbolGraph graph)
    {
        Graph = graph;
        patience = 4000 + 20 * graph.Count;
        One = Number(Rational.One);
        Zero = Number(Rational.Zero);
        E = Constant("e");
        Pi = Constant("pi");
        Infinity = Constant("infinity");
        NaN = Constant("nan");
        Prediction = IndexOf("prediction");
        Target = IndexOf("target");
        Residual = Intern("residual", id => new() { Id = id, Kind = ExpressionKind.Residual, Size = 1 });
    }

    public SymbolGraph Graph { get; }

    public Expression One { get; }

    public Expression Zero { get; }

    public Expression E { get; }

    public Expression Pi { get; }

    public Expression Infinity { get; }

    public Expression NaN { get; }

    /// <summary>The index of the input "prediction", or -1.</summary>
    public int Prediction { get; }

    /// <summary>The index of the input "target", or -1.</summary>
    public int Target { get; }

    /// <summary>Prediction minus target.</summary>
    public Expression Residual { get; }

    /// <summary>The named parts, each after those that it uses.</summary>
    public IReadOnlyList<Expression> Parts => parts;

    public Expression Number(Rational number) => Intern($"{number.Numerator}/{number.Denominator}", id => new() { Id = id, Kind = ExpressionKind.Number, Number = number, Size = 1 });

    public Expression Input(int index) => Intern($"i{index}", id => new() { Id = id, Kind = ExpressionKind.Input, Index = index, Size = 1 });

    public Expression Parameter(int index) => Intern($"p{index}", id => new() { Id = id, Kind = ExpressionKind.Parameter, Index = index, Size = 1 });

    /// <summary>A number of the formula, as a person would write it.</summary>
    public Expression Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? NaN : value > 0 ? Infinity : Negate(Infinity);
        }

        return Famous(value) ?? Number(Rational.Of(value));
    }

    public Expression Function(string name, params Expression[] arguments) =>
        Intern($"{name}({string.Join(',', arguments.Select(a => a.Id))})", id => new()
        {
            Id = id,
            Kind = ExpressionKind.Function,
            Name = name,
            Parts = arguments,
            Depth = arguments.Max(a => a.Depth) + 1,
            Size = arguments.Sum(a => a.Size) + 1,
        });

    /// <summary>The expression, or a name for it if it has become too long or too deep.</summary>
    public Expression Bounded(Expression x)
    {
        if (x.Depth <= DeepestPart && x.Size <= LongestPart)
        {
            return x;
        }

        return Intern($"part of {x.Id}", id =>
        {
            parts.Add(x);
            return new() { Id = id, Kind = ExpressionKind.Part, Index = parts.Count - 1, Size = 1 };
        });
    }

    /// <summary>
    /// True if stack and work budget allow another rewriting. Without it expressions are still right, only longer. This bounds the work
    /// for any input.
    /// </summary>
    private bool MayRewrite() => ++work < patience && nesting < DeepestRewriting && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>True if the expression is known to be above 0.</summary>
    public bool IsPositive(Expression x) => x.Kind switch
    {
        ExpressionKind.Number => x.Number.Sign > 0,
        ExpressionKind.Constant => x.Name is "pi" or "e",
        ExpressionKind.Input => Graph.Facts.Positive.Contains(Graph.Inputs[x.Index]),
        ExpressionKind.Parameter => Graph.Facts.Positive.Contains(Graph.Parameters[x.Index].Name),
        ExpressionKind.Product => x.Number.Sign > 0 && x.Parts.Zip(x.Exponents).All(f => IsPositive(f.First)),
        ExpressionKind.Sum => x.Parts.Zip(x.Coefficients).All(t => t.Second.Sign > 0 && IsNonNegative(t.First)) && x.Parts.Any(IsPositive),
        ExpressionKind.Function => x.Name is "sigma" or "bessel0" || (x.Name == "max" && x.Parts.Any(IsPositive)),
        _ => false,
    };

    private bool IsNonNegative(Expression x) => IsPositive(x) || x.Is("abs") || x.Is("relu")
        || (x.Kind == ExpressionKind.Product && x.Number.Sign >= 0 && x.Parts.Zip(x.Exponents).All(f => IsNonNegative(f.First) || (f.Second.IsNumber && f.Second.Number.IsEven)));

    /// <summary>Recognises pi, log(2 pi) and similar constants.</summary>
    private Expression? Famous(double value)
    {
        var size = Math.Abs(value);
        if (size is 0.91893853320467274 or 1.8378770664093453 or 1.8378770664093456)
        {
            var log = Function("log", Multiply(Number(2), Pi));
            return Multiply(Number(size < 1 ? Rational.Half : 1), Number(Math.Sign(value)), log);
        }

        if (size == 0.6931471805599453)
        {
            return Multiply(Number(Math.Sign(value)), Function("log", Number(2)));
        }

        var plain = Rational.Of(value);
        if (plain.Denominator <= 1000000)
        {
            return null;
        }

        var ratio = Rational.Of(value / Math.PI);
        if (ratio.Denominator <= 60)
        {
            return Multiply(Number(ratio), Pi);
        }

        // A fraction rounded by a calculation.
        for (var denominator = 1; denominator <= 60; denominator++)
        {
            var numerator = Math.Round(value * denominator);
            if (numerator != 0 && Math.Abs(numerator) < 1e6 && Math.Abs(numerator / denominator - value) <= 4e-16 * size)
            {
                return Number(new Rational((int)numerator, denominator));
            }
        }

        // The square root of a small fraction.
        var square = value * value;
        for (var denominator = 1; denominator <= 12; denominator++)
        {
            var numerator = Math.Round(square * denominator);
            if (numerator is > 0 and < 100 && Math.Abs(Math.Sqrt(numerator / denominator) - size) <= 2e-16 * size)
            {
                return Multiply(Number(Math.Sign(value)), Power(Number(new Rational((int)numerator, denominator)), Number(Rational.Half)));
            }
        }

        return null;
    }

    private int IndexOf(string input)
    {
        for (var i = 0; i < Graph.Inputs.Count; i++)
        {
            if (Graph.Inputs[i] == input)
            {
                return i;
            }
        }

        return -1;
    }

    private Expression Number(int value) => Number((Rational)value);

    private Expression Constant(string name) => Intern(name, id => new() { Id = id, Kind = ExpressionKind.Constant, Name = name, Size = 1 });

    private Expression Intern(string key, Func<int, Expression> make)
    {
        if (!known.TryGetValue(key, out var expression))
        {
            expression = make(known.Count);
            known.TryAdd(key, expression);
        }

        return expression;
    }

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

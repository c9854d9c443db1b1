using System.Globalization;
using Minima.Reals;

namespace Minima;

/// <summary>
/// Parses a formula as text into a graph, by recursive descent: one pass, one token of lookahead, nesting bounded below the stack's limit. docs/formulas.md
/// has the grammar.
/// </summary>
internal sealed partial class TextParser
{
    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 8192;

    /// <summary>The deepest nesting of parentheses, branches, signs and exponents together.</summary>
    public const int DeepestNesting = 200;

    private readonly string text;
    private readonly TextNames names;
    private readonly SymbolGraph graph;
    private TextToken token;
    private int depth;

    private TextParser(string text, TextNames names)
    {
        this.text = text;
        this.names = names;
        graph = new SymbolGraph(names.Inputs, names.Parameters);
        token = TextLexer.Next(text, 0);
    }

    /// <summary>The formula as an expression over <c>prediction</c>, <c>target</c> if it occurs, and its other names in order of appearance.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="parameters">The names that are parameters.</param>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    /// <exception cref="LossException">A parameter that the text does not use, or a parameter with a name that none may have.</exception>
    public static Symbol Parse(string text, IReadOnlyList<string> parameters)
    {
        if (text.Length > LongestText)
        {
            throw TooLong(text);
        }

        var parser = new TextParser(text, TextNames.Of(text, parameters));
        var symbol = parser.graph.Record(_ => parser.Whole());
        parser.names.CheckUse();
        return symbol;
    }

    /// <summary>A text that accompanies a formula, such as its derivative, as an expression over the same inputs and parameters; it may use none of them.</summary>
    /// <exception cref="FormulaException">The text is not a formula, or has a name that the formula does not have.</exception>
    public static Symbol ParseBeside(string text, IReadOnlyList<string> inputs, int target, IReadOnlyList<string> parameters)
    {
        if (text.Length > LongestText)
        {
            throw TooLong(text);
        }

        var parser = new TextParser(text, TextNames.Beside(inputs, target, parameters));
        return parser.graph.Record(_ => parser.Whole());
    }

    private Symbol Whole()
    {
        if (token.Kind == TextTokenKind.End)
        {
            throw Unexpected("a formula of p (the prediction) and t (the target) was expected, such as (p - t)^2.");
        }

        var formula = Conditional();
        if (token.Kind != TextTokenKind.End)
        {
            throw Unexpected(AfterValue("an operator or the end"));
        }

        return names.HasPrediction
            ? Number(formula)
            : throw new FormulaException(text, 0, "a formula without p", "a loss depends on the prediction: use p (or prediction).");
    }

    /// <summary>conditional = sum [ relation sum [ "?" conditional ":" conditional ] ]; the caller handles a comparison without branches.</summary>
    private Part Conditional()
    {
        var part = Sum();
        if (token.IsRelation)
        {
            Number(part);
            var relation = token;
            Advance();
            var right = Sum();
            Number(right);
            if (token.IsRelation)
            {
                throw Unexpected("a comparison has two sides: for a < b < c write a < b ? (b < c ? x : y) : y.");
            }

            part = new Part(part.Value, relation, right.Value);
        }

        if (token.Kind != TextTokenKind.Question)
        {
            return part;
        }

        if (!part.IsComparison)
        {
            throw Unexpected("a condition was expected before '?': a < b, a <= b, a > b or a >= b.");
        }

        Enter();
        Advance();
        var yes = Conditional();
        Expect(TextTokenKind.Colon, (token.Kind == TextTokenKind.Unknown ? TextHints.After(text, token) : null) ?? "':' and the value if the condition is false were expected.");
        var no = Conditional();
        depth--;
        return Of(Choose(part, Number(yes), Number(no)));
    }

    private Part Sum()
    {
        var left = Product();
        while (token.Kind is TextTokenKind.Plus or TextTokenKind.Minus)
        {
            var x = Number(left);
            var operation = token;
            Advance();
            var y = Number(Product());
            left = Of(Finite(operation, operation.Kind == TextTokenKind.Plus ? TextArithmetic.Add(x, y) : TextArithmetic.Subtract(x, y)));
        }

        return left;
    }

    private Part Product()
    {
        var left = Signed();
        while (token.Kind is TextTokenKind.Times or TextTokenKind.Over)
        {
            var x = Number(left);
            var operation = token;
            Advance();
            if (token.Kind == TextTokenKind.Times && token.Position == operation.End)
            {
                throw Unexpected("write a power with '^': x^2.", operation.Position, "'**'");
            }

            var y = Number(Signed());
            left = Of(Finite(operation, operation.Kind == TextTokenKind.Times ? TextArithmetic.Multiply(x, y) : TextArithmetic.Divide(x, y)));
        }

        return left;
    }

    /// <summary>signed = "-" signed | power.</summary>
    private Part Signed()
    {
        if (token.Kind != TextTokenKind.Minus)
        {
            return Power();
        }

        Enter();
        Advance();
        var x = Number(Signed());
        depth--;
        return Of(TextArithmetic.Negate(x));
    }

    /// <summary>power = primary [ "^" signed ]: the sign inside an exponent needs no parentheses, and it is right-associative.</summary>
    private Part Power()
    {
        var part = Primary();
        if (token.Kind != TextTokenKind.Caret)
        {
            return part;
        }

        var x = Number(part);
        var operation = token;
        Enter();
        Advance();
        var y = Number(Signed());
        depth--;
        return Of(Finite(operation, TextArithmetic.Power(x, y)));
    }

    private Part Primary()
    {
        switch (token.Kind)
        {
            case TextTokenKind.Number:
                return Of(Constant());
            case TextTokenKind.Name:
                return Of(Name());
            case TextTokenKind.Open:
                Enter();
                Advance();
                var inside = Conditional();
                Expect(TextTokenKind.Close, AfterValue("an operator or ')'"));
                depth--;
                return inside;
            default:
                throw Unexpected(BeforeValue());
        }
    }

    private Symbol Constant()
    {
        var digits = text.AsSpan(token.Position, token.Length);
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        var mantissa = digits.IndexOfAny('e', 'E') is >= 0 and var exponent ? digits[..exponent] : digits;
        if (double.IsInfinity(value) || (value == 0 && mantissa.IndexOfAnyInRange('1', '9') >= 0))
        {
            throw Unexpected(value == 0 ? "the smallest positive double is 4.9e-324." : "the largest double is 1.8e308.");
        }

        Advance();
        return graph.Constant(value);
    }

    private Symbol Name()
    {
        var at = token;
        Advance();
        var name = text.Substring(at.Position, at.Length);
        var function = TextFunctions.Find(name);
        if (token.Kind == TextTokenKind.Open)
        {
            return Call(at, function ?? throw NoFunction(at, name));
        }

        if (function is not null || TextNames.Reserved(name) is not null || names.Find(name) is not { } known)
        {
            throw NoName(at, name, function);
        }

        return known.IsParameter ? graph.Parameter(known.Index) : graph.Input(known.Index);
    }

    private Symbol Call(TextToken at, TextFunction function)
    {
        Enter();
        Advance();
        var arguments = new List<Symbol>();
        while (token.Kind != TextTokenKind.Close || arguments.Count > 0)
        {
            var argument = Conditional();
            if (token.Kind is not (TextTokenKind.Comma or TextTokenKind.Close))
            {
                throw Unexpected(AfterValue("an operator, ',' or ')'"));
            }

            arguments.Add(Number(argument));
            if (token.Kind == TextTokenKind.Close)
            {
                break;
            }

            Advance();
        }

        depth--;
        Advance();
        return Applied(at, function, arguments);
    }

    private Symbol Applied(TextToken at, TextFunction function, List<Symbol> arguments)
    {
        if (arguments.Count < function.Fewest || arguments.Count > function.Most)
        {
            throw WrongCount(at, function, arguments.Count);
        }

        if (function.Name == Clamp.Name && arguments[1].Node is { Kind: SymbolKind.Constant } low && arguments[2].Node is { Kind: SymbolKind.Constant } high && !(low.Value <= high.Value))
        {
            throw Unexpected("clamp(x, low, high) needs low <= high; swap them.", at.Position, $"bounds {Throw.Number(low.Value)} and {Throw.Number(high.Value)}");
        }

        return Finite(at, function.Apply([.. arguments]));
    }

    /// <summary>The part as a number; a comparison is not one.</summary>
    private Symbol Number(in Part part) => !part.IsComparison ? new Symbol(graph, part.Value) : throw NoNumber(part.Relation);

    private static Part Of(Symbol symbol) => new(symbol.Index);

    /// <summary>A comparison with its branches. A tie, and a NaN, take the branch that IfLess calls "no".</summary>
    private Symbol Choose(in Part comparison, Symbol yes, Symbol no)
    {
        var (left, right) = (new Symbol(graph, comparison.Value), new Symbol(graph, comparison.Right));
        return comparison.Relation.Kind switch
        {
            TextTokenKind.Less => Symbol.IfLess(left, right, yes, no),
            TextTokenKind.LessOrEqual => Symbol.IfLess(right, left, no, yes),
            TextTokenKind.Greater => Symbol.IfLess(right, left, yes, no),
            _ => Symbol.IfLess(left, right, no, yes),
        };
    }

    /// <summary>Throws if an operation on numbers is not finite.</summary>
    private Symbol Finite(in TextToken operation, Symbol result) =>
        result.Node.Kind != SymbolKind.Constant || double.IsFinite(result.Node.Value) ? result : throw NotFinite(operation, result.Node.Value);

    private void Enter()
    {
        if (++depth > DeepestNesting)
        {
            throw TooDeep();
        }
    }

    private void Advance() => token = TextLexer.Next(text, token.End);

    private void Expect(TextTokenKind kind, string expected)
    {
        if (token.Kind != kind)
        {
            throw Unexpected(expected);
        }

        Advance();
    }

    /// <summary>A piece of a formula: a number, or a comparison that waits for its '?'. Small, because nesting multiplies its stack.</summary>
    private readonly record struct Part(int Value, TextToken Relation = default, int Right = 0)
    {
        public bool IsComparison => Relation.IsRelation;
    }
}

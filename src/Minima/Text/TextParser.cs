using System.Globalization;
using Minima.Reals;

namespace Minima;

/// <summary>
/// Reads a formula as text into a graph, by recursive descent: one pass, one word ahead, nesting bounded before the stack is. docs/formulas.md
/// has the grammar.
/// </summary>
internal sealed class TextParser
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

    /// <summary>The formula as an expression over <c>prediction</c>, <c>target</c> where it occurs, and its other names in order of appearance.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="parameters">The names that are parameters.</param>
    /// <exception cref="FormulaException">The text is no formula.</exception>
    /// <exception cref="LossException">A parameter that the text does not use, or a name that no parameter can have.</exception>
    public static Symbol Parse(string text, IReadOnlyList<string> parameters)
    {
        if (text.Length > LongestText)
        {
            throw new FormulaException(
                text, LongestText, $"a text of {text.Length.ToString(CultureInfo.InvariantCulture)} characters", $"at most {LongestText.ToString(CultureInfo.InvariantCulture)} are read. Write the loss as a C# struct.");
        }

        var parser = new TextParser(text, TextNames.Of(text, parameters));
        var symbol = parser.graph.Record(_ => parser.Whole());
        parser.names.CheckUse();
        return symbol;
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

    /// <summary>conditional = sum [ relation sum [ "?" conditional ":" conditional ] ]; a comparison without branches is left to whoever asked.</summary>
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
        Expect(TextTokenKind.Colon, (token.Kind == TextTokenKind.Unknown ? TextHints.After(text, token) : null) ?? "':' and the value where the condition does not hold were expected.");
        var no = Conditional();
        depth--;
        return new Part(part.Choose(Number(yes), Number(no)));
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
            left = new Part(Finite(operation, operation.Kind == TextTokenKind.Plus ? TextArithmetic.Add(x, y) : TextArithmetic.Subtract(x, y)));
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
                throw Unexpected("a power is written with '^': x^2.", operation.Position, "'**'");
            }

            var y = Number(Signed());
            left = new Part(Finite(operation, operation.Kind == TextTokenKind.Times ? TextArithmetic.Multiply(x, y) : TextArithmetic.Divide(x, y)));
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
        return new Part(TextArithmetic.Negate(x));
    }

    /// <summary>power = primary [ "^" signed ]: the sign inside an exponent needs no parentheses, and a tower is read from the right.</summary>
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
        return new Part(Finite(operation, TextArithmetic.Power(x, y)));
    }

    private Part Primary()
    {
        switch (token.Kind)
        {
            case TextTokenKind.Number:
                return new Part(Constant());
            case TextTokenKind.Name:
                return new Part(Name());
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
            throw Unexpected(value == 0 ? "a number of double precision was expected, and its least is 4.9e-324." : "a number of double precision was expected, and its largest is 1.8e308.");
        }

        Advance();
        return graph.Constant(value);
    }

    private Symbol Name()
    {
        var at = token;
        var name = text.Substring(token.Position, token.Length);
        var function = TextFunctions.Find(name);
        Advance();
        if (token.Kind == TextTokenKind.Open)
        {
            return Call(at, name, function ?? throw Unexpected(
                names.Knows(name)
                    ? $"'{Names.Shorten(name)}' is no function but {names.Kind(name)}: for a product write {Names.Shorten(name)} * (...)."
                    : $"there is no function of this name{TextFunctions.Hint(name)}.",
                at.Position,
                $"{Quote(at)} before '('"));
        }

        if (function is not null)
        {
            throw Unexpected($"'{name}' is a function: write {name}(...). A parameter or a column needs another name.", at.Position, $"{Quote(at)} without '('");
        }

        if (TextNames.Reserved(name) is { } reserved)
        {
            throw Unexpected(reserved, at.Position, Quote(at));
        }

        return names.Find(name) is { } symbol
            ? symbol.IsParameter ? graph.Parameter(symbol.Index) : graph.Input(symbol.Index)
            : throw Unexpected(
                $"a formula has at most four inputs, and these are {string.Join(", ", names.Inputs.Take(TextNames.MostInputs).Select(Names.Shorten))}. Give what is one number for all rows as a parameter.",
                at.Position,
                $"{Quote(at)}, a fifth input");
    }

    private Symbol Call(TextToken at, string name, TextFunction function)
    {
        Enter();
        Advance();
        var arguments = new List<Symbol>();
        if (token.Kind != TextTokenKind.Close)
        {
            arguments.Add(Argument());
            while (token.Kind == TextTokenKind.Comma)
            {
                Advance();
                arguments.Add(Argument());
            }
        }

        if (arguments.Count < function.Fewest || arguments.Count > function.Most)
        {
            throw Unexpected(
                $"{name} takes {Count(function)}.",
                at.Position,
                $"{name} of {(arguments.Count == 1 ? "1 argument" : arguments.Count.ToString(CultureInfo.InvariantCulture) + " arguments")}");
        }

        if (function.Fewest == 3 && function.Name == Clamping && arguments[1].Node is { Kind: SymbolKind.Constant } low && arguments[2].Node is { Kind: SymbolKind.Constant } high && !(low.Value <= high.Value))
        {
            throw Unexpected("clamp(x, low, high) wants low <= high; exchange them.", at.Position, $"{name} from {Throw.Number(low.Value)} to {Throw.Number(high.Value)}");
        }

        depth--;
        Advance();
        return Finite(at, function.Apply([.. arguments]));
    }

    private Symbol Argument()
    {
        var argument = Conditional();
        return token.Kind is TextTokenKind.Comma or TextTokenKind.Close
            ? Number(argument)
            : throw Unexpected(AfterValue("an operator, ',' or ')'"));
    }

    private const string Clamping = "clamp";

    private static string Count(TextFunction function) => function switch
    {
        { Most: int.MaxValue } => "two arguments or more",
        { Fewest: 1 } => "one argument",
        { Fewest: 2 } => "two arguments",
        _ => "three arguments",
    };

    /// <summary>The part as a number; a comparison is none.</summary>
    private Symbol Number(Part part) => !part.IsComparison ? part.Value : throw Unexpected(
        "a comparison is no number; it stands before '?' only: a < b ? x : y.", part.Relation.Position, Quote(part.Relation));

    /// <summary>Numbers together must be a number too.</summary>
    private Symbol Finite(TextToken operation, Symbol result) => result.Node.Kind != SymbolKind.Constant || double.IsFinite(result.Node.Value)
        ? result
        : throw Unexpected($"the numbers on both sides give {Throw.Number(result.Node.Value)}, which is no number to calculate with.", operation.Position, Quote(operation));

    private void Enter()
    {
        if (++depth > DeepestNesting)
        {
            throw Unexpected($"the formula is nested deeper than {DeepestNesting.ToString(CultureInfo.InvariantCulture)} levels here; parentheses, branches, signs and exponents count. Write it flatter, or as a C# struct.");
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

    private FormulaException Unexpected(string expected) => Unexpected(expected, token.Position, token.Kind == TextTokenKind.End ? "the end of the text" : Quote(token));

    private FormulaException Unexpected(string expected, int position, string found) => new(text, position, found, expected);

    private string Quote(TextToken word) => $"'{Names.Shorten(text.Substring(word.Position, word.Length))}'";

    private string AfterValue(string expected) => TextHints.After(text, token) ?? $"{expected} was expected.";

    private string BeforeValue() => TextHints.Before(text, token) ?? "a number, a name, a function, '-' or '(' was expected.";

    /// <summary>A piece of a formula: a number, or a comparison that waits for its '?'.</summary>
    private readonly struct Part
    {
        private readonly Symbol right;

        public Part(Symbol value) => Value = value;

        public Part(Symbol left, TextToken relation, Symbol right)
        {
            Value = left;
            Relation = relation;
            this.right = right;
        }

        public Symbol Value { get; }

        public TextToken Relation { get; }

        public bool IsComparison => Relation.IsRelation;

        /// <summary>The comparison with its branches. A tie, and a NaN, take the branch that IfLess calls "no".</summary>
        public Symbol Choose(Symbol yes, Symbol no) => Relation.Kind switch
        {
            TextTokenKind.Less => Symbol.IfLess(Value, right, yes, no),
            TextTokenKind.LessOrEqual => Symbol.IfLess(right, Value, no, yes),
            TextTokenKind.Greater => Symbol.IfLess(right, Value, yes, no),
            _ => Symbol.IfLess(Value, right, no, yes),
        };
    }
}

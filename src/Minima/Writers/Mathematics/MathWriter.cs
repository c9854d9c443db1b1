using Minima.Reals;
using Minima.Reals.Display;

namespace Minima.Writers;

/// <summary>A simplified expression as mathematics: fractions, powers, cases; r for the residual and m for the margin if that is shorter.</summary>
internal sealed partial class MathWriter
{
    private const string ConstantLetter = "c";
    private const int LongConstant = 5;

    private readonly Markup markup;
    private readonly Algebra algebra;
    private readonly Dictionary<Expression, string> letters = [];
    private readonly List<string> definitions = [];
    private readonly Dictionary<Expression, (string Text, Tight Tight)> written = [];
    private readonly Dictionary<(Rational Coefficient, Expression Core), (bool Negative, string Text, Tight Tight)> terms = [];

    private MathWriter(Markup markup, Algebra algebra)
    {
        this.markup = markup;
        this.algebra = algebra;
    }

    private enum Tight
    {
        Sum,
        Product,
        Power,
        Atom,
    }

    /// <param name="symbol">The expression.</param>
    /// <param name="markup">The markup language.</param>
    /// <param name="letters">The meaning of inputs that are not columns; those that occur are written below the formula.</param>
    public static string Write(Symbol symbol, Markup markup, IReadOnlyList<LetterDefinition> letters)
    {
        var simple = Simplifier.Of(symbol);
        var writer = new MathWriter(markup, simple.Algebra);
        writer.NameResidual(simple);
        writer.NameConstant(simple);
        writer.Define(simple, letters);
        var formula = writer.At(simple.Root, Tight.Sum);
        for (var i = 0; i < simple.Algebra.Parts.Count; i++)
        {
            writer.definitions.Add(markup.Row(markup.Indexed("s", i + 1), markup.Sign("="), writer.At(simple.Algebra.Parts[i], Tight.Sum)));
        }

        return markup.Whole(formula, writer.definitions);
    }

    /// <summary>Names an expression of parameters alone by a letter, if it is long and occurs repeatedly.</summary>
    private void NameConstant(Simplifier simple)
    {
        var taken = algebra.Graph.Inputs.Concat(algebra.Graph.Parameters.Select(q => q.Name)).ToHashSet(StringComparer.Ordinal);
        if (taken.Contains(ConstantLetter))
        {
            return;
        }

        var found = new HashSet<Expression>();
        Expression[] roots = [simple.Root, .. algebra.Parts];
        foreach (var root in roots)
        {
            Collect(root);
        }

        void Collect(Expression e)
        {
            if (e.Kind is ExpressionKind.Sum or ExpressionKind.Function && e.Size >= LongConstant && IsFixed(e))
            {
                found.Add(e);
            }

            Array.ForEach(e.Parts, Collect);
            Array.ForEach(e.Exponents, Collect);
            Array.ForEach(e.Conditions, c => { Collect(c.Left); Collect(c.Right); });
        }

        var constant = found.Where(e => roots.Sum(x => Occurrences(x, o => o == e)) >= 3).MaxBy(e => e.Size);
        if (constant is not null)
        {
            definitions.Add(markup.Row(markup.Word(ConstantLetter), markup.Sign("="), At(constant, Tight.Sum)));
            written.Clear();
            terms.Clear();
            letters[constant] = ConstantLetter;
        }
    }

    /// <summary>Defines the letters that occur, and those that their definitions use.</summary>
    private void Define(Simplifier simple, IReadOnlyList<LetterDefinition> all)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in algebra.Parts.Append(simple.Root))
        {
            needed.UnionWith(algebra.Graph.Inputs.Where((_, i) => Occurrences(root, e => e.Kind == ExpressionKind.Input && e.Index == i) > 0));
        }

        var used = new HashSet<LetterDefinition>();
        foreach (var letter in all.Reverse().Where(l => l.Names.Any(needed.Contains)))
        {
            needed.UnionWith(letter.Uses);
            used.Add(letter);
        }

        definitions.AddRange(all.Where(used.Contains).Select(letter => letter.Write(markup)).Where(text => text.Length > 0));
    }

    /// <summary>An expression inside a definition, without definitions of its own.</summary>
    public static string Inline(Symbol symbol, Markup markup)
    {
        var simple = Simplifier.Of(symbol);
        return new MathWriter(markup, simple.Algebra).At(simple.Root, Tight.Sum);
    }

    private string NameOf(string name) =>
        MathNames.Indexed(name) is var (letter, index) ? markup.Indexed(letter, index)
        : MathNames.IndexedByLetter(name) is { } indexed ? markup.Indexed(indexed, name[^1..])
        : MathNames.IndexedWord(name) is { } word ? markup.Subscripted(markup.Name(word), name[^1..])
        : markup.Name(name);

    /// <summary>Defines r = p - t if the residual occurs twice, and m = t p if the margin occurs three times, unless the letter is taken.</summary>
    private void NameResidual(Simplifier simple)
    {
        var graph = algebra.Graph;
        var (prediction, target) = (algebra.Prediction, algebra.Target);
        if (prediction < 0 || target < 0)
        {
            return;
        }

        var (p, t) = (algebra.Input(prediction), algebra.Input(target));
        var residual = algebra.Residual;
        var taken = graph.Inputs.Concat(graph.Parameters.Select(q => q.Name)).ToHashSet(StringComparer.Ordinal);
        Expression[] roots = [simple.Root, .. algebra.Parts];
        if (!taken.Contains("r") && roots.Sum(x => Occurrences(x, e => e == residual)) >= 2)
        {
            letters[residual] = "r";
            definitions.Add(markup.Row(markup.Word("r"), markup.Sign("="), markup.Word("p"), markup.Sign("-"), markup.Word("t")));
        }

        var margin = algebra.Multiply(t, p);
        if (!taken.Contains("m") && roots.Sum(x => Occurrences(x, e => e == margin || (e.Kind == ExpressionKind.Product && IsMargin(e, p, t)))) >= 3)
        {
            letters[margin] = "m";
            definitions.Add(markup.Row(markup.Word("m"), markup.Sign("="), markup.Word("t"), markup.Times, markup.Word("p")));
        }
    }

    private static bool IsMargin(Expression product, Expression p, Expression t) =>
        Array.IndexOf(product.Parts, p) is >= 0 and var i && Array.IndexOf(product.Parts, t) is >= 0 and var j && product.Exponents[i].IsOne && product.Exponents[j].IsOne;

    private static int Occurrences(Expression x, Func<Expression, bool> sought) =>
        sought(x) ? 1 : x.Parts.Sum(p => Occurrences(p, sought)) + x.Exponents.Sum(e => Occurrences(e, sought))
            + x.Conditions.Sum(c => Occurrences(c.Left, sought) + Occurrences(c.Right, sought));

    private string At(Expression x, Tight least)
    {
        var (text, tight) = Write(x);
        return tight >= least ? text : markup.Parentheses(text);
    }

    /// <summary>Writes an expression; its text is cached.</summary>
    private (string Text, Tight Tight) Write(Expression x)
    {
        if (!written.TryGetValue(x, out var text))
        {
            text = Compose(x);
            written.Add(x, text);
        }

        return text;
    }

    private (string Text, Tight Tight) Compose(Expression x)
    {
        if (letters.TryGetValue(x, out var letter))
        {
            return (markup.Word(letter), Tight.Atom);
        }

        switch (x.Kind)
        {
            case ExpressionKind.Number:
                return Coefficient(x.Number);
            case ExpressionKind.Constant:
                return (markup.Word(x.Name), Tight.Atom);
            case ExpressionKind.Input:
                return (NameOf(algebra.Graph.Inputs[x.Index]), Tight.Atom);
            case ExpressionKind.Parameter:
                return (NameOf(algebra.Graph.Parameters[x.Index].Name), Tight.Atom);
            case ExpressionKind.Residual:
                return (markup.Row(markup.Word("p"), markup.Sign("-"), markup.Word("t")), Tight.Sum);
            case ExpressionKind.Part:
                return (markup.Indexed("s", x.Index + 1), Tight.Atom);
            case ExpressionKind.Sum:
                return Sum(x);
            case ExpressionKind.Product:
                return Product(x.Number, x);
            case ExpressionKind.Choice:
                return (markup.Cases([.. x.Parts.Select((p, i) => (At(p, Tight.Sum), i < x.Conditions.Length ? Write(x.Conditions[i]) : null))]), Tight.Sum);
            default:
                return Function(x, null);
        }
    }

    private string Write(Condition condition)
    {
        var (left, right) = (condition.Left, condition.Right);
        if (!letters.ContainsKey(algebra.Residual) && ((left == algebra.Residual && right.IsZero) || (right == algebra.Residual && left.IsZero)))
        {
            var (p, t) = (algebra.Input(algebra.Prediction), algebra.Input(algebra.Target));
            (left, right) = right.IsZero ? (p, t) : (t, p);
        }

        // The variable side is on the left, the bound on the right.
        var turned = IsFixed(left) && !IsFixed(right);
        var sign = condition.Relation switch { Relation.Less => turned ? ">" : "<", Relation.AtMost => turned ? ">=" : "<=", _ => "!=" };
        return turned ? markup.Row(At(right, Tight.Sum), markup.Sign(sign), At(left, Tight.Sum)) : markup.Row(At(left, Tight.Sum), markup.Sign(sign), At(right, Tight.Sum));
    }

    private static bool IsFixed(Expression x) => x.Kind is not (ExpressionKind.Input or ExpressionKind.Residual or ExpressionKind.Part) && x.Parts.All(IsFixed) && x.Exponents.All(IsFixed);

    private string Power(Expression x, Expression exponent)
    {
        if (exponent.IsOne)
        {
            return At(x, Tight.Product);
        }

        if (exponent.IsNumber && exponent.Number == Rational.Half)
        {
            return markup.Root(At(x, Tight.Sum));
        }

        return x.Kind == ExpressionKind.Function && x.Name is "sin" or "cos" or "tanh"
            ? Function(x, At(exponent, Tight.Sum)).Text
            : markup.Raised(At(x, x.Kind == ExpressionKind.Function && x.Name is "sigma" or "max" or "min" or "relu" or "sgn" or "digamma" or "bessel0" or "bessel1" ? Tight.Power : Tight.Atom), At(exponent, Tight.Sum));
    }

    private (string Text, Tight Tight) Function(Expression x, string? exponent)
    {
        var argument = x.Parts[0];
        switch (x.Name)
        {
            case "abs":
                return (markup.Magnitude(At(argument, Tight.Sum)), Tight.Atom);
            case "relu" or "max" or "min":
                var pieces = new List<string>();
                var function = x.Name == "min" ? "min" : "max";
                foreach (var operand in Listed(x, function))
                {
                    pieces.AddRange(pieces.Count == 0 ? [] : [markup.Sign(",")]);
                    pieces.Add(At(operand, Tight.Sum));
                }

                return Call(function, markup.Row(pieces));
            case "mills":
                return (markup.Fraction(Call("varphi", At(argument, Tight.Sum)).Text, Call("Phi", At(argument, Tight.Sum)).Text), Tight.Product);
        }

        var name = x.Name switch
        {
            "logcosh" => markup.Row(markup.Word("log"), markup.Application, markup.Word("cosh")),
            "loggamma" => markup.Row(markup.Word("log"), markup.Application, markup.Word("Gamma")),
            "logndtr" => markup.Row(markup.Word("log"), markup.Application, markup.Word("Phi")),
            "digamma" => markup.Word("psi"),
            "trigamma" => markup.Word("psi'"),
            "tetragamma" => markup.Word("psi''"),
            "bessel0" => markup.Word("I0"),
            "bessel1" => markup.Word("I1"),
            "lambertw" => markup.Word("W"),
            "atan" => markup.Word("arctan"),
            _ => markup.Word(x.Name),
        };
        if (exponent is not null)
        {
            name = markup.Raised(name, exponent);
        }

        var opens = x.Name is "log" && argument.Kind is ExpressionKind.Input or ExpressionKind.Parameter or ExpressionKind.Part;
        return (markup.Row(name, opens ? markup.Sign("") : markup.Application, opens ? At(argument, Tight.Atom) : markup.Parentheses(At(argument, Tight.Sum))), opens ? Tight.Product : Tight.Power);
    }

    /// <summary>The arguments of a maximum or minimum, flattened from the nested pairs of the code.</summary>
    private IEnumerable<Expression> Listed(Expression x, string function) =>
        x.Is(function) ? x.Parts.SelectMany(p => Listed(p, function)) : function == "max" && x.Is("relu") ? Listed(x.Parts[0], function).Prepend(algebra.Zero) : [x];

    private (string Text, Tight Tight) Call(string name, string arguments) => (markup.Row(markup.Word(name), markup.Application, markup.Parentheses(arguments)), Tight.Power);
}

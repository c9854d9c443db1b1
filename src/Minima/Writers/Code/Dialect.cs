using Minima.Reals;

namespace Minima.Writers;

/// <summary>The numbers, names, branches and primitives of one programming language.</summary>
internal abstract class Dialect
{
    /// <summary>
    /// The text of each primitive: <c>{x}</c>, <c>{y}</c>, <c>{z}</c> are its arguments, <c>{X}</c>, <c>{Y}</c>, <c>{Z}</c> the same as operands
    /// (in parentheses where needed), <c>{low}</c>, <c>{high}</c>, <c>{exponent}</c> its constants.
    /// </summary>
    public abstract IReadOnlyDictionary<Type, string> Functions { get; }

    /// <summary>The name of the language, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Words that may not be names.</summary>
    public abstract IReadOnlySet<string> Reserved { get; }

    /// <summary>The prefix of generated names.</summary>
    public virtual string Prefix => "v";

    /// <summary>A number.</summary>
    public abstract Piece Number(double value);

    /// <summary>left &lt; right; false if either is NaN.</summary>
    public abstract string Condition(Piece left, Piece right, SymbolNode node, SymbolGraph graph);

    /// <summary>The operator between conditions of which one must hold.</summary>
    public abstract string Or { get; }

    /// <summary>condition ? yes : no.</summary>
    public abstract Piece Choose(string condition, Piece yes, Piece no, int depth);

    /// <summary>x to the power y.</summary>
    public virtual Piece Power(Piece x, Piece y) => Function(SymbolFunction.Of(default(PowerOf)), [x, y]);

    /// <summary>A quotient.</summary>
    public virtual Piece Divide(Piece left, Piece right) => Binary(left, " / ", right, Binding.Product, Binding.Sign);

    /// <summary>True if a node is written once under a name of its own.</summary>
    public abstract bool Binds(Piece piece, int uses);

    /// <summary>The number of times that an operand of a node is written.</summary>
    public virtual int Repeats(SymbolNode node, int operand, SymbolGraph graph)
    {
        if (node.Kind != SymbolKind.Function)
        {
            return 1;
        }

        var text = TextOf(node.Function!);
        var letter = "xyz"[operand];
        return Count(text, $"{{{letter}}}") + Count(text, $"{{{char.ToUpperInvariant(letter)}}}");
    }

    /// <summary>Applies a primitive.</summary>
    public Piece Function(SymbolFunction function, ReadOnlySpan<Piece> arguments)
    {
        var text = TextOf(function);
        var depth = 1;
        for (var i = 0; i < function.Arity; i++)
        {
            text = text
                .Replace($"{{{"xyz"[i]}}}", arguments[i].Text, StringComparison.Ordinal)
                .Replace($"{{{"XYZ"[i]}}}", arguments[i].At(Binding.Atom), StringComparison.Ordinal);
            depth = Math.Max(depth, arguments[i].Depth + 1);
        }

        return new(text, Binding.Atom, depth);
    }

    /// <summary>An operation of two operands.</summary>
    public static Piece Binary(Piece left, string sign, Piece right, Binding binding, Binding rightBinding) =>
        new(left.At(binding) + sign + right.Right(rightBinding), binding, Math.Max(left.Depth, right.Depth) + 1);

    /// <summary>A number in the invariant culture, shortest round trip.</summary>
    protected static string Digits(double value) => Scientific.Of(value);

    /// <summary>The text of a primitive, with its constants in it.</summary>
    private string TextOf(SymbolFunction function)
    {
        if (!Functions.TryGetValue(function.Primitive, out var text))
        {
            throw new NotSupportedException($"{Name}: the primitive '{function.Name}' ({function.Primitive}) has no text form; Minima can write only its own primitives.");
        }

        return function.Value switch
        {
            Clamp clamp => text.Replace("{low}", Number(clamp.Low).Text, StringComparison.Ordinal).Replace("{high}", Number(clamp.High).Text, StringComparison.Ordinal),
            Power power => text.Replace("{exponent}", Number(power.Exponent).Text, StringComparison.Ordinal),
            _ => text,
        };
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}

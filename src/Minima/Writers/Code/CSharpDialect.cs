using Minima.Reals;

namespace Minima.Writers;

/// <summary>C# over double.</summary>
internal sealed class CSharpDialect : Dialect
{
    public static readonly CSharpDialect Instance = new();

    public override string Name => "C#";

    public override IReadOnlyDictionary<Type, string> Functions => CSharpTable.Functions;

    public override IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double",
        "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal",
        "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return",
        "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked",
        "unsafe", "ushort", "using", "virtual", "void", "volatile", "while", "var", "Math", "Minima", "System",
    };

    public override Piece Number(double value) =>
        double.IsNaN(value) ? new("double.NaN")
        : double.IsPositiveInfinity(value) ? new("double.PositiveInfinity")
        : double.IsNegativeInfinity(value) ? new("double.NegativeInfinity")
        : new(Text(value), value < 0 ? Binding.Sign : Binding.Atom);

    public override string Or => " || ";

    public override string Condition(Piece left, Piece right, SymbolNode node, SymbolGraph graph) => $"{left.At(Binding.Sum)} < {right.At(Binding.Sum)}";

    public override Piece Choose(string condition, Piece yes, Piece no, int depth) => new($"{condition} ? {yes.At(Binding.Sum)} : {no.Text}", Binding.Choice, depth);

    public override bool Binds(Piece piece, int uses) => piece.Depth > 1;

    /// <summary>Whole numbers are doubles too: 1 / 2 must not be a division of integers.</summary>
    private static string Text(double value)
    {
        var digits = Digits(value);
        return digits.AsSpan().ContainsAny(".e") ? digits : digits + ".0";
    }
}

using Minima.Reals;

namespace Minima.Writers;

/// <summary>JavaScript over numbers.</summary>
internal sealed class JavaScriptDialect : Dialect
{
    public static readonly JavaScriptDialect Instance = new();

    public override string Name => "JavaScript";

    public override IReadOnlyDictionary<Type, string> Functions => JavaScriptTable.Functions;

    public override IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "abstract", "arguments", "async", "await", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "debugger", "default", "delete", "do",
        "double", "else", "enum", "eval", "export", "extends", "false", "final", "finally", "float", "for", "function", "get", "goto", "if", "implements", "import", "in",
        "instanceof", "int", "interface", "let", "long", "native", "new", "null", "of", "package", "private", "protected", "public", "return", "set", "short", "static",
        "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "typeof", "undefined", "var", "void", "volatile", "while", "with", "yield",
        "Infinity", "Math", "NaN", "Number",
    };

    public override Piece Number(double value) =>
        double.IsNaN(value) ? new("NaN")
        : double.IsPositiveInfinity(value) ? new("Infinity")
        : double.IsNegativeInfinity(value) ? new("-Infinity", Binding.Sign)
        : new(Digits(value), value < 0 || double.IsNegative(value) ? Binding.Sign : Binding.Atom);

    public override string Or => " || ";

    public override string Condition(Piece left, Piece right, SymbolNode node, SymbolGraph graph) => $"{left.At(Binding.Sum)} < {right.At(Binding.Sum)}";

    public override Piece Choose(string condition, Piece yes, Piece no, int depth) => new($"{condition} ? {yes.At(Binding.Sum)} : {no.Text}", Binding.Choice, depth);

    public override bool Binds(Piece piece, int uses) => piece.Depth > 1;
}

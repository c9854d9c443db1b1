using Minima.Reals;

namespace Minima.Writers;

/// <summary>Python over NumPy arrays.</summary>
internal sealed class PythonDialect : Dialect
{
    public static readonly PythonDialect Instance = new();

    public override string Name => "Python";

    public override IReadOnlyDictionary<Type, string> Functions => PythonTable.Functions;

    public override IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "np", "special", "float",
    };

    public override Piece Number(double value) =>
        double.IsNaN(value) ? new("np.nan")
        : double.IsPositiveInfinity(value) ? new("np.inf")
        : double.IsNegativeInfinity(value) ? new("-np.inf", Binding.Sign)
        : new(Digits(value), value < 0 ? Binding.Sign : Binding.Atom);

    public override string Or => " | ";

    public override string Condition(Piece left, Piece right, SymbolNode node, SymbolGraph graph) => $"({left.Text} < {right.Text})";

    public override Piece Choose(string condition, Piece yes, Piece no, int depth) =>
        new($"np.where({(condition.Contains(Or, StringComparison.Ordinal) ? condition : condition[1..^1])}, {yes.Text}, {no.Text})", Binding.Atom, depth);

    public override bool Binds(Piece piece, int uses) => piece.Depth > 1;
}

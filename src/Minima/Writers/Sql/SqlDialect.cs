using Minima.Reals;

namespace Minima.Writers;

/// <summary>SQL as DuckDB and PostgreSQL both read it.</summary>
/// <remarks>
/// In both, NaN is greater than every number and equal to itself. So a comparison has the side that may be NaN on its left: there
/// NaN &lt; b is false, as <see cref="IReal{T}.IfLess"/> wants it; where both may be, their difference is compared with 0.
/// </remarks>
internal sealed class SqlDialect : Dialect
{
    // A part that is short is repeated rather than named: a nested SELECT is harder to read than a residual.
    private const int MostRepeated = 160;

    /// <summary>The dialect that both databases read.</summary>
    public static readonly SqlDialect Instance = new(SqlTable.Functions);

    private static readonly SqlDialect PostgreSql = new(SqlTable.PostgreSqlFunctions);

    private SqlDialect(IReadOnlyDictionary<Type, string> functions) => Functions = functions;

    /// <summary>The dialect of one database.</summary>
    public static SqlDialect Of(SqlEngine engine) => engine == SqlEngine.PostgreSql ? PostgreSql : Instance;

    public override string Name => "SQL";

    public override string Prefix => "minima_";

    public override IReadOnlyDictionary<Type, string> Functions { get; }

    public override IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal);

    public override Piece Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? new("CAST('NaN' AS DOUBLE PRECISION)") : double.IsPositive(value) ? new("CAST('Infinity' AS DOUBLE PRECISION)") : new("-CAST('Infinity' AS DOUBLE PRECISION)", Binding.Sign);
        }

        // Short decimals are exact as they stand; with an exponent the literal is a double and no decimal.
        var digits = Digits(value);
        var text = digits.Contains('e', StringComparison.Ordinal) ? digits
            : digits.Length > 8 ? digits + "e0"
            : digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
        return new(text, value < 0 ? Binding.Sign : Binding.Atom);
    }

    public override string Or => " OR ";

    public override string Condition(Piece left, Piece right, SymbolNode node, SymbolGraph graph) =>
        IsNumber(graph[node.B]) ? $"{left.At(Binding.Sum)} < {right.Text}"
            : IsNumber(graph[node.A]) ? $"{Minus(right)} < {Number(0 - graph[node.A].Value).Text}"
            : $"{left.At(Binding.Sum)} - {right.Right(Binding.Product)} < 0.0";

    public override Piece Choose(string condition, Piece yes, Piece no, int depth)
    {
        var otherwise = no.Binding == Binding.Atom && no.Text.StartsWith("CASE ", StringComparison.Ordinal) ? no.Text["CASE ".Length..] : $"ELSE {no.Text} END";
        return new($"CASE WHEN {condition} THEN {yes.Text} {otherwise}", Binding.Atom, depth);
    }

    /// <summary>Whole-number columns are not divided as whole numbers.</summary>
    public override Piece Divide(Piece left, Piece right) =>
        left.Text.Contains('.', StringComparison.Ordinal) || right.Text.Contains('.', StringComparison.Ordinal)
            ? base.Divide(left, right)
            : base.Divide(new($"CAST({left.Text} AS DOUBLE PRECISION)", Binding.Atom, left.Depth + 1), right);

    public override bool Binds(Piece piece, int uses) => (long)piece.Text.Length * (uses - 1) > MostRepeated && piece.Text.Length > 24;

    private static bool IsNumber(SymbolNode node) => node.Kind == SymbolKind.Constant && !double.IsNaN(node.Value);

    private static string Minus(Piece x) => x.Text.StartsWith('-') && x.Binding == Binding.Sign ? x.Text[1..] : "-" + x.At(Binding.Atom);
}

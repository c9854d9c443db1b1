using Minima.Reals;

namespace Minima.Writers;

/// <summary>The SQL of one database.</summary>
/// <remarks>
/// In some databases NaN is greater than every number and equal to itself, in others every comparison with it is false. So a comparison has the side that may be NaN on its left:
/// NaN &lt; b is false in all of them, as <see cref="IReal{T}.IfLess"/> requires. If both may be NaN, their difference is compared with 0.
/// </remarks>
internal sealed class SqlDialect : Dialect
{
    // A short part is repeated rather than named: a nested SELECT is harder to read than a residual.
    private const int MostRepeated = 160;

    private static readonly Dictionary<SqlEngine, SqlDialect> All = Enum.GetValues<SqlEngine>().ToDictionary(engine => engine, engine => new SqlDialect(SqlSyntax.Of(engine)));

    private readonly SqlSyntax _syntax;

    private SqlDialect(SqlSyntax syntax) => (_syntax, Functions) = (syntax, SqlTable.Of(syntax));

    /// <summary>The dialect of one database.</summary>
    public static SqlDialect Of(SqlEngine engine) => All[engine];

    public override string Name => "SQL";

    public override string Prefix => "minima_";

    public override IReadOnlyDictionary<Type, string> Functions { get; }

    public override IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal);

    public override Piece Number(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? new(_syntax.NotANumber) : double.IsPositive(value) ? new(_syntax.Infinity) : new("-" + _syntax.Infinity, Binding.Sign);

        // Short decimals are exact as written; with an exponent the literal is a double, not a decimal.
        var digits = Digits(value);
        var text = digits.Contains('e', StringComparison.Ordinal) ? digits
            : digits.Length > 8 || _syntax.AlwaysHasExponent ? digits + "e0"
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

    /// <summary>A quotient that is not an integer division if both columns are integers.</summary>
    public override Piece Divide(Piece left, Piece right) =>
        _syntax.Quotient is { } quotient ? Quotient(quotient, left, right)
        : _syntax.CastsInputs ? base.Divide(left, right)
        : left.Text.Contains('.', StringComparison.Ordinal) || right.Text.Contains('.', StringComparison.Ordinal)
            ? base.Divide(left, right)
            : base.Divide(new($"CAST({left.Text} AS DOUBLE PRECISION)", Binding.Atom, left.Depth + 1), right);

    public override bool Binds(Piece piece, int uses) => (long)piece.Text.Length * (uses - 1) > MostRepeated && piece.Text.Length > 24;

    /// <summary>The quotient of a database; a divisor that is a number is not 0.</summary>
    private Piece Quotient(string text, Piece left, Piece right) => char.IsAsciiDigit(right.Text[0])
        ? base.Divide(left, right)
        : new(
            text.Replace("{x}", left.Text, StringComparison.Ordinal).Replace("{y}", right.Text, StringComparison.Ordinal).Replace("{X}", left.At(Binding.Product), StringComparison.Ordinal),
            text[0] == '{' ? Binding.Product : Binding.Atom,
            Math.Max(left.Depth, right.Depth) + 1);

    private static bool IsNumber(SymbolNode node) => node.Kind == SymbolKind.Constant && !double.IsNaN(node.Value);

    private static string Minus(Piece x) => x.Text.StartsWith('-') && x.Binding == Binding.Sign ? x.Text[1..] : "-" + x.At(Binding.Atom);
}

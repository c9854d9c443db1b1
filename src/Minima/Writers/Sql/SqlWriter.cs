using System.Text;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes expressions as SQL: one as a scalar, with its shared parts in nested SELECTs over the current row, or several as columns of a query.</summary>
internal static class SqlWriter
{
    // PostgreSQL's default stack and DuckDB's depth limit allow more than this.
    private const int MostLevels = 100;

    private const int LongestText = 1 << 20;

    public static string Write(Symbol symbol)
    {
        var lowered = Lower([symbol])[0];
        var text = Text([lowered], SqlEngine.DuckDb, Column);
        return Whole(lowered, text, Bounded(Nested(text)));
    }

    /// <summary>
    /// A query that adds expressions to the rows of a source as columns. A shared part is a column of one of the nested derived tables; the
    /// expressions share their parts. No part is in a scalar sub-select, which databases neither run column-wise nor distribute to shards.
    /// </summary>
    /// <param name="results">The expressions over the same inputs, which are columns of the source, each with the name of its column.</param>
    /// <param name="source">The text after FROM: a table, or a query in parentheses with a name.</param>
    /// <param name="engine">The database.</param>
    public static string Query(IReadOnlyList<(string Name, Symbol Symbol)> results, string source, SqlEngine engine)
    {
        var lowered = Lower([.. results.Select(result => result.Symbol)]);
        var syntax = SqlSyntax.Of(engine);
        var inputs = lowered[0].Graph.Inputs;
        var text = Text(lowered, engine, syntax.CastsInputs ? name => Cast(inputs, name) : syntax.Column);
        var columns = string.Join(", ", results.Select((result, i) => $"{Whole(lowered[i], text, text.Results[i].Text)} AS {result.Name}"));
        var rows = source;
        if (syntax.CastsInputs) rows = $"(SELECT *, {string.Join(", ", inputs.Select(name => $"{syntax.Cast.Replace("{x}", syntax.Column(name), StringComparison.Ordinal)} AS {Cast(inputs, name)}"))} FROM {rows}) AS minima_inputs";
        foreach (var level in text.Parts.GroupBy(part => part.Level).OrderBy(group => group.Key))
        {
            rows = $"(SELECT *, {string.Join(", ", level.Select(part => $"{part.Text} AS {part.Name}"))} FROM {rows}{syntax.Fence}) AS minima_level_{level.Key}";
        }

        return Bounded($"SELECT *, {columns} FROM {rows}{syntax.Fence}");
    }

    /// <summary>A column by its name in DuckDB and PostgreSQL: quoted if it is not a plain word.</summary>
    public static string Column(string name) => SqlSyntax.Of(SqlEngine.DuckDb).Column(name);

    /// <summary>An input as a double.</summary>
    private static string Cast(IReadOnlyList<string> inputs, string name) => FormattableString.Invariant($"minima_input_{inputs.Index().First(input => input.Item == name).Index + 1}");

    /// <summary>The expressions in one graph, in the functions that SQL has.</summary>
    private static Symbol[] Lower(IReadOnlyList<Symbol> symbols)
    {
        var plain = new SymbolGraph(symbols[0].Graph.Inputs, []);
        return [.. symbols.Select(symbol => plain.Record(g =>
        {
            var inputs = new SqlReal[g.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(new(g.Input(i)));
            }

            return symbol.Evaluate<SqlReal>(inputs).Number.Symbol;
        }))];
    }

    private static CodeText Text(IReadOnlyList<Symbol> lowered, SqlEngine engine, Func<string, string> column)
    {
        var text = CodeText.Of(lowered, SqlDialect.Of(engine), column);
        return text.Parts.Count == 0 || text.Parts.Max(p => p.Level) <= MostLevels
            ? text
            : throw new NotSupportedException($"the expression has {lowered.Sum(symbol => symbol.Graph.NodesOf(symbol).Count)} operations, nested so deeply that its SQL would need more than {MostLevels} nested SELECTs, which databases refuse; write it as C# or Python, or split it into columns");
    }

    private static string Bounded(string sql) => sql.Length <= LongestText
        ? sql
        : throw new NotSupportedException($"the SQL of this expression would be {sql.Length} characters long, more than the {LongestText} that databases reliably accept; write it as C# or Python, or split it into columns");

    /// <summary>The expression, NULL if an input that it uses is NULL.</summary>
    private static string Whole(Symbol symbol, CodeText text, string result) => Nulls.Unseen(symbol) is { Count: > 0 } unseen
        ? $"CASE WHEN {string.Join(" OR ", unseen.Select(i => text.Inputs[i] + " IS NULL"))} THEN NULL ELSE {result} END"
        : result;

    private static string Nested(CodeText text)
    {
        if (text.Parts.Count == 0)
        {
            return text.Result.Text;
        }

        var rows = new StringBuilder();
        foreach (var level in text.Parts.GroupBy(p => p.Level).OrderBy(g => g.Key))
        {
            var parts = string.Join(", ", level.Select(p => $"{p.Text} AS {p.Name}"));
            var from = rows.Length == 0 ? "" : $" FROM ({rows}) AS minima_level_{level.Key - 1}";
            rows = new StringBuilder(rows.Length == 0 ? $"SELECT {parts}" : $"SELECT *, {parts}").Append(from);
        }

        return $"(SELECT {text.Result.Text} FROM ({rows}) AS minima_level)";
    }
}

using System.Text;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>An expression as a scalar of SQL: parts that are used more than once stand in nested SELECTs over the row at hand.</summary>
internal static class SqlWriter
{
    // PostgreSQL's default stack and DuckDB's limit on depth bear more than this.
    private const int MostLevels = 100;

    private const int LongestText = 1 << 20;

    public static string Write(Symbol symbol)
    {
        var source = symbol.Graph;
        var plain = new SymbolGraph(source.Inputs, []);
        var lowered = plain.Record(g =>
        {
            var inputs = new SqlReal[g.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(new(g.Input(i)));
            }

            return symbol.Evaluate<SqlReal>(inputs).Number.Symbol;
        });
        var text = CodeText.Of(lowered, SqlDialect.Instance, Column);
        if (text.Parts.Count > 0 && text.Parts.Max(p => p.Level) > MostLevels)
        {
            throw new NotSupportedException($"the expression has {plain.NodesOf(lowered).Count} operations, nested so deeply that its SQL would need more than {MostLevels} SELECTs in each other, which databases refuse; write it as C# or Python, or split it into columns");
        }

        var result = Nested(text);
        if (result.Length > LongestText)
        {
            throw new NotSupportedException($"the SQL of this expression would be {result.Length} characters long, more than the {LongestText} that databases can be trusted with; write it as C# or Python, or split it into columns");
        }

        return Nulls.Unseen(lowered) is { Count: > 0 } unseen
            ? $"CASE WHEN {string.Join(" OR ", unseen.Select(i => text.Inputs[i] + " IS NULL"))} THEN NULL ELSE {result} END"
            : result;
    }

    /// <summary>A column by its name: quoted where it is not a plain word.</summary>
    private static string Column(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]) && !SqlWords.Reserved.Contains(name)
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

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

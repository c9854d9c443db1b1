using System.Globalization;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The conditions of parts of a source.</summary>
internal static class PartQuery
{
    /// <summary>The number of digits of a hash that separate folds.</summary>
    private const int Digits = 8;

    /// <summary>The condition for the rows of a part.</summary>
    public static string Condition(SourcePart part, SqlEngine engine)
    {
        var known = $"NOT {DesignQuery.Missing(part.Target)}";
        if (part.Fold is not { } fold) return known;
        var (hash, edge) = Dealing(fold, engine);
        string[] conditions =
        [
            .. fold.Index > 0 ? [$"{hash} >= {edge(fold.Index)}"] : Array.Empty<string>(),
            .. fold.Index < fold.Count - 1 ? [$"{hash} < {edge(fold.Index + 1)}"] : Array.Empty<string>(),
        ];
        return $"{known} AND {(fold.IsHeldOut ? "" : "NOT ")}({string.Join(" AND ", conditions)})";
    }

    /// <summary>The hash of a text as 32 digits from 0 to f, equal in both databases.</summary>
    public static string Hash(string text) => $"md5({text})";

    /// <summary>The hash of a seed and of the contents of some columns of a row.</summary>
    public static string HashOf(IReadOnlyList<string> columns, ulong seed) =>
        Hash(string.Join(" || '|' || ", columns.Select(column => $"coalesce(CAST({SqlText.Column(column)} AS VARCHAR), '')").Prepend(SqlText.Literal(seed.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>A hash that sorts by its bytes, for every collation of the database.</summary>
    public static string Sorted(string hash, SqlEngine engine) => engine == SqlEngine.PostgreSql ? $"{hash} COLLATE \"C\"" : hash;

    /// <summary>The hash that assigns rows to folds, and the lowest value that belongs to a fold or to a later one.</summary>
    private static (string Hash, Func<int, string> Edge) Dealing(SourceFold fold, SqlEngine engine)
    {
        // Every query assigns the rows again, and texts of all cells would cost as much as a step of a fit. Assignments agree between databases only if groups are named.
        if (engine == SqlEngine.DuckDb && fold.Columns.Count > 1)
            return ($"hash({string.Join(", ", fold.Columns.Select(SqlText.Column).Prepend(fold.Seed.ToString(CultureInfo.InvariantCulture)))})", at => ((UInt128.One << 64) * (UInt128)at / (UInt128)fold.Count).ToString(CultureInfo.InvariantCulture));
        return (Sorted($"substr({HashOf(fold.Columns, fold.Seed)}, 1, {Digits})", engine), at => SqlText.Literal(((1UL << (4 * Digits)) * (ulong)at / (ulong)fold.Count).ToString("x8", CultureInfo.InvariantCulture)));
    }
}

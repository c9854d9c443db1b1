using System.Globalization;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>Conditions for some of the rows of a source.</summary>
internal static class PartQuery
{
    /// <summary>The first digits of a hash tell folds apart.</summary>
    private const int Digits = 8;

    /// <summary>The rows of a part.</summary>
    public static string Condition(SourcePart part, SqlEngine engine)
    {
        var known = $"NOT {DesignQuery.Missing(part.Target)}";
        if (part.Fold is not { } fold) return known;
        var hash = Sorted($"substr({HashOf(fold.Columns, fold.Seed)}, 1, {Digits})", engine);
        string[] conditions =
        [
            .. fold.Index > 0 ? [$"{hash} >= {SqlText.Literal(Edge(fold.Index, fold.Count))}"] : Array.Empty<string>(),
            .. fold.Index < fold.Count - 1 ? [$"{hash} < {SqlText.Literal(Edge(fold.Index + 1, fold.Count))}"] : Array.Empty<string>(),
        ];
        return $"{known} AND {(fold.IsHeldOut ? "" : "NOT ")}({string.Join(" AND ", conditions)})";
    }

    /// <summary>The hash of a text as 32 digits from 0 to f; both databases have the same.</summary>
    public static string Hash(string text) => $"md5({text})";

    /// <summary>The hash of a seed and of what some columns of a row hold.</summary>
    public static string HashOf(IReadOnlyList<string> columns, ulong seed) =>
        Hash(string.Join(" || '|' || ", columns.Select(column => $"coalesce(CAST({SqlText.Column(column)} AS VARCHAR), '')").Prepend(SqlText.Literal(seed.ToString(CultureInfo.InvariantCulture)))));

    /// <summary>A hash in the order of its bytes, whatever language a database sorts in.</summary>
    public static string Sorted(string hash, SqlEngine engine) => engine == SqlEngine.PostgreSql ? $"{hash} COLLATE \"C\"" : hash;

    /// <summary>The first digits from which on a hash belongs to a fold or to a later one.</summary>
    private static string Edge(int fold, int count) => ((1UL << (4 * Digits)) * (ulong)fold / (ulong)count).ToString("x8", CultureInfo.InvariantCulture);
}

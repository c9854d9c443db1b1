using System.Globalization;

namespace Minima.Sql;

/// <summary>
/// Draws rows of a source uniformly, by a hash of their contents. Equal rows have one hash, so their copies are counted: of c copies at a rate f, floor(c f) are drawn, and one more if the
/// hash is below the remainder.
/// </summary>
internal static class DrawQuery
{
    /// <summary>The number of digits of the hash that are used; DuckDB stores a string of twelve characters inline.</summary>
    private const int Digits = 12;

    private const string Hash = "minima_hash";

    /// <param name="shards">The parts.</param>
    /// <param name="columns">The columns of the answer.</param>
    /// <param name="rows">The number of rows in the parts.</param>
    /// <param name="most">The largest number of rows to draw.</param>
    /// <param name="seed">The seed of the hash.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static IReadOnlyList<string?[]> Run(IReadOnlyList<SqlShard> shards, IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation)
    {
        // The rate is a little higher than needed, because the number drawn is random; the surplus is dropped at the end.
        var rate = rows <= most ? 1 : Math.Min(1, (most + (4 * Math.Sqrt(most)) + 4) / rows);
        string[] names = [.. columns.Select((_, k) => "minima_cell" + k.ToString(CultureInfo.InvariantCulture))];
        var cells = string.Join(", ", columns.Select((column, k) => $"CAST({SqlText.Column(column)} AS VARCHAR) AS {names[k]}"));
        var hash = $"substr({PartQuery.HashOf(columns, seed)}, 1, {Digits}) AS {Hash}";
        var answers = SqlShard.AskAll(
            shards,
            shard => $"SELECT {string.Join(", ", names)}, {Hash}, CAST(count(*) AS VARCHAR) FROM (SELECT {cells}, {hash} FROM {shard.Source}) AS minima_rows{Condition(shard)} GROUP BY {string.Join(", ", names)}, {Hash}",
            cancellation)!;
        var drawn = new List<(ulong Place, string?[] Cells)>(most);
        foreach (var row in answers.SelectMany(answer => answer))
        {
            var bits = ulong.Parse(row[^2]!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var expected = rate * SqlText.Whole(row[^1]);
            var copies = (long)expected + (bits < Math.ScaleB(expected - Math.Floor(expected), 4 * Digits) ? 1 : 0);
            for (var copy = 0L; copy < copies; copy++) drawn.Add((SplitMix64.Mix(bits + ((ulong)copy << (4 * Digits))), row[..columns.Count]));
        }

        return [.. drawn.OrderBy(row => row.Place).ThenBy(row => string.Join('\u001f', row.Cells), StringComparer.Ordinal).Take(most).Select(row => row.Cells)];

        string Condition(SqlShard shard) => rate >= 1 ? "" : $" WHERE {Hash} IN (SELECT {Hash} FROM (SELECT {hash} FROM {shard.Source}) AS minima_hashes GROUP BY {Hash} HAVING {PartQuery.Sorted(Hash, shard.Engine)} < {Edge(rate)})";
    }

    /// <summary>The hash below which rows may be drawn, by their number of copies rounded up to a power of two. If at least one copy is certain to be drawn, every hash is.</summary>
    private static string Edge(double rate)
    {
        var cases = Enumerable.Range(0, 63).TakeWhile(power => Math.ScaleB(rate, power) < 1)
            .Select(power => $"WHEN count(*) <= {1L << power} THEN '{((ulong)Math.Ceiling(Math.ScaleB(rate, power + (4 * Digits)))).ToString("x" + Digits, CultureInfo.InvariantCulture)}'");
        return $"CASE {string.Join(' ', cases)} ELSE 'g' END";
    }
}

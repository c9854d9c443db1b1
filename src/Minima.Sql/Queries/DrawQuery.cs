using System.Globalization;

namespace Minima.Sql;

/// <summary>
/// Rows of a source, drawn evenly by a hash of what they hold. Equal rows have one hash, so that their copies are counted: of a row with c copies at a rate f as many are drawn as c times f has ones, and one more where the
/// hash lies below the rest.
/// </summary>
internal static class DrawQuery
{
    /// <summary>So many digits of the hash are looked at; DuckDB keeps a text of twelve letters in place.</summary>
    private const int Digits = 12;

    private const string Hash = "minima_hash";

    /// <param name="shards">The parts.</param>
    /// <param name="columns">The columns of the answer.</param>
    /// <param name="rows">How many rows the parts have.</param>
    /// <param name="most">How many are drawn at most.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <param name="cancellation">Asked before every query.</param>
    public static IReadOnlyList<string?[]> Run(IReadOnlyList<SqlShard> shards, IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation)
    {
        // A little more than is asked for, since chance decides; what is too much falls away below.
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

    /// <summary>The hash below which rows may be drawn, by the number of their copies, which is rounded up to a power of two: of any hash from the number on from which on at least one copy is.</summary>
    private static string Edge(double rate)
    {
        var cases = Enumerable.Range(0, 63).TakeWhile(power => Math.ScaleB(rate, power) < 1)
            .Select(power => $"WHEN count(*) <= {1L << power} THEN '{((ulong)Math.Ceiling(Math.ScaleB(rate, power + (4 * Digits)))).ToString("x" + Digits, CultureInfo.InvariantCulture)}'");
        return $"CASE {string.Join(' ', cases)} ELSE 'g' END";
    }
}

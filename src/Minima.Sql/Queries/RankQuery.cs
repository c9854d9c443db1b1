namespace Minima.Sql;

/// <summary>A number that is asked for by its rank among the numbers of rows.</summary>
/// <param name="Value">The expression.</param>
/// <param name="Low">No row has less.</param>
/// <param name="High">No row has more.</param>
/// <param name="Rank">1 for the lowest.</param>
internal sealed record RankSearch(string Value, double Low, double High, long Rank);

/// <summary>Numbers by their ranks, exactly: counts of the rows at or below some thresholds close in on them, over any number of parts.</summary>
internal static class RankQuery
{
    /// <summary>Thresholds of one pass over the rows: more of them for fewer searches.</summary>
    private const int MostThresholds = 62;

    /// <summary>The numbers: of each search the lowest double at or below which there are as many rows as its rank.</summary>
    /// <param name="shards">Where the rows are.</param>
    /// <param name="from">What stands after FROM in a part.</param>
    /// <param name="searches">What is asked.</param>
    /// <param name="cancellation">Asked before every query.</param>
    public static double[] Run(IReadOnlyList<SqlShard> shards, Func<SqlShard, string> from, IReadOnlyList<RankSearch> searches, CancellationToken cancellation)
    {
        var ends = searches.Select(search => (Low: Ordered(search.Low), High: Ordered(search.High))).ToArray();
        while (true)
        {
            int[] open = [.. Enumerable.Range(0, ends.Length).Where(s => ends[s].Low < ends[s].High)];
            if (open.Length == 0) return [.. ends.Select(end => Unordered(end.Low))];
            var each = Math.Max(7, MostThresholds / open.Length);
            var thresholds = open.Select(s => Between(ends[s].Low, ends[s].High, each)).ToArray();
            var counts = string.Join(", ", open.SelectMany((s, k) => thresholds[k].Select(at => $"CAST(sum(CASE WHEN {searches[s].Value} <= {SqlText.Number(Unordered(at))} THEN 1 ELSE 0 END) AS VARCHAR)")));
            var answers = SqlShard.AskAll(shards, shard => $"SELECT {counts} FROM {from(shard)}", cancellation)
                ?? throw DataException.Create(shards[0].Name, "arithmetic overflows in a row", "numbers of an ordinary size are expected", "Give the columns in other units, or leave these rows out with a condition.");
            var at = 0;
            for (var k = 0; k < open.Length; k++)
            {
                var (here, search, place) = (thresholds[k], searches[open[k]], at);
                var first = Array.FindIndex(Enumerable.Range(0, here.Length).ToArray(), i => answers.Sum(answer => SqlText.Whole(answer[0][place + i])) >= search.Rank);
                var (low, high) = ends[open[k]];
                ends[open[k]] = (first == 0 ? low : (first < 0 ? here[^1] : here[first - 1]) + 1, first < 0 ? high : here[first]);
                at += here.Length;
            }
        }
    }

    private static ulong[] Between(ulong low, ulong high, int count) =>
        [.. Enumerable.Range(1, count).Select(k => low + (ulong)((UInt128)(high - low) * (UInt128)k / (UInt128)(count + 1))).Distinct().Where(at => at < high)];

    /// <summary>The bits of a double as whole numbers in the same order.</summary>
    private static ulong Ordered(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return (bits >> 63) == 0 ? bits | (1UL << 63) : ~bits;
    }

    private static double Unordered(ulong place) => BitConverter.UInt64BitsToDouble((place >> 63) == 1 ? place & ~(1UL << 63) : ~place);
}

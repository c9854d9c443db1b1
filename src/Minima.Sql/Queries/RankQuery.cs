namespace Minima.Sql;

/// <summary>A search for a number by its rank among the numbers of rows.</summary>
/// <param name="Value">The expression.</param>
/// <param name="Low">A lower bound of all rows.</param>
/// <param name="High">An upper bound of all rows.</param>
/// <param name="Rank">1 for the lowest.</param>
internal sealed record RankSearch(string Value, double Low, double High, long Rank);

/// <summary>
/// Finds numbers by their ranks, exactly: counts of the rows at or below some thresholds narrow the range, over any number of parts. Half of the thresholds are evenly spaced among the numbers and half among the
/// bit patterns of doubles, which suits numbers of any range; the search ends when all remaining rows hold one number.
/// </summary>
internal static class RankQuery
{
    /// <summary>The number of thresholds in one pass over the rows, divided among the searches.</summary>
    private const int MostThresholds = 62;

    /// <summary>Runs the searches: finds for each the lowest number with at least as many rows at or below it as its rank.</summary>
    /// <param name="shards">The shards with the rows.</param>
    /// <param name="from">The text after FROM in a part.</param>
    /// <param name="searches">The searches.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static double[] Run(IReadOnlyList<SqlShard> shards, Func<SqlShard, string> from, IReadOnlyList<RankSearch> searches, CancellationToken cancellation)
    {
        var ends = searches.Select(search => (Low: Ordered(search.Low), High: Ordered(search.High))).ToArray();
        while (true)
        {
            int[] open = [.. Enumerable.Range(0, ends.Length).Where(s => ends[s].Low < ends[s].High)];
            if (open.Length == 0) return [.. ends.Select(end => Unordered(end.Low))];
            var each = Math.Max(8, MostThresholds / open.Length);
            var thresholds = open.Select(s => Between(ends[s].Low, ends[s].High, each)).ToArray();
            var facts = string.Join(", ", open.SelectMany((s, k) => Facts(searches[s].Value, ends[s], thresholds[k])));
            var answers = SqlShard.AskAll(shards, shard => $"SELECT {facts} FROM {from(shard)}", cancellation)
                ?? throw DataException.Create(shards[0].Name, "arithmetic overflows in a row", "numbers of an ordinary size are expected", "Give the columns in other units, or leave these rows out with a condition.");
            var at = 0;
            for (var k = 0; k < open.Length; k++)
            {
                var (here, search, place) = (thresholds[k], searches[open[k]], at);
                var first = Array.FindIndex(Enumerable.Range(0, here.Length).ToArray(), i => answers.Sum(answer => SqlText.Whole(answer[0][place + 2 + i])) >= search.Rank);
                var (low, high) = ends[open[k]];
                (low, high) = (first == 0 ? low : (first < 0 ? here[^1] : here[first - 1]) + 1, first < 0 ? high : here[first]);
                ends[open[k]] = (Math.Max(low, Held(place).Min()), Math.Min(high, Held(place + 1).Max()));
                at += 2 + here.Length;
            }

            IEnumerable<ulong> Held(int place) => answers.Select(answer => answer[0][place]).OfType<string>().Select(text => Ordered(SqlText.Double(text, double.NaN)));
        }
    }

    /// <summary>The lowest and the highest number between two ends, then the number of rows at or below each threshold.</summary>
    private static IEnumerable<string> Facts(string value, (ulong Low, ulong High) ends, ulong[] thresholds)
    {
        var within = $"CASE WHEN {value} >= {SqlText.Number(Unordered(ends.Low))} AND {value} <= {SqlText.Number(Unordered(ends.High))} THEN {value} END";
        return thresholds.Select(at => $"sum(CASE WHEN {value} <= {SqlText.Number(Unordered(at))} THEN 1 ELSE 0 END)").Prepend($"max({within})").Prepend($"min({within})").Select(fact => $"CAST({fact} AS VARCHAR)");
    }

    private static ulong[] Between(ulong low, ulong high, int count)
    {
        var (from, to) = (Unordered(low), Unordered(high));
        return
        [
            .. Enumerable.Range(1, count / 2).SelectMany(k => (ulong[])[low + (ulong)((UInt128)(high - low) * (UInt128)k / (UInt128)((count / 2) + 1)), Ordered(from + ((to - from) * k / ((count / 2) + 1)))])
                .Where(at => at >= low && at < high).Distinct().Order(),
        ];
    }

    /// <summary>The bits of a double as whole numbers in the same order.</summary>
    private static ulong Ordered(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        return (bits >> 63) == 0 ? bits | (1UL << 63) : ~bits;
    }

    private static double Unordered(ulong place) => BitConverter.UInt64BitsToDouble((place >> 63) == 1 ? place & ~(1UL << 63) : ~place);
}

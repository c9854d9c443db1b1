using System.Globalization;

namespace Minima.Sql;

/// <summary>A term of a step.</summary>
/// <param name="Text">The expression, in units of fixed point.</param>
/// <param name="Size">The index of the size whose bound applies.</param>
/// <param name="Growth">The power of two by which the sum must be multiplied.</param>
internal sealed record BoundedTerm(string Text, int Size, int Growth);

/// <summary>
/// Sums of terms over rows in fixed point (<see cref="FixedSum"/>), with one query per step and shard. A first pass finds the bounds of sizes such as value, derivative and curvature; later steps reuse those of the
/// step before, with room to grow. A step is repeated if a row exceeds them or all rows stay far below. The largest sizes come with the sums.
/// </summary>
/// <param name="shards">The shards with the rows.</param>
/// <param name="rows">The number of rows that count.</param>
internal sealed class BoundedSums(IReadOnlyList<SqlShard> shards, long rows)
{
    /// <summary>The number of powers of two by which a bound exceeds the largest size found.</summary>
    private const int Room = 1;

    /// <summary>The largest such number: bounds further above the sizes cost digits.</summary>
    private const int MostRoom = 16;

    /// <summary>Below PostgreSQL's limit of 1664 columns.</summary>
    private const int MostColumns = 1200;

    private const int MostAttempts = 4;

    private int[]? _bounds;

    /// <summary>The rows of a shard with their terms in units of fixed point, as a query.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="bounds">The exponents of the bounds.</param>
    /// <param name="terms">The terms to compute.</param>
    public delegate string TermRows(SqlShard shard, int[] bounds, IReadOnlyList<BoundedTerm> terms);

    /// <summary>The bound of a size, 2^exponent, as text.</summary>
    public static string Bound(int exponent) => SqlText.Number(Math.Min(Math.ScaleB(1, exponent), double.MaxValue));

    /// <summary>The factor that scales numbers below 2^exponent to units of fixed point.</summary>
    public static string Scale(int exponent) => SqlText.Number(FixedSum.Scale(exponent));

    /// <summary>A reading in units of fixed point, times a weight; 0 beyond its bound, in which case the step is repeated.</summary>
    public static string Held(string reading, int exponent, string weight) => $"(CASE WHEN abs({reading}) <= {Bound(exponent)} THEN {reading} ELSE 0.0 END) * {Scale(exponent)}{weight}";

    /// <summary>The sums in the order of the terms; null if a size is not finite, or if the bounds still do not fit after four attempts.</summary>
    /// <param name="readings">A query for the rows of a shard with the columns that the sizes read.</param>
    /// <param name="sizes">The expressions that must stay within bounds.</param>
    /// <param name="terms">The terms to add.</param>
    /// <param name="termRows">Writes the query for the rows with their terms.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public double[]? At(Func<SqlShard, string> readings, IReadOnlyList<string> sizes, IReadOnlyList<BoundedTerm> terms, TermRows termRows, CancellationToken cancellation)
    {
        var largest = string.Join(", ", sizes.Select(size => $"CAST(max({size}) AS VARCHAR)"));
        var bounds = _bounds ?? (SqlShard.AskAll(shards, shard => $"SELECT {largest} FROM ({readings(shard)}) AS minima_readings", cancellation) is { } first ? Bounds([.. first.Select(answer => answer[0])], 0, sizes.Count) : null);
        for (var attempt = 0; attempt < MostAttempts && bounds is not null; attempt++)
        {
            var (sums, found) = Ask(bounds);
            if (found is null) return null;
            if (found.Zip(bounds).All(pair => pair.First <= pair.Second && pair.First >= pair.Second - MostRoom))
            {
                _bounds = bounds;
                return sums;
            }

            bounds = found;
        }

        return null;

        (double[]? Sums, int[]? Found) Ask(int[] limits)
        {
            var sums = new List<double>(terms.Count);
            var found = default(int[]);
            foreach (var part in terms.Chunk(MostColumns))
            {
                var columns = string.Join(", ", part.Select(term => FixedSum.Of(term.Text)));
                var got = SqlShard.AskAll(shards, shard => $"SELECT CAST(count(*) AS VARCHAR), {largest}, {columns} FROM ({termRows(shard, limits, part)}) AS minima_bounded", cancellation);
                if (got is null) return (null, null);
                string?[][] answers = [.. got.Select(answer => answer[0])];
                RequireSame(answers.Sum(answer => SqlText.Whole(answer[0])));
                found = Bounds(answers, 1, sizes.Count);
                if (found is null) return (null, null);
                sums.AddRange(part.Select((term, k) => FixedSum.Value(FixedSum.Add(answers.Select(answer => answer[1 + sizes.Count + k])), limits[term.Size] + term.Growth)));
            }

            return ([.. sums], found);
        }
    }

    private void RequireSame(long count)
    {
        if (count == rows) return;
        throw DataException.Create(
            string.Join(", ", shards.Select(shard => shard.Name)), string.Create(CultureInfo.InvariantCulture, $"there were {rows} rows when the fit began, and {count} now"), "a table that stays as it is while it is fitted is expected", "Fit a copy, or run the fit again.");
    }

    /// <summary>Exponents above the largest sizes; null if one is not finite.</summary>
    private static int[]? Bounds(string?[][] answers, int from, int count)
    {
        var bounds = new int[count];
        for (var k = 0; k < count; k++)
        {
            var largest = answers.Max(answer => SqlText.Double(answer[from + k], 0) is var value && double.IsNaN(value) ? double.PositiveInfinity : value);
            if (!double.IsFinite(largest)) return null;
            bounds[k] = FixedSum.Exponent(largest) + Room;
        }

        return bounds;
    }
}

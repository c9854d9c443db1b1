namespace Minima.Sql;

/// <summary>Sums of expressions over rows in fixed point (<see cref="FixedSum"/>): a first pass finds the largest magnitude of each, a second one adds.</summary>
internal static class TermSums
{
    /// <summary>Below PostgreSQL's limit of 1664 columns.</summary>
    private const int MostColumns = 800;

    /// <summary>The sums in the order of the expressions; NaN if a term is not finite. Null if arithmetic overflows in a database that raises an error.</summary>
    /// <param name="shards">The shards with the rows.</param>
    /// <param name="rows">The rows of a part, as a query.</param>
    /// <param name="terms">Expressions over the columns of the rows.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static double[]? Run(IReadOnlyList<SqlShard> shards, Func<SqlShard, string> rows, IReadOnlyList<string> terms, CancellationToken cancellation)
    {
        var sums = new List<double>(terms.Count);
        foreach (var part in terms.Chunk(MostColumns))
        {
            if (Ask(part.Select(term => $"CAST(max(abs({term})) AS VARCHAR)")) is not { } magnitudes) return null;
            double[] largest = [.. part.Select((_, k) => magnitudes.Max(answer => SqlText.Double(answer[k], 0) is var value && double.IsNaN(value) ? double.PositiveInfinity : value))];
            if (Ask(part.Select((term, k) => FixedSum.Of(double.IsFinite(largest[k]) ? $"({term}) * {SqlText.Number(FixedSum.Scale(FixedSum.Exponent(largest[k])))}" : "0"))) is not { } answers) return null;
            sums.AddRange(part.Select((_, k) => double.IsFinite(largest[k]) ? FixedSum.Value(FixedSum.Add(answers.Select(answer => answer[k])), FixedSum.Exponent(largest[k])) : double.NaN));
        }

        return [.. sums];

        string?[][]? Ask(IEnumerable<string> columns) => SqlShard.AskAll(shards, shard => $"SELECT {string.Join(", ", columns)} FROM ({rows(shard)}) AS minima_terms", cancellation) is { } all ? [.. all.Select(answer => answer[0])] : null;
    }
}

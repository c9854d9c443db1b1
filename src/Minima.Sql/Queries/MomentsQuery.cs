namespace Minima.Sql;

/// <summary>The sums of the features of a design and of their products.</summary>
internal static class MomentsQuery
{
    public static DesignMoments Run(IReadOnlyList<SqlShard> shards, SourceDesign design, bool withProducts, CancellationToken cancellation)
    {
        var features = design.Features;
        var columns = Enumerable.Range(0, features).Select(DesignQuery.Feature).Append(DesignQuery.Target).ToArray();
        var (rows, total, largest) = Sizes(shards, design, columns, cancellation);
        var exponents = Array.ConvertAll(largest, FixedSum.Exponent);
        var weight = design.Weight is null ? "" : "minima_w * ";
        var units = Enumerable.Range(0, columns.Length).Select(Unit).ToArray();
        var scaled = string.Join(", ", columns.Select(Scaled));
        var scale = SqlText.Number(FixedSum.Scale(0));
        List<string> terms = [.. units.Select(unit => $"{weight}{unit} * {scale}")];
        for (var i = 0; i < features && withProducts; i++)
        {
            for (var j = i; j < features; j++) terms.Add($"{weight}{units[i]} * {units[j]} * {scale}");
        }

        var sums = new List<double>();
        foreach (var part in terms.Chunk(1200))
        {
            var answers = Ask(shards, part.Select(FixedSum.Of), Rows, cancellation);
            for (var k = 0; k < part.Length; k++) sums.Add(FixedSum.Value(FixedSum.Add(answers.Select(answer => answer[k])), 0));
        }

        var means = new double[features];
        for (var j = 0; j < features; j++) means[j] = Math.ScaleB(sums[j] / total, Shift(j));
        var target = Math.ScaleB(sums[features] / total, Shift(features));
        var products = new double[withProducts ? features * features : 0];
        var at = 1 + features;
        for (var i = 0; i < features && withProducts; i++)
        {
            for (var j = i; j < features; j++) products[(i * features) + j] = products[(j * features) + i] = sums[at++] / total;
        }

        return new(rows, means, products, [.. Enumerable.Range(0, features).Select(Shift)], target);

        int Shift(int j) => -Math.Min(-exponents[j], 1023);

        // A number so far below the largest does not count in fixed point, and PostgreSQL refuses a product that underflows.
        string Scaled(string column, int j) =>
            $"CASE WHEN abs({column}) < {SqlText.Number(Math.ScaleB(1, exponents[j] - 128))} THEN 0.0 ELSE {column} * {SqlText.Number(Math.ScaleB(1, Math.Min(-exponents[j], 1023)))} END AS {Unit(j)}";

        string Rows(SqlShard shard) => $"SELECT *, {scaled} FROM ({DesignQuery.Of(design, shard.Source, shard.Fence)}) AS minima_design{shard.Fence}";
    }

    /// <summary>The number of rows that count, the sum of their weights, and the largest magnitude of each feature.</summary>
    public static (long Rows, double Weight, double[] Largest) Sizes(IReadOnlyList<SqlShard> shards, SourceDesign design, CancellationToken cancellation) =>
        Sizes(shards, design, [.. Enumerable.Range(0, design.Features).Select(DesignQuery.Feature)], cancellation);

    private static (long Rows, double Weight, double[] Largest) Sizes(IReadOnlyList<SqlShard> shards, SourceDesign design, string[] columns, CancellationToken cancellation)
    {
        string[] totals = ["CAST(count(*) AS VARCHAR)", design.Weight is null ? "CAST(count(*) AS VARCHAR)" : FixedSum.Of($"minima_w * {SqlText.Number(FixedSum.Scale(0))}")];
        var answers = Ask(shards, totals.Concat(columns.Select(column => $"CAST(max(abs({column})) AS VARCHAR)")), shard => DesignQuery.Of(design, shard.Source, shard.Fence), cancellation);
        var weight = FixedSum.Add(answers.Select(answer => answer[1]));
        return (answers.Sum(answer => SqlText.Whole(answer[0])), design.Weight is null ? (double)weight : FixedSum.Value(weight, 0), [.. columns.Select((_, j) => answers.Max(answer => SqlText.Double(answer[j + 2], 0)))]);
    }

    private static string?[][] Ask(IReadOnlyList<SqlShard> shards, IEnumerable<string> asked, Func<SqlShard, string> rows, CancellationToken cancellation) =>
        [.. SqlShard.AskAll(shards, shard => $"SELECT {string.Join(", ", asked)} FROM ({rows(shard)}) AS minima_rows", cancellation)!.Select(answer => answer[0])];

    /// <summary>The column of a feature, or of the target, divided by its power of two.</summary>
    private static string Unit(int index) => FormattableString.Invariant($"minima_u{index}");
}

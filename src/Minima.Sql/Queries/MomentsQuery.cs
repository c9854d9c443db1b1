namespace Minima.Sql;

/// <summary>Sums of the features of a design and of their products.</summary>
internal static class MomentsQuery
{
    public static DesignMoments Run(IReadOnlyList<SqlShard> shards, SourceDesign design, CancellationToken cancellation)
    {
        var features = design.Features;
        var columns = Enumerable.Range(0, features).Select(DesignQuery.Feature).Append(DesignQuery.Target).ToArray();
        var first = Ask(columns.Select(column => $"CAST(max(abs({column})) AS VARCHAR)").Prepend("CAST(count(*) AS VARCHAR)"));
        var rows = first.Sum(answer => SqlText.Whole(answer[0]));
        var largest = columns.Select((_, j) => first.Max(answer => SqlText.Double(answer[j + 1], 0))).ToArray();
        var exponents = Array.ConvertAll(largest, FixedSum.Exponent);
        var weight = design.Weight is null ? "" : "minima_w * ";
        var units = Enumerable.Range(0, columns.Length).Select(Unit).ToArray();
        var scaled = string.Join(", ", columns.Select(Scaled));
        var scale = SqlText.Number(FixedSum.Scale(0));
        var terms = new List<string> { design.Weight is null ? "" : $"minima_w * {scale}" };
        terms.AddRange(units.Select(unit => $"{weight}{unit} * {scale}"));
        for (var i = 0; i < features; i++)
        {
            for (var j = i; j < features; j++) terms.Add($"{weight}{units[i]} * {units[j]} * {scale}");
        }

        var sums = new List<double>();
        foreach (var part in terms.Chunk(1200))
        {
            var answers = Ask(part.Select(term => term.Length == 0 ? "CAST(count(*) AS VARCHAR)" : FixedSum.Of(term)), scaled);
            for (var k = 0; k < part.Length; k++)
            {
                var sum = FixedSum.Add(answers.Select(answer => answer[k]));
                sums.Add(part[k].Length == 0 ? (double)sum : FixedSum.Value(sum, 0));
            }
        }

        var total = sums[0];
        var means = new double[features];
        for (var j = 0; j < features; j++) means[j] = Math.ScaleB(sums[1 + j] / total, Shift(j));
        var target = Math.ScaleB(sums[1 + features] / total, Shift(features));
        var products = new double[features * features];
        var at = 2 + features;
        for (var i = 0; i < features; i++)
        {
            for (var j = i; j < features; j++) products[(i * features) + j] = products[(j * features) + i] = sums[at++] / total;
        }

        return new(rows, total, means, products, largest[..features], [.. Enumerable.Range(0, features).Select(Shift)], target);

        int Shift(int j) => -Math.Min(-exponents[j], 1023);

        // A number so far below the largest counts for nothing in fixed point, and PostgreSQL refuses a product that is too small for a double.
        string Scaled(string column, int j) =>
            $"CASE WHEN abs({column}) < {SqlText.Number(Math.ScaleB(1, exponents[j] - 128))} THEN 0.0 ELSE {column} * {SqlText.Number(Math.ScaleB(1, Math.Min(-exponents[j], 1023)))} END AS {Unit(j)}";

        string?[][] Ask(IEnumerable<string> asked, string? derived = null) =>
            [.. SqlShard.AskAll(shards, shard => $"SELECT {string.Join(", ", asked)} FROM ({Rows(shard, derived)}) AS minima_rows", cancellation)!.Select(answer => answer[0])];

        string Rows(SqlShard shard, string? derived)
        {
            var given = DesignQuery.Of(design, shard.Source, shard.Fence);
            return derived is null ? given : $"SELECT *, {derived} FROM ({given}) AS minima_design{shard.Fence}";
        }
    }

    /// <summary>The column of a feature, or of the target, divided by its power of two.</summary>
    private static string Unit(int index) => FormattableString.Invariant($"minima_u{index}");
}

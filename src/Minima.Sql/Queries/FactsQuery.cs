namespace Minima.Sql;

/// <summary>Facts about the columns of a source.</summary>
internal static class FactsQuery
{
    public static IReadOnlyList<SourceColumn> Describe(IReadOnlyList<SqlShard> shards, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var kinds = columns.Select(name => shards[0].KindOf(name)).ToArray();
        var asked = columns.SelectMany((name, k) => Facts(name, kinds[k])).Prepend("count(*)").Select(fact => $"CAST({fact} AS VARCHAR)").ToArray();
        string?[][] answers = [.. SqlShard.AskAll(shards, shard => $"SELECT {string.Join(", ", asked)} FROM {shard.Source}", cancellation)!.Select(answer => answer[0])];
        var rows = answers.Sum(answer => SqlText.Whole(answer[0]));
        var found = new SourceColumn[columns.Count];
        var at = 1;
        for (var k = 0; k < found.Length; k++)
        {
            var place = at;
            found[k] = kinds[k] switch
            {
                TableColumnKind.Number or TableColumnKind.Date => new(columns[k], kinds[k], rows, Total(0)) { Infinite = Total(1), Low = Extreme(2, lowest: true), High = Extreme(3, lowest: false) },
                TableColumnKind.Category => Texts(shards, columns[k], rows, Total(0), cancellation),
                _ => new(columns[k], kinds[k], rows, 0),
            };
            at += Facts(columns[k], kinds[k]).Length;

            long Total(int offset) => answers.Sum(answer => SqlText.Whole(answer[place + offset]));

            double Extreme(int offset, bool lowest)
            {
                double[] values = [.. answers.Select(answer => SqlText.Double(answer[place + offset], double.NaN)).Where(value => !double.IsNaN(value))];
                return values.Length == 0 ? double.NaN : lowest ? values.Min() : values.Max();
            }
        }

        return found;
    }

    public static long CountBetween(IReadOnlyList<SqlShard> shards, string column, double low, double high, CancellationToken cancellation)
    {
        var value = SqlText.Double(column);
        return Count(shards, $"{value} > {SqlText.Number(low)} AND {value} < {SqlText.Number(high)}", cancellation);
    }

    /// <summary>The median, found by counting the rows at or below narrowing thresholds; for an even number of rows the mean of the middle two.</summary>
    public static double Median(IReadOnlyList<SqlShard> shards, SourceColumn column, CancellationToken cancellation)
    {
        var present = column.Rows - column.Missing;
        if (present == 0) return 0;
        long[] ranks = present % 2 == 1 ? [(present + 1) / 2] : [present / 2, (present / 2) + 1];
        var middle = AtRanks(shards, column, ranks, cancellation);
        return middle.Length == 1 ? middle[0] : (middle[0] * 0.5) + (middle[1] * 0.5);
    }

    /// <summary>A quantile, found by counting, interpolated between its two neighbours in order.</summary>
    public static double Quantile(IReadOnlyList<SqlShard> shards, SourceColumn column, double level, CancellationToken cancellation)
    {
        var rows = column.Rows - column.Missing;
        var place = level * (rows - 1);
        long[] ranks = [(long)place + 1, Math.Min((long)place + 2, rows)];
        return RobustScale.QuantileOfSorted(AtRanks(shards, column, ranks, cancellation), place - Math.Floor(place));
    }

    /// <summary>The numbers, or days, of a column at the given ranks.</summary>
    private static double[] AtRanks(IReadOnlyList<SqlShard> shards, SourceColumn column, long[] ranks, CancellationToken cancellation)
    {
        var value = column.Kind == TableColumnKind.Date ? SqlText.Days(column.Name) : SqlText.Double(column.Name);
        return RankQuery.Run(shards, shard => shard.Source, [.. ranks.Select(rank => new RankSearch(value, column.Low, column.High, rank))], cancellation);
    }

    /// <summary>The distinct numbers of a column with their counts of rows; if there are more than requested, those with the lowest hashes.</summary>
    public static IReadOnlyList<(double Value, long Rows)> Numbers(IReadOnlyList<SqlShard> shards, string column, int most, CancellationToken cancellation)
    {
        var value = SqlText.Double(column);

        // PostgreSQL accepts a name of the result in ORDER BY on its own only, not within an expression.
        var hash = PartQuery.Hash("CAST(minima_value AS VARCHAR)");
        return
        [
            .. SqlShard.AskAll(
                    shards,
                    shard => $"SELECT CAST(minima_value AS VARCHAR), CAST(count(*) AS VARCHAR), {hash} FROM (SELECT {value} AS minima_value FROM {shard.Source} WHERE {value} <= {SqlText.Infinity}) AS minima_values GROUP BY minima_value ORDER BY {PartQuery.Sorted(hash, shard.Engine)} LIMIT {most}",
                    cancellation)!
                .SelectMany(answer => answer).GroupBy(row => row[0]!, StringComparer.Ordinal).OrderBy(group => group.First()[2], StringComparer.Ordinal).Take(most)
                .Select(group => (SqlText.Double(group.Key, double.NaN), group.Sum(row => SqlText.Whole(row[1])))),
        ];
    }

    /// <summary>The sum of the weights of each class of a design.</summary>
    public static double[] ClassWeights(IReadOnlyList<SqlShard> shards, SourceDesign design, CancellationToken cancellation)
    {
        var weight = design.Weight is null ? "1.0" : "minima_w";
        return TermSums.Run(shards, shard => DesignQuery.Of(design, shard.Source, shard.Fence), [.. design.Classes.Select((_, k) => $"CASE WHEN {DesignQuery.IsClass(k)} THEN {weight} ELSE 0.0 END")], cancellation)!;
    }

    /// <summary>Counts the rows that the encodings do not accept.</summary>
    public static long CountUnknown(IReadOnlyList<SqlShard> shards, IReadOnlyList<ColumnEncoding> encodings, CancellationToken cancellation) =>
        Count(shards, $"NOT ({DesignQuery.IsKnown(encodings)})", cancellation);

    /// <summary>Counts the rows whose value in a column is not a known one. Missing values count unless they are left out.</summary>
    public static long CountOthers(IReadOnlyList<SqlShard> shards, SourceColumn column, IReadOnlyList<string> known, bool leavesOutMissing, CancellationToken cancellation)
    {
        var condition = $"NOT {DesignQuery.IsOneOf(column, known)}";
        if (leavesOutMissing) condition += $" AND NOT {DesignQuery.Missing(column)}";
        return Count(shards, condition, cancellation);
    }

    /// <summary>Counts the rows.</summary>
    public static long Count(IReadOnlyList<SqlShard> shards, CancellationToken cancellation) => Count(shards, "TRUE", cancellation);

    private static long Count(IReadOnlyList<SqlShard> shards, string condition, CancellationToken cancellation) =>
        SqlShard.AskAll(shards, shard => $"SELECT CAST(count(*) AS VARCHAR) FROM {shard.Source} WHERE {condition}", cancellation)!.Sum(answer => SqlText.Whole(answer[0][0]));

    private static string[] Facts(string name, TableColumnKind kind)
    {
        switch (kind)
        {
            case TableColumnKind.Number:
                var value = SqlText.Double(name);
                var finite = $"CASE WHEN abs({value}) < {SqlText.Infinity} THEN {value} END";
                return
                [
                    $"sum(CASE WHEN {value} IS NULL OR {value} > {SqlText.Infinity} THEN 1 ELSE 0 END)",
                    $"sum(CASE WHEN abs({value}) = {SqlText.Infinity} THEN 1 ELSE 0 END)",
                    $"min({finite})",
                    $"max({finite})",
                ];
            case TableColumnKind.Date:
                return [$"sum(CASE WHEN {SqlText.Column(name)} IS NULL THEN 1 ELSE 0 END)", "0", $"min({SqlText.Days(name)})", $"max({SqlText.Days(name)})"];
            case TableColumnKind.Category:
                return [$"sum(CASE WHEN {DesignQuery.MissingText(name)} THEN 1 ELSE 0 END)"];
            default:
                return [];
        }
    }

    private static SourceColumn Texts(IReadOnlyList<SqlShard> shards, string name, long rows, long missing, CancellationToken cancellation)
    {
        var text = SqlText.Trimmed(name);
        var answers = SqlShard.AskAll(
            shards,
            shard => $"SELECT {text}, CAST(count(*) AS VARCHAR) FROM {shard.Source} WHERE NOT {DesignQuery.MissingText(name)} GROUP BY {text} LIMIT {CellColumn.MostLevels + 1}",
            cancellation)!;
        var levels = answers.SelectMany(answer => answer).GroupBy(row => row[0]!, StringComparer.Ordinal)
            .Select(group => (Text: group.Key, Rows: group.Sum(row => SqlText.Whole(row[1])))).OrderBy(level => level.Text, StringComparer.Ordinal).ToArray();
        return new(name, TableColumnKind.Category, rows, missing) { Levels = levels, HasManyLevels = levels.Length > CellColumn.MostLevels };
    }
}

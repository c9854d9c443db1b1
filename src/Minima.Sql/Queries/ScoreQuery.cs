using Minima.Reals;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>Sums, counts and ranks of a model's predictions over the rows of a design.</summary>
internal sealed class ScoreQuery(IReadOnlyList<SqlShard> shards, SourceDesign design, IReadOnlyList<double> coefficients, double intercept, SourceReading reading) : ISourceScores
{
    private const int MostBins = 10;

    /// <summary>A probability of exactly 0 costs 36 rather than infinity, as in <see cref="BinaryMetrics"/>.</summary>
    private const double Smallest = BinaryMetrics.SmallestProbability;

    private const string IsOne = $"{DesignQuery.Target} > 0.0";

    public double TargetMean(CancellationToken cancellation)
    {
        var sums = TermSums.Run(shards, shard => $"SELECT {DesignQuery.Target} FROM ({Design(shard)}) AS minima_design", ["1.0", DesignQuery.Target], cancellation);
        return sums is null ? double.NaN : sums[1] / sums[0];
    }

    public IReadOnlyList<NumberTotals>? Numbers(IReadOnlyList<double> constants, double centre, CancellationToken cancellation)
    {
        if (!double.IsFinite(centre)) return null;
        var errors = Errors(constants).ToArray();
        string[] terms =
        [
            "1.0", $"abs({PredictionQuery.Raw})", $"({DesignQuery.Target} - {SqlText.Number(centre)}) * ({DesignQuery.Target} - {SqlText.Number(centre)})",
            .. errors.SelectMany(error => (string[])[$"abs({error})", $"({error}) * ({error})", error, Counted($"({error}) >= 0.0")]),
        ];
        if (TermSums.Run(shards, Answered, terms, cancellation) is not { } sums || double.IsNaN(sums[1]) || double.IsNaN(sums[3])) return null;
        var largest = SqlShard.AskAll(shards, shard => $"SELECT {string.Join(", ", errors.Select(error => $"CAST(max(abs({error})) AS VARCHAR)"))} FROM ({Answered(shard)}) AS minima_errors", cancellation)!;
        return [.. errors.Select((_, k) => new NumberTotals((long)sums[0], sums[3 + (4 * k)], sums[4 + (4 * k)], sums[5 + (4 * k)], sums[2], (long)sums[6 + (4 * k)], largest.Max(answer => SqlText.Double(answer[0][k], 0))))];
    }

    public IReadOnlyList<double[]> AbsoluteErrors(IReadOnlyList<double> constants, IReadOnlyList<double> largest, IReadOnlyList<long> ranks, CancellationToken cancellation)
    {
        var searches = Errors(constants).SelectMany((error, k) => ranks.Select(rank => new RankSearch($"abs({error})", 0, largest[k], rank))).ToArray();
        return [.. RankQuery.Run(shards, shard => $"({Answered(shard)}) AS minima_errors", searches, cancellation).Chunk(ranks.Count)];
    }

    public ClassTotals? Classes(CancellationToken cancellation)
    {
        var isPredicted = $"{PredictionQuery.Raw} > {SqlText.Number(reading.Threshold)}";
        string[] terms = ["1.0", $"abs({PredictionQuery.Raw})", Counted(IsOne), Counted($"{IsOne} AND {isPredicted}"), Counted($"NOT {IsOne} AND {isPredicted}"), .. reading.IsProbability ? Probabilities() : []];
        if (TermSums.Run(shards, Answered, terms, cancellation) is not { } sums || double.IsNaN(sums[1])) return null;
        return new(
            (long)sums[0], (long)sums[2], (long)sums[3], (long)sums[4],
            reading.IsProbability ? sums[5] : double.NaN,
            reading.IsProbability ? sums[6] : double.NaN,
            reading.IsProbability ? [.. sums[7..].Chunk(3).Select(bin => ((long)bin[0], bin[1], (long)bin[2]))] : []);
    }

    public OrderTotals? Order(CancellationToken cancellation)
    {
        if (shards.Count > 1) return null;
        var counts = $"SELECT {PredictionQuery.Raw}, sum(CASE WHEN {IsOne} THEN 1 ELSE 0 END) AS minima_ones, count(*) AS minima_rows FROM ({Predicted(shards[0])}) AS minima_scored GROUP BY {PredictionQuery.Raw}";
        var ordered = $"SELECT minima_ones, minima_rows, sum(minima_ones) OVER minima_order AS minima_found, sum(minima_rows) OVER minima_order AS minima_taken, sum(minima_ones) OVER () AS minima_all_ones, sum(minima_rows) OVER () AS minima_all FROM ({counts}) AS minima_counts WINDOW minima_order AS (ORDER BY {PredictionQuery.Raw} DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)";

        // Below a row: all rows of class 0 but those counted so far; of those tied with it, one half.
        const string zerosBelow = "((minima_all - minima_all_ones) - (minima_taken - minima_found))";
        var precision = $"CAST(minima_ones AS DOUBLE PRECISION) * (CAST(minima_found AS DOUBLE PRECISION) / CAST(minima_taken AS DOUBLE PRECISION))";
        var pairs = SqlShard.AskAll(shards, _ => $"SELECT CAST(sum(CAST(minima_ones * (2 * {zerosBelow} + (minima_rows - minima_ones)) AS DECIMAL(38, 0))) AS VARCHAR) FROM ({ordered}) AS minima_ordered", cancellation)!;
        var sums = TermSums.Run(shards, _ => ordered, [precision], cancellation)!;
        return new(Int128.Parse(pairs[0][0][0]!, System.Globalization.CultureInfo.InvariantCulture), sums[0]);
    }

    public double MeanLoss(Loss loss, IReadOnlyList<(string Name, double Value)> inputs, CancellationToken cancellation)
    {
        var constants = string.Concat(inputs.Select(input => $", {SqlText.Number(input.Value)} AS {SqlWriter.Column(input.Name)}"));
        return Mean(shards, LossFormula.ValueOf(loss), shard => $"SELECT {DesignQuery.Inputs(loss, PredictionQuery.Raw)}{constants} FROM ({Predicted(shard)}) AS minima_scored{shard.Fence}", cancellation);
    }

    public double MeanOfAnswers(Loss loss, CancellationToken cancellation) =>
        Mean(shards, LossFormula.ValueOf(loss), shard => $"SELECT {DesignQuery.Inputs(loss, PredictionQuery.Answer)} FROM ({Answered(shard)}) AS minima_answered{shard.Fence}", cancellation);

    /// <summary>The mean of an expression over rows; infinite if it is not finite in one.</summary>
    public static double Mean(IReadOnlyList<SqlShard> shards, Symbol value, Func<SqlShard, string> rows, CancellationToken cancellation)
    {
        var sums = TermSums.Run(shards, shard => SqlWriter.Query([("minima_value", value)], $"({rows(shard)}) AS minima_rows", shard.Engine), ["1.0", "minima_value"], cancellation);
        return sums is null || double.IsNaN(sums[1]) ? double.PositiveInfinity : sums[1] / sums[0];
    }

    private string Design(SqlShard shard) => DesignQuery.Of(design, shard.Source, shard.Fence);

    private string Predicted(SqlShard shard) => $"SELECT {DesignQuery.Target}, {PredictionQuery.Linear(coefficients, intercept)} AS {PredictionQuery.Raw} FROM ({Design(shard)}) AS minima_design{shard.Fence}";

    private string Answered(SqlShard shard) => PredictionQuery.Read($"({Predicted(shard)}) AS minima_scored", reading, shard.Engine);

    /// <summary>The terms of probabilistic scores: minus the logarithm of the outcome's probability, the square of its distance to 1, and the bins of the probability of class 1.</summary>
    private static IEnumerable<string> Probabilities()
    {
        const string happened = $"(CASE WHEN {IsOne} THEN {PredictionQuery.Answer} ELSE 1.0 - {PredictionQuery.Answer} END)";
        return [Surprise(happened), $"(1.0 - {happened}) * (1.0 - {happened})", .. Bins(PredictionQuery.Answer, IsOne)];
    }

    /// <summary>Minus the logarithm of the outcome's probability.</summary>
    public static string Surprise(string happened)
    {
        var (low, high) = (SqlText.Number(Smallest), SqlText.Number(1 - Smallest));
        return $"-ln(CASE WHEN {happened} < {low} THEN {low} WHEN {happened} > {high} THEN {high} ELSE {happened} END)";
    }

    /// <summary>For each bin of a probability: its rows, their sum, and the rows that fulfil a condition.</summary>
    public static IEnumerable<string> Bins(string probability, string condition)
    {
        for (var bin = 0; bin < MostBins; bin++)
        {
            var isHere = bin == MostBins - 1 ? $"{probability} * {MostBins}.0 >= {bin}.0" : $"{probability} * {MostBins}.0 >= {bin}.0 AND {probability} * {MostBins}.0 < {bin + 1}.0";
            yield return Counted(isHere);
            yield return $"CASE WHEN {isHere} THEN {probability} ELSE 0.0 END";
            yield return Counted($"{isHere} AND {condition}");
        }
    }

    /// <summary>Prediction minus target, for the model and then for each constant.</summary>
    private static IEnumerable<string> Errors(IReadOnlyList<double> constants) =>
        constants.Select(SqlText.Number).Prepend(PredictionQuery.Answer).Select(answer => $"{answer} - {DesignQuery.Target}");

    private static string Counted(string condition) => $"CASE WHEN {condition} THEN 1.0 ELSE 0.0 END";
}

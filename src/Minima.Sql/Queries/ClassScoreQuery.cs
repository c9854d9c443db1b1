namespace Minima.Sql;

/// <summary>Sums and counts of the predictions of a linear model of several classes over the rows of a design.</summary>
internal sealed class ClassScoreQuery(IReadOnlyList<SqlShard> shards, SourceDesign design, LinearModel model) : ISourceClassScores
{
    private const string Predicted = "minima_class";

    private const string Happened = "minima_happened";

    private const string Chosen = "minima_chosen";

    private readonly bool _hasProbabilities = model.Link == PredictionLink.Softmax;

    private int Count => model.Coefficients.Length;

    public SeveralClassTotals? Totals(CancellationToken cancellation)
    {
        string[] counts = [.. Enumerable.Range(0, Count).SelectMany(k => (string[])[DesignQuery.Indicator(DesignQuery.IsClass(k)), DesignQuery.Indicator(IsPredicted(k)), DesignQuery.Indicator($"{DesignQuery.IsClass(k)} AND {IsPredicted(k)}")])];
        string[] terms = [$"abs({ClassScoresQuery.Top})", .. counts, .. _hasProbabilities ? Probabilities() : []];
        if (TermSums.Run(shards, Answered, terms, cancellation) is not { } sums || double.IsNaN(sums[0])) return null;
        var classes = sums[1..(1 + counts.Length)].Chunk(3).Select(of => ((long)of[0], (long)of[1], (long)of[2]));
        var rest = sums[(1 + counts.Length)..];
        return _hasProbabilities ? new([.. classes], rest[0], rest[1], [.. rest[2..].Chunk(3).Select(bin => ((long)bin[0], bin[1], (long)bin[2]))]) : new([.. classes], double.NaN, double.NaN, []);
    }

    public double? MeanLoss(Loss loss, CancellationToken cancellation) =>
        ClassReadings.Of(loss, Count) is { } readings ? ScoreQuery.Mean(shards, readings.Value, shard => ClassReadings.WithLabels(Scored(shard), Count, shard.Fence), cancellation)
        : RowReadings.Of(loss, Count) is { } row ? ScoreQuery.Mean(shards, row.Value, Scored, cancellation)
        : null;

    private string Scored(SqlShard shard) => ClassScoresQuery.Of(DesignQuery.Of(design, shard.Source, shard.Fence), model.Coefficients, model.Intercepts, shard.Fence);

    /// <summary>The rows with the index of the predicted class, its probability, and that of the true class.</summary>
    private string Answered(SqlShard shard)
    {
        var rows = _hasProbabilities ? PredictedClassesQuery.WithProbabilities(Scored(shard), Count, shard.Engine) : Scored(shard);
        var classed = $"SELECT *, {ClassScoresQuery.OfLargest([.. Enumerable.Range(0, Count).Select(k => SqlText.Number(k))])} AS {Predicted} FROM ({rows}) AS minima_scores{shard.Fence}";
        if (!_hasProbabilities) return classed;
        return $"SELECT *, {Of(DesignQuery.IsClass)} AS {Happened}, {Of(IsPredicted)} AS {Chosen} FROM ({classed}) AS minima_classed{shard.Fence}";

        string Of(Func<int, string> isOne) => $"CASE {string.Concat(Enumerable.Range(0, Count).Select(k => $"WHEN {isOne(k)} THEN {PredictedClassesQuery.Probability(k)} "))}END";
    }

    /// <summary>The terms of probabilistic scores: minus the logarithm of the true class's probability, the squared distances of all probabilities to the truth, and the bins of the predicted class's probability.</summary>
    private IEnumerable<string> Probabilities()
    {
        yield return ScoreQuery.Surprise(Happened);
        yield return string.Join(" + ", Enumerable.Range(0, Count).Select(k => $"({PredictedClassesQuery.Probability(k)} - {DesignQuery.Indicator(DesignQuery.IsClass(k))}) * ({PredictedClassesQuery.Probability(k)} - {DesignQuery.Indicator(DesignQuery.IsClass(k))})"));
        foreach (var term in ScoreQuery.Bins(Chosen, $"{Predicted} = {DesignQuery.Target}")) yield return term;
    }

    private static string IsPredicted(int index) => $"{Predicted} = {SqlText.Number(index)}";
}

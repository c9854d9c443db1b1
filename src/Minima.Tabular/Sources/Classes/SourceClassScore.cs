namespace Minima.Tabular;

/// <summary>The score of a linear model of several classes on rows that stay in a source: the sheet of <see cref="ScoreSheet.Of(Predictor, Table, CancellationToken)"/> from sums and counts.</summary>
internal static class SourceClassScore
{
    public static ScoreSheet Of(IDataSource source, LinearModel model, CancellationToken cancellation)
    {
        var reader = LinearScore.Reader(model);
        var (design, facts) = SourceModel.Of(source, model, withTarget: true, cancellation);
        var target = SourceModel.RequireTarget(source, model, facts, cancellation);
        SourceModel.RequireKnown(source, model, facts, cancellation);
        var scores = source.ClassScores(design, model);
        var totals = scores.Totals(cancellation);
        Dictionary<string, double?>?[] values = totals is null ? [null, null] : [Metrics(totals), Metrics(OfShares(totals, [.. totals.Classes.Select(of => (double)of.Rows / totals.Rows)]))];
        var metrics = reader.Metrics;
        var names = ConstantPredictors.Names(reader.Meaning.Kind).Prepend(new("model", "模型"));
        return Loss(
            new ScoreSheet(metrics, [.. reader.Meaning.Targets], [.. names.Zip(values, (name, byKey) => new ScoreColumn(name, [[.. metrics.Select(metric => byKey?[metric.Key])]]))], (int)Math.Min(target.Rows - target.Missing, int.MaxValue))
            {
                HasUsualThreshold = reader.HasUsualThreshold,
                Notes = target.Missing > 0 ? [ComparisonTargets.LeftOut((int)Math.Min(target.Missing, int.MaxValue))] : [],
            },
            reader,
            scores,
            cancellation);
    }

    private static ScoreSheet Loss(ScoreSheet sheet, OutputReader reader, ISourceClassScores scores, CancellationToken cancellation)
    {
        if (reader.Losses[0] is not { } loss) return sheet with { WhyNoLoss = reader.WhyNoLoss };
        sheet = sheet with { LossName = loss.Entry.Key };
        return scores.MeanLoss(loss, cancellation) is { } mean
            ? sheet with { Losses = [mean] }
            : sheet with { WhyNoLoss = new($"{loss.Entry.Key} is not a formula on the log-probabilities of the classes, nor on the scores of few classes, and a database has no expression for it", $"{loss.Entry.Key} 既不是各类别对数概率的公式，也不是少数几个类别得分的公式，数据库中没有相应的表达式") };
    }

    /// <summary>The totals of rows if the proportions of the classes are predicted.</summary>
    /// <param name="totals">The totals of any predictions for these rows.</param>
    /// <param name="shares">The proportions.</param>
    public static SeveralClassTotals OfShares(SeveralClassTotals totals, double[] shares)
    {
        var (likeliest, squares) = (Array.IndexOf(shares, shares.Max()), FixedOrder.Dot(shares, shares));
        return new(
            [.. totals.Classes.Select((of, k) => (of.Rows, k == likeliest ? totals.Rows : 0, k == likeliest ? of.Rows : 0))],
            totals.Classes.Select((of, k) => of.Rows == 0 ? 0 : of.Rows * BinaryMetrics.LogLoss(shares[k])).Sum(),
            totals.Classes.Select((of, k) => of.Rows * (squares + 1 - (2 * shares[k]))).Sum(),
            [(totals.Rows, shares[likeliest] * totals.Rows, totals.Classes[likeliest].Rows)]);
    }

    /// <summary>The metrics by their keys.</summary>
    public static Dictionary<string, double?> Metrics(SeveralClassTotals totals)
    {
        var counts = ClassCounts.Of(totals.Classes);
        var hasProbabilities = totals.Bins.Count > 0;
        return new(StringComparer.Ordinal)
        {
            ["log-loss"] = hasProbabilities ? totals.LogLoss / totals.Rows : null,
            ["brier"] = hasProbabilities ? totals.Squares / totals.Rows : null,
            ["accuracy"] = counts.Accuracy,
            ["balanced-accuracy"] = counts.Present < 2 ? null : ClassCounts.BalancedAccuracy(counts),
            ["macro-f1"] = ClassCounts.MacroF1(counts),
            ["ece"] = hasProbabilities ? Calibration.Error(totals.Bins, totals.Rows) : null,
        };
    }
}

namespace Minima.Tabular;

/// <summary>The raw outputs of a model on rows whose targets are known.</summary>
internal static class KnownTargets
{
    /// <exception cref="DataException">The table lacks a column or the target.</exception>
    public static (OutputReader Reader, double[][] Targets, double[] Raw) Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        if (predictor.Network is { } network)
        {
            var (targets, outputs, _) = network.Scored(table, cancellation);
            return (network.Reader, targets, outputs);
        }

        if (predictor.Boosted is { Trees: { Distribution: null, Task: not (PredictionTask.Ranking or PredictionTask.Survival) } } boosted)
        {
            var (known, scores, _, _) = BoostedScore.Of(boosted, table, cancellation);
            return (boosted.OfNumbers, [known], scores);
        }

        if (predictor.Boosted is not null || predictor.Linear is not { Task: null, Outputs: null, Distribution: null })
            throw new UsageException("score: --decompose is for models of one number, of classes, grades, labels and distributions, and this one has several numbers, or predicts times or orders; minima score MODEL.json DATA.csv gives its metrics.");
        var (reader, target, raw, _, _) = LinearScore.Of(predictor.Linear, table, cancellation, areNumbers: true);
        return (reader, [target], raw);
    }
}

namespace Minima.Cli.Compare;

/// <summary>The controls that use no feature: a loss that does not beat them has taught the model nothing.</summary>
internal static class ConstantPredictors
{
    public static IReadOnlyList<ComparisonRow> Of(Dataset data, Fold[] folds, IReadOnlyList<Metric> metrics)
    {
        if (data.Target.Kind == TargetKind.Binary)
        {
            return [Row("constant (base rate)", data, folds, metrics, train => train.Average(), Predictions.OfProbabilities)];
        }

        if (data.Target.Kind == TargetKind.MultiClass) return [OfFrequencies(data, folds, metrics)];
        return
        [
            Row("constant (mean)", data, folds, metrics, train => train.Average(), Predictions.OfNumbers),
            Row("constant (median)", data, folds, metrics, train => RobustScale.Median(train), Predictions.OfNumbers),
        ];
    }

    private static ComparisonRow Row(
        string name,
        Dataset data,
        Fold[] folds,
        IReadOnlyList<Metric> metrics,
        Func<double[], double> constant,
        Func<double[], double[], Predictions> predictions)
    {
        var byFold = folds.Select(fold =>
        {
            var target = Array.ConvertAll(fold.Test, row => data.Target.Values[row]);
            var same = new double[target.Length];
            Array.Fill(same, constant(Array.ConvertAll(fold.Train, row => data.Target.Values[row])));
            return predictions(target, same);
        }).ToArray();
        var values = metrics.Select(metric => new MetricValue(metric, [.. byFold.Select(metric.Compute)]));
        return new ComparisonRow(RowKind.Constant, name, [], [.. values], []);
    }

    /// <summary>Each class with its share of the training rows.</summary>
    private static ComparisonRow OfFrequencies(Dataset data, Fold[] folds, IReadOnlyList<Metric> metrics)
    {
        var classes = data.Target.Classes.Count;
        var byFold = folds.Select(fold =>
        {
            var shares = new double[classes];
            foreach (var row in fold.Train) shares[(int)data.Target.Values[row]] += 1.0 / fold.Train.Length;
            var target = Array.ConvertAll(fold.Test, row => data.Target.Values[row]);
            double[] same = [.. target.SelectMany(_ => shares)];
            return Predictions.OfClasses(target, classes, same, same);
        }).ToArray();
        var values = metrics.Select(metric => new MetricValue(metric, [.. byFold.Select(metric.Compute)]));
        return new ComparisonRow(RowKind.Constant, "constant (class frequencies)", [], [.. values], []);
    }
}

namespace Minima.Tabular;

/// <summary>Predictions of linear models with a head for each parameter of a distribution.</summary>
internal static class DistributionPrediction
{
    /// <summary>The distribution of each row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Its features, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static PredictiveDistribution[] Of(LinearModel model, double[][] features, int rows, CancellationToken cancellation = default)
    {
        var of = Of(model, model.Scores(features, rows));
        var distributions = new PredictiveDistribution[rows];
        for (var row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            distributions[row] = of(row);
        }

        return distributions;
    }

    /// <summary>The distribution of each row by the outputs of the model.</summary>
    public static Func<int, PredictiveDistribution> Of(LinearModel model, double[] outputs) =>
        new HeadReader(model.Distribution!.Plan, ModelLoss.Of(model), model.Distribution.Range).Of(outputs);

    /// <summary>The mean of each row, or the outputs of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Its features, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="response">True for means; else the outputs, a number for each head.</param>
    public static TablePrediction Means(LinearModel model, double[][] features, int rows, bool response)
    {
        if (response) return Means(model.Target, Of(model, features, rows));
        return new([model.Target], "score", [], model.Scores(features, rows), []) { Further = Names(model.Distribution!.Plan)[1..] };
    }

    /// <summary>The mean of each row.</summary>
    public static TablePrediction Means(string target, IEnumerable<PredictiveDistribution> rows) => new([target], "prediction", [], [.. rows.Select(row => row.Mean)], []);

    /// <summary>A name for each head; several numbers of one input are numbered from 1.</summary>
    public static string[] Names(HeadPlan plan) => [.. plan.Heads.Select(head => plan.Heads.Count(other => other.Name == head.Name) > 1 ? FormattableString.Invariant($"{head.Name}_{head.Place + 1}") : head.Name)];
}

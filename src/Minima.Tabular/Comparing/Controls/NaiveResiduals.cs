namespace Minima.Tabular;

/// <summary>The control that most people would build: the prediction of the squared error, and around it the residuals of held-out rows, the same for every row.</summary>
internal static class NaiveResiduals
{
    public static Localized Name { get; } = new("squared error, spread of its residuals", "平方误差（加其残差的分布）");

    /// <summary>The distributions of the test rows of a fold.</summary>
    public static Predictions Of(ComparisonData data, OuterSplit split, Wanted wanted, CancellationToken cancellation)
    {
        var (fold, predicted) = Square(data, split, cancellation);
        var residuals = new StepDistribution.Steps([.. fold.Reference!.Target.Zip(fold.Reference.Prediction, (target, prediction) => target - prediction)]);
        var (scores, median) = ForecastScores.Of(wanted.ScoredLevels, predicted.Target, row => new StepDistribution(residuals, predicted.Score[row]), cancellation);
        return Predictions.OfDistributions(predicted.Target, median, scores);
    }

    /// <summary>The model of the squared error of a fold, and its predictions for the test rows.</summary>
    public static (OuterFold Fold, Predictions Predicted) Square(ComparisonData data, OuterSplit split, CancellationToken cancellation)
    {
        var fold = OuterFold.Create(data, split, data.Targets[0], cancellation);
        var square = new Candidate(PredictionTasks.Default(PredictionTask.Regression), new Dictionary<string, object?>(StringComparer.Ordinal), false, [], false);
        return (fold, LossTrainer.Train(square, data.Targets[0], fold, null, cancellation).Predictions);
    }
}

namespace Minima.Tabular;

/// <summary>Trains one kind of model with a loss on an outer fold. It touches nothing that another loss uses, so that losses may be trained side by side.</summary>
internal interface IFoldTrainer
{
    /// <param name="candidate">The loss.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="fold">The rows; the inner folds decide settings by the loss itself.</param>
    /// <param name="metric">What a tuned parameter is to make good.</param>
    /// <param name="cancellation">Asked again and again.</param>
    TrainedFold Train(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation);

    /// <summary>One training with the settings that were chosen, on fewer rows.</summary>
    Predictions TrainAt(Candidate candidate, TargetColumn target, OuterFold fold, FoldTraining chosen, CancellationToken cancellation);
}

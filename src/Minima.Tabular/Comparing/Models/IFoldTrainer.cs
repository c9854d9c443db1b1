namespace Minima.Tabular;

/// <summary>Trains one kind of model with a loss on an outer fold. No state is shared with other losses, so that losses may be trained in parallel.</summary>
internal interface IFoldTrainer
{
    /// <param name="candidate">The loss.</param>
    /// <param name="target">The target.</param>
    /// <param name="fold">The rows; the inner folds decide settings by the loss itself.</param>
    /// <param name="metric">The metric for which a parameter is tuned.</param>
    /// <param name="cancellation">Checked during training.</param>
    TrainedFold Train(Candidate candidate, TargetColumn target, OuterFold fold, TableMetric metric, CancellationToken cancellation);

    /// <summary>One training with the chosen settings, on fewer rows.</summary>
    Predictions TrainAt(Candidate candidate, TargetColumn target, OuterFold fold, FoldTraining chosen, CancellationToken cancellation);
}

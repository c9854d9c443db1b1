namespace Minima.Training;

/// <summary>A callback during training, for logs, plots or custom rules.</summary>
public abstract class TrainingCallback
{
    /// <summary>Called before the first batch of an epoch.</summary>
    public virtual void EpochStarted(Trainer trainer, int epoch)
    {
    }

    /// <summary>Called after an optimizer step, before gradients are cleared.</summary>
    public virtual void StepEnded(Trainer trainer, in StepReport step)
    {
    }

    /// <summary>Called after validation.</summary>
    public virtual void EpochEnded(Trainer trainer, EpochRecord record)
    {
    }

    /// <summary>Called after the last epoch.</summary>
    public virtual void Ended(Trainer trainer, TrainingResult result)
    {
    }
}

/// <summary>The results of an optimizer step.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Batch">The number of batches of the epoch done.</param>
/// <param name="Batches">The number of batches in the epoch.</param>
/// <param name="Step">The number of optimizer steps so far.</param>
/// <param name="Loss">The loss of the rows of this step.</param>
/// <param name="GradientNorm">The norm of the gradients before clipping.</param>
/// <param name="LearningRate">The learning rate of this step.</param>
public readonly record struct StepReport(int Epoch, int Batch, int Batches, long Step, double Loss, double GradientNorm, double LearningRate);

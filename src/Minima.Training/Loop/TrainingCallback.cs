namespace Minima.Training;

/// <summary>What is called while training goes on: logs, pictures, rules of one's own.</summary>
public abstract class TrainingCallback
{
    /// <summary>Before the first batch of an epoch.</summary>
    public virtual void EpochStarted(Trainer trainer, int epoch)
    {
    }

    /// <summary>After an optimizer step; gradients are still there.</summary>
    public virtual void StepEnded(Trainer trainer, in StepReport step)
    {
    }

    /// <summary>After validation.</summary>
    public virtual void EpochEnded(Trainer trainer, EpochRecord record)
    {
    }

    /// <summary>After the last epoch.</summary>
    public virtual void Ended(Trainer trainer, TrainingResult result)
    {
    }
}

/// <summary>What is known of an optimizer step.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Batch">Batches of the epoch done, and how many there are.</param>
/// <param name="Batches">How many batches the epoch has.</param>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="Loss">Of the rows of this step.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="LearningRate">Of this step.</param>
public readonly record struct StepReport(int Epoch, int Batch, int Batches, long Step, double Loss, double GradientNorm, double LearningRate);

namespace Minima.Training.Checkpoints;

/// <summary>A file of weights or of a training's state that cannot be read, trusted or written. The message names the file, what is wrong with it, and what to do.</summary>
public sealed class CheckpointException : TrainingException
{
    /// <summary>A refusal without a message of its own.</summary>
    public CheckpointException()
    {
    }

    /// <summary>A refusal.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal that has a cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

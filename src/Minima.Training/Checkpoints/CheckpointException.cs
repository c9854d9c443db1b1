namespace Minima.Training.Checkpoints;

/// <summary>Thrown when a file of weights or training state cannot be read, trusted or written. The message names the file, the problem, and what to do.</summary>
public sealed class CheckpointException : TrainingException
{
    /// <summary>Creates an exception without a message.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

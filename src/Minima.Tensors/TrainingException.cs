namespace Minima.Tensors;

/// <summary>A request that the training system refuses. The message names the error, its place and the remedy.</summary>
public class TrainingException : InvalidOperationException
{
    /// <summary>An exception without a message of its own.</summary>
    public TrainingException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Minima.Tensors;

/// <summary>A request that the training system refuses. The message says what was wrong, where, and what to do.</summary>
public class TrainingException : InvalidOperationException
{
    /// <summary>A refusal without a message of its own.</summary>
    public TrainingException()
    {
    }

    /// <summary>A refusal.</summary>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal that has a cause.</summary>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

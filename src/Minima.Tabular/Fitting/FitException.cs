namespace Minima.Tabular;

/// <summary>No model exists: the objective has no minimum, or the search did not reach it. The message tells which, and the remedy.</summary>
public sealed class FitException : TrainingException
{
    /// <summary>Creates the exception with a default message.</summary>
    public FitException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public FitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public FitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Minima.Tabular;

/// <summary>There is no model to give: the objective has no lowest point, or the search did not reach it. The message says which, and what to do.</summary>
public sealed class FitException : TrainingException
{
    /// <summary>A refusal without a message of its own.</summary>
    public FitException()
    {
    }

    /// <summary>A refusal.</summary>
    public FitException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal that has a cause.</summary>
    public FitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

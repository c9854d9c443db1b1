namespace Minima;

/// <summary>The resource of which work needs more than a <see cref="WorkBudget"/> allows.</summary>
internal enum WorkLimit
{
    /// <summary>Time, while the work was being done.</summary>
    Time,

    /// <summary>Memory, before it was allocated.</summary>
    Memory,

    /// <summary>The number of steps, before the first of them.</summary>
    Work,
}

/// <summary>Ends work that exceeds its budget.</summary>
internal sealed class WorkLimitException(WorkLimit limit, string message) : Exception(message)
{
    public WorkLimit Limit { get; } = limit;
}

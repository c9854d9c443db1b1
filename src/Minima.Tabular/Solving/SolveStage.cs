namespace Minima.Tabular;

/// <summary>The parts of a solution, in their order.</summary>
public enum SolveStage
{
    /// <summary>The table is read and checked.</summary>
    Checking,

    /// <summary>Losses are tried on a sample.</summary>
    Advising,

    /// <summary>Losses are compared.</summary>
    Comparing,

    /// <summary>The loss to train with is fitted on all rows.</summary>
    Fitting,
}

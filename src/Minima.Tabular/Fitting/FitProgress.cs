namespace Minima.Tabular;

/// <summary>The work that a fit is at.</summary>
public enum FitStage
{
    /// <summary>The search for the optimum.</summary>
    Search,

    /// <summary>Facts about columns of a source: texts, missing values, the medians that stand for them.</summary>
    Columns,

    /// <summary>Means and correlations of the features of a source.</summary>
    Moments,

    /// <summary>The optimum of a sample of the rows of a source, where the search starts.</summary>
    Sample,
}

/// <summary>The progress of a fit.</summary>
/// <param name="Iteration">Steps that are done.</param>
/// <param name="Remaining">The distance to the optimum, in the measure of the solver at work; it falls to 0. NaN before the search.</param>
public readonly record struct FitProgress(int Iteration, double Remaining)
{
    /// <summary>The work that goes on.</summary>
    public FitStage Stage { get; init; }

    /// <summary>About the time that the search still takes, for rows of a source; null where the pace does not tell it.</summary>
    public TimeSpan? Left { get; init; }
}

namespace Minima.Tabular;

/// <summary>The stage of a fit.</summary>
public enum FitStage
{
    /// <summary>The search for the optimum.</summary>
    Search,

    /// <summary>Facts about columns of a source: texts, missing values, the medians that replace them.</summary>
    Columns,

    /// <summary>Means and correlations of the features of a source.</summary>
    Moments,

    /// <summary>The optimum of a sample of the rows of a source, where the search starts.</summary>
    Sample,
}

/// <summary>The progress of a fit.</summary>
/// <param name="Iteration">The number of completed steps.</param>
/// <param name="Remaining">The distance to the optimum, in the measure of the current solver; it falls to 0. NaN before the search.</param>
public readonly record struct FitProgress(int Iteration, double Remaining)
{
    /// <summary>The current stage.</summary>
    public FitStage Stage { get; init; }

    /// <summary>The estimated time left for the search, for rows of a source; null if it cannot be estimated.</summary>
    public TimeSpan? Left { get; init; }
}

namespace Minima.Tabular;

/// <summary>The task: it determines the reading of the target, the default loss and the metrics.</summary>
public enum PredictionTask
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>A count: 0, 1, 2, ...</summary>
    Count,

    /// <summary>A positive amount with a long tail.</summary>
    Positive,

    /// <summary>Two classes.</summary>
    Binary,

    /// <summary>Several classes.</summary>
    MultiClass,

    /// <summary>Whole numbers whose order matters: grades, ratings. Compared as numbers and as classes.</summary>
    Ordinal,

    /// <summary>Several columns of two classes each.</summary>
    MultiLabel,

    /// <summary>A time until an event, which some rows had not met when last seen (<see cref="TableOptions.Event"/>).</summary>
    Survival,

    /// <summary>A ranking of the rows of each query (<see cref="TableOptions.Query"/>).</summary>
    Ranking,

    /// <summary>Several columns of numbers.</summary>
    Vector,

    /// <summary>Several columns that are parts of 1: proportions, probabilities.</summary>
    Composition,

    /// <summary>Four columns that are the corners of a box: x1, y1, x2, y2.</summary>
    Boxes,
}

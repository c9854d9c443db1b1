namespace Minima.Tabular;

/// <summary>The kind of a target column.</summary>
internal enum TargetKind
{
    /// <summary>
    /// Only as a request: texts and two distinct values are classes, more values a number, unless there are a few whole ones with
    /// many rows each.
    /// </summary>
    Automatic,

    /// <summary>A number to predict, in the user's units.</summary>
    Regression,

    /// <summary>Two classes, stored as 0 and 1.</summary>
    Binary,

    /// <summary>Several classes, stored as their indexes from 0.</summary>
    MultiClass,
}

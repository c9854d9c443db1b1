namespace Minima.Tabular;

/// <summary>What the target column holds.</summary>
internal enum TargetKind
{
    /// <summary>
    /// Only as a request: texts and two different values make classes, more values a number, unless there are a few whole ones with
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

namespace Minima.Tabular;

/// <summary>What a comparison is asked for: how the target is read, which loss is the default and which metrics count.</summary>
internal enum CompareTask
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
}

namespace Minima.Tabular;

/// <summary>The change of a table after a finding of a check.</summary>
public enum FindingAction
{
    /// <summary>Nothing is changed: the finding is only reported.</summary>
    Told,

    /// <summary>The column is no feature.</summary>
    LeftOut,

    /// <summary>Rows of one value of the column are never on both sides of a split.</summary>
    Grouped,

    /// <summary>Models are trained on the past and tested on later rows.</summary>
    Ordered,

    /// <summary>Equal rows are never on both sides of a split.</summary>
    KeptTogether,
}

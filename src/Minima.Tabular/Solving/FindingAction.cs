namespace Minima.Tabular;

/// <summary>The mending of a table after a check found something.</summary>
public enum FindingAction
{
    /// <summary>Nothing is changed: the finding is for a person to judge.</summary>
    Told,

    /// <summary>The column is no feature.</summary>
    LeftOut,

    /// <summary>Rows of one value of the column are never on both sides of a split.</summary>
    Grouped,

    /// <summary>Models are trained on the past and tested on what comes next.</summary>
    Ordered,

    /// <summary>Equal rows are never on both sides of a split.</summary>
    KeptTogether,
}

namespace Minima.Tabular;

/// <summary>The kind of a row of the comparison.</summary>
public enum RowKind
{
    /// <summary>A control: the same prediction for every row.</summary>
    Constant,

    /// <summary>A control: the loss that most people use.</summary>
    Default,

    Loss,

    /// <summary>A control: the column of predictions that the user has today (<see cref="TableOptions.Baseline"/>).</summary>
    Baseline,

    /// <summary>A control: a regression of the times by the squared error, with normal errors, as if nothing were censored.</summary>
    Naive,
}

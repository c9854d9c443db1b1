namespace Minima.Tabular;

/// <summary>What a row of the comparison is.</summary>
public enum RowKind
{
    /// <summary>A control: the same prediction for every row.</summary>
    Constant,

    /// <summary>A control: the loss that most people take.</summary>
    Default,

    Loss,

    /// <summary>A control: the column of predictions that the user has now (<see cref="TableOptions.Baseline"/>).</summary>
    Baseline,

    /// <summary>A control: a regression of the times by the squared error, with normal errors, as if nothing were censored.</summary>
    Naive,
}

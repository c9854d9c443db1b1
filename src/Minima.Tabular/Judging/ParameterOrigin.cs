namespace Minima.Tabular;

/// <summary>The origin of a parameter's value.</summary>
public enum ParameterOrigin
{
    /// <summary>The loss's own default.</summary>
    Default,

    /// <summary>The loss's own default in units of the residuals' robust scale.</summary>
    Scaled,

    /// <summary>The user.</summary>
    Given,

    /// <summary>Training: one constant for all rows.</summary>
    Learned,

    /// <summary>Tuned on the inner folds, within a range that the user gave.</summary>
    Tuned,
}

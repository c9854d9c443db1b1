namespace Minima.Tabular;

/// <summary>The outcome of a check of the data.</summary>
public enum TableCheckStatus
{
    /// <summary>A fact, no judgement: the type of the target.</summary>
    Known,

    /// <summary>Measured, and below its threshold.</summary>
    Nothing,

    /// <summary>Above its threshold, but chance, or another property, may explain it.</summary>
    Possible,

    /// <summary>Far above its threshold.</summary>
    Likely,

    /// <summary>Not measured; the sentence gives the reason. The check is not passed.</summary>
    Skipped,
}

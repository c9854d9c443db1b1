namespace Minima.Tabular;

/// <summary>The outcome of a check of the data.</summary>
public enum TableCheckStatus
{
    /// <summary>A fact, no judgement: the type of the target.</summary>
    Known,

    /// <summary>Looked for, and below its threshold.</summary>
    Nothing,

    /// <summary>Above its threshold, but chance, or another property, may explain it.</summary>
    Possible,

    /// <summary>Far above its threshold.</summary>
    Likely,

    /// <summary>Not looked for; the sentence says why. It is not passed.</summary>
    Skipped,
}

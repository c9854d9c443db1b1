namespace Minima.Training;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>It trains, but worse or more slowly than it could.</summary>
    Warning,

    /// <summary>It does not train, or what it learns is worth nothing.</summary>
    Severe,
}

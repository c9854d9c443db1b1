namespace Minima.Training;

/// <summary>The severity of a finding.</summary>
public enum Severity
{
    /// <summary>Worth knowing; no action is needed.</summary>
    Note,

    /// <summary>The model trains, but worse or more slowly than it could.</summary>
    Warning,

    /// <summary>The model does not train, or its result is useless.</summary>
    Severe,
}

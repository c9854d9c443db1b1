namespace Minima;

/// <summary>Implemented by the rare loss whose parameters restrict each other (Hampel: a below b below c); single parameters have domain attributes.</summary>
public interface IParameterRule
{
    /// <summary>The rule that the parameters break together, as the continuation of "it must be"; null if they break none.</summary>
    string? BrokenRule { get; }
}

namespace Minima;

/// <summary>For the rare loss whose parameters must fit each other (Hampel: a below b below c); single parameters have domain attributes.</summary>
public interface IParameterRule
{
    /// <summary>What is wrong with the parameters together, to follow "it must be": null where nothing is.</summary>
    string? BrokenRule { get; }
}

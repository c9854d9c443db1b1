namespace Minima;

/// <summary>The rule that a caller broke.</summary>
public enum LossError
{
    /// <summary>No rule: the exception was made without one.</summary>
    Unspecified,

    /// <summary>No loss has this name.</summary>
    UnknownLoss,

    /// <summary>The loss has no parameter of this name.</summary>
    UnknownParameter,

    /// <summary>A parameter without default was not given.</summary>
    MissingParameter,

    /// <summary>A parameter has a value of the wrong type.</summary>
    ParameterType,

    /// <summary>A parameter lies outside its domain.</summary>
    ParameterDomain,

    /// <summary>The loss has no input of this name.</summary>
    UnknownInput,

    /// <summary>An input was not given.</summary>
    MissingInput,

    /// <summary>Two shapes that must be equal differ.</summary>
    Shape,

    /// <summary>Two shapes would have to broadcast.</summary>
    Broadcast,

    /// <summary>A label is not one of the allowed labels.</summary>
    Label,

    /// <summary>An input lies outside its domain.</summary>
    Domain,

    /// <summary>The reduction is unknown, or the loss does not have it.</summary>
    Reduction,

    /// <summary>Weights or masks that cannot be used.</summary>
    Weights,

    /// <summary>The loss has no second derivative.</summary>
    NoHessian,

    /// <summary>A formula as text that cannot be parsed: a <see cref="FormulaException"/>.</summary>
    Formula,
}

/// <summary>A request that Minima refuses: who, got, expected, remedy. <see cref="Error"/> identifies the broken rule for programs.</summary>
public class LossException : ArgumentException
{
    /// <summary>An exception without a rule or a message of its own.</summary>
    public LossException()
    {
    }

    /// <summary>An exception without a rule.</summary>
    public LossException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without a rule that has a cause.</summary>
    public LossException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception for a broken rule.</summary>
    public LossException(LossError error, string message)
        : base(message) => Error = error;

    /// <summary>The rule that was broken.</summary>
    public LossError Error { get; }
}

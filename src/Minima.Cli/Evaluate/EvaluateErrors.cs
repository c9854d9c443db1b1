namespace Minima.Cli.Evaluate;

/// <summary>The error codes that name the rule a request broke.</summary>
internal static class EvaluateErrors
{
    public const string Json = "json";
    public const string LineTooLong = "line_too_long";
    public const string UnknownKey = "unknown_key";
    public const string UnknownLoss = "unknown_loss";
    public const string UnknownParameter = "unknown_param";
    public const string MissingParameter = "missing_param";
    public const string ParameterType = "param_type";
    public const string ParameterDomain = "param_domain";
    public const string UnknownInput = "unknown_input";
    public const string MissingInput = "missing_input";
    public const string Ragged = "ragged";
    public const string Shape = "shape";
    public const string Broadcast = "broadcast";
    public const string Label = "label";
    public const string Domain = "domain";
    public const string Reduction = "reduction";
    public const string Weights = "weights";
    public const string Formula = "formula";
    public const string Number = "number";
    public const string NoHessian = "no_hessian";
    public const string TooLarge = "too_large";
    public const string Timeout = "timeout";
    public const string Internal = "internal";

    /// <summary>The code for an error of the library.</summary>
    public static string CodeOf(LossError error) => error switch
    {
        LossError.UnknownLoss => UnknownLoss,
        LossError.UnknownParameter => UnknownParameter,
        LossError.MissingParameter => MissingParameter,
        LossError.ParameterType => ParameterType,
        LossError.ParameterDomain => ParameterDomain,
        LossError.UnknownInput => UnknownInput,
        LossError.MissingInput => MissingInput,
        LossError.Shape => Shape,
        LossError.Broadcast => Broadcast,
        LossError.Label => Label,
        LossError.Domain => Domain,
        LossError.Reduction => Reduction,
        LossError.Weights => Weights,
        LossError.NoHessian => NoHessian,
        LossError.Formula => Formula,
        _ => Internal,
    };
}

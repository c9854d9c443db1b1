namespace Minima.Cli.Check;

/// <summary>The command line of <c>minima check</c>.</summary>
internal sealed record CheckRequest(
    string? Formula,
    string? Loss,
    string? Gradient,
    string? Hessian,
    string[] Parameters,
    string? Prediction,
    string? Target,
    string Range,
    bool Strict,
    bool Json,
    string Language);

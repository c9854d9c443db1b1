namespace Minima.Cli.Check;

/// <summary>What the user asked to check.</summary>
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

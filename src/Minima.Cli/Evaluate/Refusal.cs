namespace Minima.Cli.Evaluate;

/// <summary>The reason that a request is not answered with a value.</summary>
/// <param name="Code">One of the words of <see cref="EvaluateErrors"/>.</param>
/// <param name="Message">Who, got, expected, remedy.</param>
internal sealed record Refusal(string Code, string Message);

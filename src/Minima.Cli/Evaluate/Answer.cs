namespace Minima.Cli.Evaluate;

/// <summary>What is said of a request that was evaluated.</summary>
/// <param name="Loss">The canonical key.</param>
/// <param name="Value">The reduced value; not shown where there are terms.</param>
/// <param name="Denominator">What a mean divides by; null where the loss is no mean of terms.</param>
/// <param name="Terms">The terms under reduction none, or null.</param>
/// <param name="Gradient">By input, in the order of the formula; null where none was asked for.</param>
/// <param name="Hessian">As <paramref name="Gradient"/>.</param>
internal sealed record Answer(
    string Loss,
    double Value,
    double? Denominator,
    ShapedNumbers? Terms,
    IReadOnlyList<(string Input, ShapedNumbers Numbers)>? Gradient,
    IReadOnlyList<(string Input, ShapedNumbers Numbers)>? Hessian);

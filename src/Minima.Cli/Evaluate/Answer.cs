namespace Minima.Cli.Evaluate;

/// <summary>The result of an evaluated request.</summary>
/// <param name="Loss">The canonical key.</param>
/// <param name="Value">The reduced value; not shown if there are terms.</param>
/// <param name="Denominator">The divisor of a mean; null if the loss is no mean of terms.</param>
/// <param name="Terms">The terms under reduction none, or null.</param>
/// <param name="Gradient">By input, in the order of the formula; null if not requested.</param>
/// <param name="Hessian">As <paramref name="Gradient"/>.</param>
internal sealed record Answer(
    string Loss,
    double Value,
    double? Denominator,
    ShapedNumbers? Terms,
    IReadOnlyList<(string Input, ShapedNumbers Numbers)>? Gradient,
    IReadOnlyList<(string Input, ShapedNumbers Numbers)>? Hessian);

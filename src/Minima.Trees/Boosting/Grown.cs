namespace Minima.Trees;

/// <summary>The rounds of a fit.</summary>
/// <param name="Start">The scores before the first round, one for each output.</param>
/// <param name="Trees">Of each round that is kept a tree for each output.</param>
/// <param name="HeldOutLoss">Of each round, also of those that are not kept; empty if no rows are held out.</param>
internal sealed record Grown(double[] Start, RegressionTree[][] Trees, double[] HeldOutLoss);

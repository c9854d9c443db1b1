namespace Minima.Trees;

/// <summary>The rounds of a fit.</summary>
/// <param name="Start">The scores before the first round, one for each output.</param>
/// <param name="Trees">A tree for each output, by kept round.</param>
/// <param name="HeldOutLoss">The held-out loss of each round, including rounds that are not kept; empty if no rows are held out.</param>
internal sealed record Grown(double[] Start, RegressionTree[][] Trees, double[] HeldOutLoss);

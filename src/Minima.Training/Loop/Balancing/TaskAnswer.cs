namespace Minima.Training;

/// <summary>The result of a balance for one step.</summary>
/// <param name="Weights">One for each task: the gradients are those of the sum of losses with these weights.</param>
/// <param name="Direction">The descent direction (subtracted) of the shared parameters if it is no such sum; the weights are then for reports. Null otherwise.</param>
/// <param name="OfShared">
/// The weights apply to the gradients with respect to the shared parameters alone: parameters that only one task uses follow its own gradient unchanged. True of every
/// method that computes a direction from gradients (as in LibMTL).
/// </param>
public readonly record struct TaskAnswer(double[] Weights, double[]? Direction = null, bool OfShared = false);

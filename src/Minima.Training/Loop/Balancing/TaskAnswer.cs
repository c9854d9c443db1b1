namespace Minima.Training;

/// <summary>What a balance says.</summary>
/// <param name="Weights">One for each task: the gradients are those of the sum of losses with these weights.</param>
/// <param name="Direction">The step of the shared parameters, to be gone against, where it is no such sum; the weights beside it are for reports. Null otherwise.</param>
/// <param name="OfShared">
/// The weights mix the gradients with respect to the shared parameters alone: those that one task has for itself go along its own gradient as it is. True of every method that
/// makes a direction out of gradients (as in LibMTL).
/// </param>
public readonly record struct TaskAnswer(double[] Weights, double[]? Direction = null, bool OfShared = false);

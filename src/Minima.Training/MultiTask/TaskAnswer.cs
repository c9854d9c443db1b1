namespace Minima.Training.MultiTask;

/// <summary>What a balance says.</summary>
/// <param name="Weights">One for each task: the gradients are those of the sum of losses with these weights. Beside a direction, they weigh the tasks' own parameters.</param>
/// <param name="Direction">The step of the shared parameters, to be gone against, where it is not that sum; null otherwise.</param>
public readonly record struct TaskAnswer(double[] Weights, double[]? Direction = null);

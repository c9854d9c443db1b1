namespace Minima.Training.MultiTask;

/// <summary>What a balance is told before a step.</summary>
/// <param name="Step">Optimizer steps so far.</param>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Losses">The value of each task on the batch: its mean times the weight of its term.</param>
/// <param name="Gradients">[T, D] in double: a row for each task, its gradient by the shared parameters; none where <see cref="TaskBalance.UsesGradients"/> is false.</param>
public readonly record struct TaskStep(long Step, int Epoch, double[] Losses, Tensor Gradients);

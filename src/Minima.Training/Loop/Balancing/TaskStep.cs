namespace Minima.Training;

/// <summary>The input of a balance for one step.</summary>
public sealed class TaskStep
{
    private readonly TaskRows? _rows;
    private readonly TaskRows[] _earlier;
    private Tensor _gradients;

    /// <summary>Creates the input of a step.</summary>
    /// <param name="step">The number of optimizer steps so far.</param>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="losses">The value of each task on the batch: its mean times the weight of its term.</param>
    /// <param name="gradients">[T, D], a row for each task: its gradient with respect to the shared parameters; none if <see cref="TaskBalance.UsesGradients"/> is false.</param>
    /// <exception cref="TrainingException">The gradients do not have one row per task.</exception>
    public TaskStep(long step, int epoch, double[] losses, Tensor gradients = default)
        : this(step, epoch, losses, gradients.IsNone ? null : TaskRows.Of(gradients, losses.Length), [])
    {
    }

    internal TaskStep(long step, int epoch, double[] losses, TaskRows? rows, TaskRows[] earlier)
    {
        ArgumentNullException.ThrowIfNull(losses);
        (Step, Epoch, Losses, _rows, _earlier) = (step, epoch, losses, rows, earlier);
    }

    /// <summary>The number of optimizer steps so far.</summary>
    public long Step { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The value of each task on the batch: its mean times the weight of its term.</summary>
    public double[] Losses { get; }

    /// <summary>The number of tasks.</summary>
    public int Tasks => Losses.Length;

    /// <summary>[T, D] in double: a row for each task, its gradient with respect to the shared parameters. Created on first use: <see cref="Products"/> are far cheaper.</summary>
    /// <exception cref="TrainingException">The balance uses no gradients.</exception>
    public Tensor Gradients => _gradients.IsNone ? _gradients = Rows.Matrix() : _gradients;

    /// <summary>[T, T]: the inner product of the gradients of each pair of tasks, summed in double.</summary>
    /// <exception cref="TrainingException">The balance uses no gradients.</exception>
    public double[,] Products => Rows.Products;

    /// <summary>[T, T]: the inner products of the tasks' gradients on the first batch with those on the second, if <see cref="TaskBalance.Batches"/> is 3 and the step has them; else null.</summary>
    public double[,]? ProductsOfTwoBatches => _earlier.Length > 1 ? _earlier[0].ProductsWith(_earlier[1]) : null;

    private TaskRows Rows => _rows ?? throw new TrainingException("A balance asked for the gradients of the tasks, but its UsesGradients says that it needs none. Override it.");

    /// <summary>The norm of each task's gradient.</summary>
    public double[] Norms() => [.. Enumerable.Range(0, Tasks).Select(task => Math.Sqrt(Products[task, task]))];
}

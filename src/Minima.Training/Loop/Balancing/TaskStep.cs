namespace Minima.Training;

/// <summary>What a balance is told before a step.</summary>
public sealed class TaskStep
{
    private readonly TaskRows? _rows;
    private readonly TaskRows[] _earlier;
    private Tensor _gradients;

    /// <summary>A step, as a balance is told of it.</summary>
    /// <param name="step">Optimizer steps so far.</param>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="losses">The value of each task on the batch: its mean times the weight of its term.</param>
    /// <param name="gradients">[T, D], a row for each task: its gradient with respect to the shared parameters; none where <see cref="TaskBalance.UsesGradients"/> is false.</param>
    /// <exception cref="TrainingException">The gradients are none of so many tasks.</exception>
    public TaskStep(long step, int epoch, double[] losses, Tensor gradients = default)
        : this(step, epoch, losses, gradients.IsNone ? null : TaskRows.Of(gradients, losses.Length), [])
    {
    }

    internal TaskStep(long step, int epoch, double[] losses, TaskRows? rows, TaskRows[] earlier)
    {
        ArgumentNullException.ThrowIfNull(losses);
        (Step, Epoch, Losses, _rows, _earlier) = (step, epoch, losses, rows, earlier);
    }

    /// <summary>Optimizer steps so far.</summary>
    public long Step { get; }

    /// <summary>Counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The value of each task on the batch: its mean times the weight of its term.</summary>
    public double[] Losses { get; }

    /// <summary>How many tasks.</summary>
    public int Tasks => Losses.Length;

    /// <summary>[T, D] in double: a row for each task, its gradient with respect to the shared parameters. Made when it is asked for: <see cref="Products"/> cost far less.</summary>
    /// <exception cref="TrainingException">The balance said that it uses no gradients.</exception>
    public Tensor Gradients => _gradients.IsNone ? _gradients = Rows.Matrix() : _gradients;

    /// <summary>[T, T]: the inner product of the gradients of each pair of tasks, summed in double.</summary>
    /// <exception cref="TrainingException">The balance said that it uses no gradients.</exception>
    public double[,] Products => Rows.Products;

    /// <summary>[T, T]: the inner products of the tasks' gradients on the first batch with those on the second, where <see cref="TaskBalance.Batches"/> says that a step has three and this one has; null otherwise.</summary>
    public double[,]? ProductsOfTwoBatches => _earlier.Length > 1 ? _earlier[0].ProductsWith(_earlier[1]) : null;

    private TaskRows Rows => _rows ?? throw new TrainingException("A balance asked for the gradients of the tasks, and its UsesGradients says that it needs none. Override it.");

    /// <summary>The length of each task's gradient.</summary>
    public double[] Norms() => [.. Enumerable.Range(0, Tasks).Select(task => Math.Sqrt(Products[task, task]))];
}

namespace Minima.Training;

/// <summary>The gradients of several tasks with respect to the same parameters, as left by the backward passes: products and combinations need no copy.</summary>
/// <param name="gradients">For each task, its gradient with respect to each parameter, dense.</param>
internal sealed class TaskRows(Tensor[][] gradients)
{
    private double[,]? _products;

    /// <summary>The number of tasks.</summary>
    public int Tasks => gradients.Length;

    /// <summary>The inner product of each pair, summed in double.</summary>
    public double[,] Products => _products ??= ProductsWith(this);

    /// <summary>True if every squared norm is finite.</summary>
    public bool IsFinite => Enumerable.Range(0, Tasks).All(task => double.IsFinite(Products[task, task]));

    /// <summary>The number of elements of a task's gradient.</summary>
    public int Width { get; } = gradients[0].Sum(one => one.Count);

    /// <summary>Creates it from the rows of a matrix [T, D].</summary>
    /// <exception cref="TrainingException">The matrix does not have one row per task.</exception>
    public static TaskRows Of(Tensor matrix, int tasks) => matrix.Rank != 2 || matrix.Shape[0] != tasks
        ? throw new TrainingException($"The gradients of {tasks} tasks were given as {matrix.Shape}; they must be [tasks, parameters], a row for each task.")
        : Of(matrix.To(ElementType.Double));

    private static TaskRows Of(Tensor matrix) => new([.. Enumerable.Range(0, matrix.Shape[0]).Select(task => new[] { matrix.Slice(0, task, 1).Contiguous() })]);

    /// <summary>The inner product of each task here with each task of others, with respect to the same parameters.</summary>
    public double[,] ProductsWith(TaskRows others)
    {
        var products = new double[Tasks, others.Tasks];
        for (var i = 0; i < Tasks; i++)
        {
            for (var j = 0; j < others.Tasks; j++) products[i, j] = others == this && j < i ? products[j, i] : Dot(gradients[i], others.Of(j));
        }

        return products;
    }

    /// <summary>[T, D] in double.</summary>
    public Tensor Matrix()
    {
        var numbers = new double[Tasks * Width];
        var at = 0;
        foreach (var one in gradients.SelectMany(row => row))
        {
            one.ToArray().CopyTo(numbers, at);
            at += one.Count;
        }

        return Tensor.Of(numbers, [Tasks, Width]);
    }

    private Tensor[] Of(int task) => gradients[task];

    private static unsafe double Dot(Tensor[] left, Tensor[] right)
    {
        double sum = 0;
        for (var i = 0; i < left.Length; i++) sum += TermSum<ProductTerm>.Of(left[i].Node.Pointer, right[i].Node.Pointer, left[i].Type, 0, left[i].Count);
        return sum;
    }
}

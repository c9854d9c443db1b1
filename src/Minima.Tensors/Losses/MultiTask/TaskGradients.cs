using System.Numerics.Tensors;

namespace Minima.Tensors.Losses;

/// <summary>The gradients of several tasks with respect to the same parameters: a row for each task, in double. Directions are made from them.</summary>
internal sealed class TaskGradients
{
    private readonly double[][] _rows;

    private TaskGradients(double[][] rows, ElementType type)
    {
        _rows = rows;
        Type = type;
    }

    /// <summary>The number of tasks.</summary>
    public int Tasks => _rows.Length;

    /// <summary>The number of parameters.</summary>
    public int Width => _rows.Length == 0 ? 0 : _rows[0].Length;

    /// <summary>The type in which a direction is handed back.</summary>
    public ElementType Type { get; }

    /// <summary>The gradient of a task.</summary>
    public double[] this[int task] => _rows[task];

    /// <summary>Reads [tasks, parameters].</summary>
    /// <exception cref="LossException">An element is not finite, or there is no task.</exception>
    public static TaskGradients Of(string key, Tensor gradients)
    {
        var (tasks, width) = (gradients.Shape[0], gradients.Shape[1]);
        if (tasks == 0) throw new LossException(LossError.Shape, $"{key}: 'gradients' {gradients.Shape} has no rows; give one for each task.");
        var all = gradients.ToArray();
        var wrong = Array.FindIndex(all, x => !double.IsFinite(x));
        if (wrong >= 0) throw new LossException(LossError.Domain, $"{key}: the gradient of task {wrong / width} is {all[wrong]} at parameter {wrong % width}; it must be finite. A diverged task spoils the direction of all tasks: leave it out, or find the cause (NaNGuard).");
        return new([.. Enumerable.Range(0, tasks).Select(t => all[(t * width)..((t + 1) * width)])], gradients.Type);
    }

    /// <summary>The inner products of all pairs.</summary>
    public double[,] Gram() => Products(this);

    /// <summary>The inner products of these rows with those of another matrix.</summary>
    public double[,] Products(TaskGradients other)
    {
        var products = new double[Tasks, other.Tasks];
        for (var i = 0; i < Tasks; i++)
        {
            for (var j = 0; j < other.Tasks; j++) products[i, j] = Dot(_rows[i], other._rows[j]);
        }

        return products;
    }

    /// <summary>The length of a task's gradient.</summary>
    public double Norm(int task) => Math.Sqrt(Dot(_rows[task], _rows[task]));

    /// <summary>The direction of a method that mixes the gradients.</summary>
    public Tensor Mixed<TMixture>(TMixture method)
        where TMixture : ITaskMixture => Combined(method.Weights(Gram()));

    /// <summary>The sum of the gradients, each times its weight.</summary>
    public Tensor Combined(ReadOnlySpan<double> weights) => Handed(Combination(weights));

    /// <summary>The sum of the gradients, each times its weight, as numbers.</summary>
    public double[] Combination(ReadOnlySpan<double> weights)
    {
        var sum = new double[Width];
        for (var t = 0; t < Tasks; t++) AddTo(sum, weights[t], _rows[t]);
        return sum;
    }

    /// <summary>A direction as a tensor of the gradients' type.</summary>
    public Tensor Handed(double[] direction) => Tensor.Of(direction, [direction.Length]).To(Type);

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => TensorPrimitives.Dot(left, right);

    /// <summary>sum += weight row, in lanes: trunks have hundreds of thousands of parameters.</summary>
    public static void AddTo(double[] sum, double weight, double[] row) => TensorPrimitives.MultiplyAdd(row, weight, sum, sum);
}

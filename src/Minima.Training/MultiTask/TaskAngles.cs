using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>The angles between the gradients of tasks.</summary>
public static class TaskAngles
{
    /// <summary>The cosine between the gradients of each pair of tasks, below 0 if they conflict; pairs with a gradient of 0 are left out.</summary>
    /// <param name="gradients">[T, D], a row for each task.</param>
    /// <exception cref="LossException">A gradient is not finite.</exception>
    public static double[] Cosines(Tensor gradients)
 => Cosines(TaskGradients.Of("cosines", gradients).Gram());

    /// <summary>The cosine between the gradients of each pair of tasks, below 0 if they conflict; pairs with a gradient of 0 are left out.</summary>
    /// <param name="products">[T, T], the inner product of each pair (<see cref="TaskStep.Products"/>).</param>
    public static double[] Cosines(double[,] products)
    {
        ArgumentNullException.ThrowIfNull(products);
        var cosines = new List<double>();
        for (var i = 0; i < products.GetLength(0); i++)
        {
            for (var j = i + 1; j < products.GetLength(0); j++)
            {
                var lengths = Math.Sqrt(products[i, i]) * Math.Sqrt(products[j, j]);
                if (lengths > 0) cosines.Add(Math.Clamp(products[i, j] / lengths, -1, 1));
            }
        }

        return [.. cosines];
    }
}

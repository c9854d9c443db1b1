using Minima.Training.Losses;

namespace Minima.Training.MultiTask;

/// <summary>How far gradients of tasks point apart.</summary>
public static class TaskAngles
{
    /// <summary>The cosine between the gradients of each pair of tasks, below 0 where they conflict; pairs with a gradient of 0 are left out.</summary>
    /// <param name="gradients">[T, D], a row for each task.</param>
    /// <exception cref="LossException">A gradient is not finite.</exception>
    public static double[] Cosines(Tensor gradients)
    {
        var rows = TaskGradients.Of("cosines", gradients);
        var cosines = new List<double>();
        for (var i = 0; i < rows.Tasks; i++)
        {
            for (var j = i + 1; j < rows.Tasks; j++)
            {
                var lengths = rows.Norm(i) * rows.Norm(j);
                if (lengths > 0) cosines.Add(Math.Clamp(TaskGradients.Dot(rows[i], rows[j]) / lengths, -1, 1));
            }
        }

        return [.. cosines];
    }
}

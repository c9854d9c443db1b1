using Minima.Training.Losses;

namespace Minima.Training.MultiTask;

/// <summary>A direction as weights of the tasks: those whose sum of gradients comes nearest to it.</summary>
internal static class DirectionWeights
{
    /// <summary>For reports, and for parameters that belong to one task alone.</summary>
    public static TaskAnswer Of(Tensor gradients, double[] direction)
    {
        var rows = TaskGradients.Of("direction", gradients);
        var along = Enumerable.Range(0, rows.Tasks).Select(task => TaskGradients.Dot(rows[task], direction)).ToArray();
        return new(SmallLinear.Solve(rows.Gram(), along), direction);
    }
}

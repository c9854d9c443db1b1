namespace Minima.Training.MultiTask;

/// <summary>Expresses a direction as weights of the tasks, for reports: the weights whose sum of gradients comes nearest to it.</summary>
internal static class DirectionWeights
{
    public static TaskAnswer Of(TaskStep step, double[] direction)
    {
        var along = step.Gradients.MatMul(Tensor.Of(direction, [direction.Length, 1])).ToArray();
        return new(SmallLinear.Solve(step.Products, along), direction);
    }
}

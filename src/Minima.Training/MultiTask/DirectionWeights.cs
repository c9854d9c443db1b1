namespace Minima.Training.MultiTask;

/// <summary>A direction as weights of the tasks: those whose sum of gradients comes nearest to it. For reports.</summary>
internal static class DirectionWeights
{
    public static TaskAnswer Of(TaskStep step, double[] direction)
    {
        var along = step.Gradients.MatMul(Tensor.Of(direction, [direction.Length, 1])).ToArray();
        return new(SmallLinear.Solve(step.Products, along), direction);
    }
}

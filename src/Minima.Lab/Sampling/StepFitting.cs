namespace Minima.Lab.Sampling;

/// <summary>A loop of steps, each on a loss of its own draws: Adam, cosine decay.</summary>
internal static class StepFitting
{
    public static void Run(IReadOnlyList<Parameter> parameters, int steps, double learningRate, Func<Tensor> loss)
    {
        var optimizer = new Adam(parameters, learningRate);
        var schedule = new CosineSchedule(steps);
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            optimizer.LearningRateFactor = schedule.At(step);
            loss().Backward();
            optimizer.Step();
        }
    }
}

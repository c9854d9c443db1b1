namespace Minima.Lab.Sampling;

/// <summary>A training loop, each step on a loss with its own draws: Adam, gradients clipped to norm 1, cosine decay.</summary>
internal static class StepFitting
{
    // A coupling flow loses modes permanently if a single batch moves it too far.
    private const double MostGradient = 1;

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
            optimizer.ClipByNorm(MostGradient);
            optimizer.Step();
        }
    }
}

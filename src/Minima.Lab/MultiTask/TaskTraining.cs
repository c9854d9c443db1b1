using Minima.Training.Data;

namespace Minima.Lab.MultiTask;

/// <summary>One training of a problem by one method.</summary>
/// <param name="Scores">The score of each task on the test rows.</param>
/// <param name="Watch">Observations during training; null if a task was trained alone.</param>
internal sealed record TaskTraining(double[] Scores, Observed? Watch)
{
    private const int BatchSize = 64;

    /// <summary>The mean score of the tasks.</summary>
    public double Mean => Scores.Average();

    /// <summary>Trains both tasks on one trunk.</summary>
    public static TaskTraining Together(TaskProblem problem, TaskBalance balance, double learningRate, int epochs, int seed)
    {
        var model = problem.Network(new RandomState((ulong)seed));
        var watch = new Observed(balance);

        try
        {
            // The terms keep their scales: the method must balance them.
            Fit(model, new Objective(problem.Terms, TermWeights.AsGiven), problem, learningRate, epochs, seed, watch);
        }
        catch (LossException)
        {
            // If no direction improves all tasks, some methods have no solution: training ends there, and the model is judged as it is.
        }

        return new(Judged(model, problem), watch);
    }

    /// <summary>Trains each task with a network of its own, as large as the shared one.</summary>
    public static TaskTraining Alone(TaskProblem problem, double learningRate, int epochs, int seed)
    {
        var scores = new double[problem.Terms.Count];
        for (var task = 0; task < scores.Length; task++)
        {
            var model = problem.Network(new RandomState((ulong)seed));
            Fit(model, new Objective([problem.Terms[task] with { Weight = 1 }]), problem, learningRate, epochs, seed, null);
            scores[task] = Judged(model, problem)[task];
        }

        return new(scores, null);
    }

    private static void Fit(Module model, Objective objective, TaskProblem problem, double learningRate, int epochs, int seed, TaskBalance? balance)
    {
        // A step sees the same number of rows, however many batches the method needs.
        var batches = balance?.Batches ?? 1;
        using var rows = DigitRows.Shuffled(problem.Training, seed, BatchSize / batches);
        var steps = epochs * (int)Math.Ceiling((double)rows.BatchesPerEpoch / batches);
        new Trainer(model, objective, new Adam(model.Parameters, learningRate)) { Epochs = epochs, Balance = balance, AccumulatedBatches = batches, Schedule = new CosineSchedule(steps) }.Fit(rows);
    }

    private static double[] Judged(Module model, TaskProblem problem)
    {
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        return DigitRows.Whole(problem.Test, double[] (batch) =>
        {
            var output = model.Forward(batch.Features);
            return [.. problem.Judges.Select(judge => judge.Score(output, batch))];
        });
    }
}

using Minima.Training;

namespace Minima.Tabular;

/// <summary>The optimizer and the schedule of the options.</summary>
internal static class NetworkOptimizer
{
    private const string WeightDecay = "weight_decay";
    private const string Steps = "steps";

    /// <summary>True for an optimizer with a line search, which needs the same batch at every evaluation.</summary>
    public static bool TakesAllRows(NetworkOptions options) => Optimizers.Find(NamedChoice.Parse("--optimizer", options.Optimizer).Name) == Lbfgs.Entry;

    /// <exception cref="TrainingException">A name or option is unknown, or a value is rejected.</exception>
    public static Optimizer Optimizer(NetworkOptions options, IReadOnlyList<Parameter> parameters)
    {
        var choice = NamedChoice.Parse("--optimizer", options.Optimizer);
        (string, double)[] given = options.WeightDecay is { } decay ? [.. choice.Options, (WeightDecay, decay)] : choice.Options;
        return Optimizers.Create(choice.Name, parameters, options.LearningRate, given);
    }

    /// <summary>The schedule over the given number of steps; null for a constant learning rate.</summary>
    /// <exception cref="TrainingException">A name or option is unknown, or a value is rejected.</exception>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public static Schedule? Schedule(NetworkOptions options, long steps)
    {
        if (options.WarmUpSteps >= steps) throw new UsageException($"train: --warm-up is {options.WarmUpSteps} steps, and the training has {steps}. Give fewer, or more --epochs.");
        var rising = options.WarmUpSteps > 0 ? new WarmUpSchedule(options.WarmUpSteps) : null;
        if (options.Schedule is not { } text) return rising;
        var choice = NamedChoice.Parse("--schedule", text);
        var entry = Schedules.Find(choice.Name);
        var left = (int)Math.Min(int.MaxValue, steps - options.WarmUpSteps);
        (string, double)[] given = entry.Options.Any(option => option is { Name: Steps, IsRequired: true }) && !choice.Has(Steps) ? [.. choice.Options, (Steps, left)] : choice.Options;
        var schedule = Schedules.Create(choice.Name, given);
        if (rising is null) return schedule;
        return schedule is not PlateauSchedule
            ? new SequenceSchedule((rising, options.WarmUpSteps), (schedule, left))
            : throw new UsageException("train: --warm-up and --schedule plateau do not go together: only a schedule used alone receives the metric that plateau watches. Leave one out.");
    }
}

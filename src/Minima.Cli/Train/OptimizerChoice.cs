using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Train;

/// <summary>The optimizer and the schedule that were asked for.</summary>
internal static class OptimizerChoice
{
    private const string WeightDecay = "weight_decay";
    private const string Steps = "steps";

    /// <summary>It searches along a line, which batches that differ would mislead.</summary>
    public static bool TakesAllRows(TrainRequest request) => Optimizers.Find(NamedChoice.Parse("--optimizer", request.Optimizer).Name) == Lbfgs.Entry;

    /// <exception cref="TrainingException">Unknown name or option, or a value that is refused.</exception>
    public static Optimizer Optimizer(TrainRequest request, IReadOnlyList<Parameter> parameters)
    {
        var choice = NamedChoice.Parse("--optimizer", request.Optimizer);
        (string, double)[] options = request.WeightDecay is { } decay ? [.. choice.Options, (WeightDecay, decay)] : choice.Options;
        return Optimizers.Create(choice.Name, parameters, request.LearningRate, options);
    }

    /// <summary>Over so many steps; null where the learning rate stays.</summary>
    /// <exception cref="TrainingException">Unknown name or option, or a value that is refused.</exception>
    /// <exception cref="UsageException">Options do not go together.</exception>
    public static Schedule? Schedule(TrainRequest request, long steps)
    {
        if (request.WarmUp >= steps) throw new UsageException($"train: --warm-up is {request.WarmUp} steps, and the training has {steps}. Give fewer, or more --epochs.");
        var rising = request.WarmUp > 0 ? new WarmUpSchedule(request.WarmUp) : null;
        if (request.Schedule is not { } text) return rising;
        var choice = NamedChoice.Parse("--schedule", text);
        var entry = Schedules.Find(choice.Name);
        var left = (int)Math.Min(int.MaxValue, steps - request.WarmUp);
        (string, double)[] options = entry.Options.Any(option => option is { Name: Steps, IsRequired: true }) && !choice.Has(Steps) ? [.. choice.Options, (Steps, left)] : choice.Options;
        var schedule = Schedules.Create(choice.Name, options);
        if (rising is null) return schedule;
        return schedule is not PlateauSchedule
            ? new SequenceSchedule((rising, request.WarmUp), (schedule, left))
            : throw new UsageException("train: --warm-up and --schedule plateau do not go together: what falls on a plateau is reported to a schedule that stands alone. Leave one out.");
    }
}

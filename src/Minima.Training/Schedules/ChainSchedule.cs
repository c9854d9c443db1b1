namespace Minima.Training;

/// <summary>The product of several schedules, such as a warm-up and a slow decay. As PyTorch's ChainedScheduler.</summary>
public sealed class ChainSchedule : Schedule
{
    private readonly Schedule[] _schedules;

    /// <summary>Multiplies schedules.</summary>
    /// <exception cref="TrainingException">No schedules.</exception>
    public ChainSchedule(params IReadOnlyList<Schedule> schedules)
        : base("chain")
    {
        ArgumentNullException.ThrowIfNull(schedules);
        if (schedules.Count == 0) throw new TrainingException("chain: there are no schedules. Give at least one.");
        _schedules = [.. schedules];
    }

    private protected override double Factor(long step)
    {
        double factor = 1;
        foreach (var schedule in _schedules) factor *= schedule.At(step);
        return factor;
    }
}

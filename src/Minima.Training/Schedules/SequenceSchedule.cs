using System.Globalization;

namespace Minima.Training;

/// <summary>One schedule after another, each counting from 0; the last never ends. As PyTorch's SequentialLR.</summary>
/// <example><code>new SequenceSchedule((new WarmUpSchedule(100), 100), (new CosineSchedule(900), 900))</code></example>
public sealed class SequenceSchedule : Schedule
{
    private readonly (Schedule Schedule, long Steps)[] _parts;

    /// <summary>Runs schedules one after another, each with its number of steps.</summary>
    /// <exception cref="TrainingException">No schedules, or one with fewer than 1 step.</exception>
    public SequenceSchedule(params IReadOnlyList<(Schedule Schedule, long Steps)> parts)
        : base("sequence")
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new TrainingException("sequence: there are no schedules. Give at least one.");
        foreach (var (schedule, steps) in parts)
        {
            if (steps < 1) throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"sequence: {schedule.Name} has {steps} steps; each schedule has 1 or more."));
        }

        _parts = [.. parts];
    }

    private protected override double Factor(long step)
    {
        var part = 0;
        for (; part < _parts.Length - 1 && step >= _parts[part].Steps; part++) step -= _parts[part].Steps;
        return _parts[part].Schedule.At(step);
    }
}

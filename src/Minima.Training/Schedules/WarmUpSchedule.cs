namespace Minima.Training;

/// <summary>Linear from one factor to another, and there it stays. As PyTorch's LinearLR.</summary>
public sealed class WarmUpSchedule : Schedule
{
    private readonly long _steps;
    private readonly double _start;
    private readonly double _end;

    /// <summary>From <paramref name="start"/> at step 0 to <paramref name="end"/> after so many steps.</summary>
    /// <exception cref="TrainingException">Fewer than 1 step, a negative or infinite factor.</exception>
    public WarmUpSchedule(int steps, double start = 0.01, double end = 1)
        : base(Entry, steps, start, end)
    {
        _steps = steps;
        _start = start;
        _end = end;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "warm_up",
        ["linear"],
        "Linear from a small factor to 1.",
        [
            new("steps", double.NaN, OptionKind.Count, "how many steps it takes"),
            new("start", 0.01, OptionKind.NonNegative, "the factor at first"),
            new("end", 1, OptionKind.NonNegative, "the factor at the end"),
        ],
        static values => new WarmUpSchedule((int)values[0], values[1], values[2]));

    private protected override double Factor(long step) => _start + ((_end - _start) * Math.Min(step, _steps) / _steps);
}

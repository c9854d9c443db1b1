namespace Minima.Training;

/// <summary>One factor for the first steps, then 1; without arguments always 1. As PyTorch's ConstantLR.</summary>
public sealed class ConstantSchedule : Schedule
{
    private readonly double _factor;
    private readonly long _steps;

    /// <summary>A factor for so many steps.</summary>
    /// <exception cref="TrainingException">A negative or infinite factor, a negative number of steps.</exception>
    public ConstantSchedule(double factor = 1, int steps = 0)
        : base(Entry, factor, steps)
    {
        _factor = factor;
        _steps = steps;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "constant",
        ["none"],
        "One factor for the first steps, then 1.",
        [new("factor", 1, OptionKind.NonNegative, "the factor of the first steps"), new("steps", 0, OptionKind.CountOrZero, "how many steps have it")],
        static values => new ConstantSchedule(values[0], (int)values[1]));

    private protected override double Factor(long step) => step < _steps ? _factor : 1;
}

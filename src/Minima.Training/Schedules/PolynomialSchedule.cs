namespace Minima.Training;

/// <summary>(1 - step / steps)^power, 0 at the end. As PyTorch's PolynomialLR.</summary>
public sealed class PolynomialSchedule : Schedule
{
    private readonly long _steps;
    private readonly double _power;

    /// <summary>Down to 0 over so many steps; linear with power 1.</summary>
    /// <exception cref="TrainingException">Fewer than 1 step, a power that is not above 0.</exception>
    public PolynomialSchedule(int steps, double power = 1)
        : base(Entry, steps, power)
    {
        _steps = steps;
        _power = power;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "polynomial",
        ["linear_decay"],
        "A power of the part that is left, down to 0.",
        [new("steps", double.NaN, OptionKind.Count, "how many steps it takes"), new("power", 1, OptionKind.Positive, "the power; 1 is a straight line")],
        static values => new PolynomialSchedule((int)values[0], values[1]));

    private protected override double Factor(long step) => Math.Pow(1 - ((double)Math.Min(step, _steps) / _steps), _power);
}

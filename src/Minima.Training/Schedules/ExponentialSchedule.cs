namespace Minima.Training;

/// <summary>gamma^step. As PyTorch's ExponentialLR.</summary>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _gamma;

    /// <summary>Times gamma after every step.</summary>
    /// <exception cref="TrainingException">A gamma that is not above 0.</exception>
    public ExponentialSchedule(double gamma)
        : base(Entry, gamma) => _gamma = gamma;

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "exponential_decay",
        [],
        "Falls by a factor at every step.",
        [new("gamma", double.NaN, OptionKind.Positive, "the factor")],
        static values => new ExponentialSchedule(values[0]));

    private protected override double Factor(long step) => Math.Pow(_gamma, step);
}

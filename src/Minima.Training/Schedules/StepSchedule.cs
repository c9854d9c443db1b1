namespace Minima.Training;

/// <summary>gamma^floor(step / every): falls by a factor at regular steps. As PyTorch's StepLR.</summary>
public sealed class StepSchedule : Schedule
{
    private readonly long _every;
    private readonly double _gamma;

    /// <summary>Times gamma after every so many steps.</summary>
    /// <exception cref="TrainingException">Fewer than 1 step, a gamma that is not above 0.</exception>
    public StepSchedule(int every, double gamma = 0.1)
        : base(Entry, every, gamma)
    {
        _every = every;
        _gamma = gamma;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "step",
        [],
        "Falls by a factor at regular steps.",
        [new("every", double.NaN, OptionKind.Count, "after how many steps it falls"), new("gamma", 0.1, OptionKind.Positive, "the factor")],
        static values => new StepSchedule((int)values[0], values[1]));

    private protected override double Factor(long step) => Math.Pow(_gamma, step / _every);
}

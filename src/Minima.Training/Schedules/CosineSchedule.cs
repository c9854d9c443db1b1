namespace Minima.Training;

/// <summary>Half a cosine from 1 down to <c>least</c>, and there it stays (Loshchilov, Hutter 2017). PyTorch's CosineAnnealingLR rises again behind the end.</summary>
public sealed class CosineSchedule : Schedule
{
    private readonly long _steps;
    private readonly double _least;

    /// <summary>Down over so many steps.</summary>
    /// <exception cref="TrainingException">Fewer than 1 step, a negative or infinite least factor.</exception>
    public CosineSchedule(int steps, double least = 0)
        : base(Entry, steps, least)
    {
        _steps = steps;
        _least = least;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "cosine",
        ["cosine_annealing"],
        "Half a cosine from 1 down.",
        [new("steps", double.NaN, OptionKind.Count, "how many steps it takes"), new("least", 0, OptionKind.NonNegative, "the factor at the end")],
        static values => new CosineSchedule((int)values[0], values[1]));

    private protected override double Factor(long step) => step >= _steps ? _least : Cosine(1, _least, (double)step / _steps);
}

namespace Minima.Training;

/// <summary>Half cosines from 1 down, one after another, each so many times longer than the last (Loshchilov, Hutter 2017). As PyTorch's CosineAnnealingWarmRestarts.</summary>
public sealed class CosineRestartsSchedule : Schedule
{
    private readonly long _first;
    private readonly long _longer;
    private readonly double _least;

    /// <summary>The first cosine takes <paramref name="first"/> steps.</summary>
    /// <exception cref="TrainingException">Fewer than 1 step, a growth below 1, a negative or infinite least factor.</exception>
    public CosineRestartsSchedule(int first, int longer = 1, double least = 0)
        : base(Entry, first, longer, least)
    {
        _first = first;
        _longer = longer;
        _least = least;
    }

    /// <summary>Name and options.</summary>
    public static ScheduleEntry Entry { get; } = new(
        "cosine_restarts",
        ["cosine_annealing_warm_restarts", "sgdr"],
        "Half cosines from 1 down, one after another.",
        [
            new("first", double.NaN, OptionKind.Count, "how many steps the first takes"),
            new("longer", 1, OptionKind.Count, "how many times longer each is than the one before"),
            new("least", 0, OptionKind.NonNegative, "the factor at their ends"),
        ],
        static values => new CosineRestartsSchedule((int)values[0], (int)values[1], values[2]));

    private protected override double Factor(long step)
    {
        var length = _first;
        if (_longer == 1)
        {
            step %= length;
        }
        else
        {
            for (; step >= length; length = length > long.MaxValue / _longer ? long.MaxValue : length * _longer) step -= length;
        }

        return Cosine(1, _least, (double)step / length);
    }
}

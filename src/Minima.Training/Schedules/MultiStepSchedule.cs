namespace Minima.Training;

/// <summary>gamma^(number of milestones reached). As PyTorch's MultiStepLR; a milestone given twice counts twice.</summary>
public sealed class MultiStepSchedule : Schedule
{
    private readonly long[] _milestones;
    private readonly double _gamma;

    /// <summary>Multiplies by gamma at each milestone.</summary>
    /// <exception cref="TrainingException">No milestones, a negative one, or a gamma that is not above 0.</exception>
    public MultiStepSchedule(IReadOnlyList<long> milestones, double gamma = 0.1)
        : base("multi_step")
    {
        ArgumentNullException.ThrowIfNull(milestones);
        if (milestones.Count == 0 || milestones.Any(m => m < 0)) throw new TrainingException("multi_step: milestones are steps from 0, at least one. Give the steps at which the rate is to fall.");
        _milestones = [.. milestones.Order()];
        _gamma = new NamedOption("gamma", 0.1, OptionKind.Positive, "the factor").Checked(Name, gamma);
    }

    private protected override double Factor(long step)
    {
        var reached = 0;
        while (reached < _milestones.Length && _milestones[reached] <= step) reached++;
        return Math.Pow(_gamma, reached);
    }
}

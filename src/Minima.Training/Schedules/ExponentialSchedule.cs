namespace Minima.Training;

/// <summary>gamma^step. As PyTorch's ExponentialLR.</summary>
[Schedule(
    "exponential_decay",
    Summary = "Falls by a factor at every step.",
    ChineseSummary = "每步按一个因子下降。",
    Formula = "gamma^step",
    Elsewhere = ["torch.optim.lr_scheduler.ExponentialLR", "keras.optimizers.schedules.ExponentialDecay", "optax.exponential_decay"])]
public sealed partial class ExponentialSchedule(
    [Option(OptionKind.Positive, "the factor", "因子")] double gamma)
    : Schedule(Entry, gamma)
{
    private readonly double _gamma = gamma;

    private protected override double Factor(long step) => Math.Pow(_gamma, step);
}

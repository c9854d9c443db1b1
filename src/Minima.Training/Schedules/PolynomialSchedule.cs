namespace Minima.Training;

/// <summary>(1 - step / steps)^power, 0 at the end. As PyTorch's PolynomialLR.</summary>
[Schedule(
    "polynomial",
    Aliases = ["linear_decay"],
    Summary = "A power of the part that is left, down to 0.",
    ChineseSummary = "剩余部分的幂，降到 0。",
    Formula = "(1 - step / steps)^power, 0 from steps on",
    Elsewhere = ["torch.optim.lr_scheduler.PolynomialLR", "keras.optimizers.schedules.PolynomialDecay", "optax.polynomial_schedule"])]
public sealed partial class PolynomialSchedule(
    [Option(OptionKind.Count, "how many steps it takes", "共多少步")] int steps,
    [Option(OptionKind.Positive, "the power; 1 is a straight line", "幂次；1 为直线")] double power = 1)
    : Schedule(Entry, steps, power)
{
    private readonly long _steps = steps;
    private readonly double _power = power;

    private protected override double Factor(long step) => Math.Pow(1 - ((double)Math.Min(step, _steps) / _steps), _power);
}

namespace Minima.Training;

/// <summary>One factor for the first steps, then 1; without arguments always 1. As PyTorch's ConstantLR.</summary>
[Schedule(
    "constant",
    Aliases = ["none"],
    Summary = "One factor for the first steps, then 1.",
    ChineseSummary = "起始若干步用一个因子，之后为 1。",
    Formula = "factor for step < steps, then 1",
    Elsewhere = ["torch.optim.lr_scheduler.ConstantLR"])]
public sealed partial class ConstantSchedule(
    [Option(OptionKind.NonNegative, "the factor of the first steps", "起始各步的因子")] double factor = 1,
    [Option(OptionKind.CountOrZero, "how many steps have it", "多少步用它")] int steps = 0)
    : Schedule(Entry, factor, steps)
{
    private readonly double _factor = factor;
    private readonly long _steps = steps;

    private protected override double Factor(long step) => step < _steps ? _factor : 1;
}

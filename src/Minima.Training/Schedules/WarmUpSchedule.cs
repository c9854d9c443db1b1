namespace Minima.Training;

/// <summary>Changes linearly from one factor to another, then stays there. As PyTorch's LinearLR.</summary>
[Schedule(
    "warm_up",
    Aliases = ["linear"],
    Summary = "Linear from a small factor to 1.",
    ChineseSummary = "从小因子线性升到 1。",
    Formula = "start + (end - start) min(step, steps) / steps",
    Elsewhere = ["torch.optim.lr_scheduler.LinearLR", "optax.linear_schedule"])]
public sealed partial class WarmUpSchedule(
    [Option(OptionKind.Count, "how many steps it takes", "共多少步")] int steps,
    [Option(OptionKind.NonNegative, "the factor at first", "起始的因子")] double start = 0.01,
    [Option(OptionKind.NonNegative, "the factor at the end", "终点的因子")] double end = 1)
    : Schedule(Entry, steps, start, end)
{
    private readonly long _steps = steps;
    private readonly double _start = start;
    private readonly double _end = end;

    private protected override double Factor(long step) => _start + ((_end - _start) * Math.Min(step, _steps) / _steps);
}

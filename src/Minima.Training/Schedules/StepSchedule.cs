namespace Minima.Training;

/// <summary>gamma^floor(step / every): falls by a factor at regular steps. As PyTorch's StepLR.</summary>
[Schedule(
    "step",
    Summary = "Falls by a factor at regular steps.",
    ChineseSummary = "每隔固定步数按一个因子下降。",
    Formula = "gamma^floor(step / every)",
    Elsewhere = ["torch.optim.lr_scheduler.StepLR"])]
public sealed partial class StepSchedule(
    [Option(OptionKind.Count, "after how many steps it falls", "每隔多少步下降")] int every,
    [Option(OptionKind.Positive, "the factor", "因子")] double gamma = 0.1)
    : Schedule(Entry, every, gamma)
{
    private readonly long _every = every;
    private readonly double _gamma = gamma;

    private protected override double Factor(long step) => Math.Pow(_gamma, step / _every);
}

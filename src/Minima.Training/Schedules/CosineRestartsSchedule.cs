namespace Minima.Training;

/// <summary>Half cosines falling from 1, one after another, each longer than the last by a constant factor (Loshchilov, Hutter 2017). As PyTorch's CosineAnnealingWarmRestarts.</summary>
[Schedule(
    "cosine_restarts",
    Aliases = ["cosine_annealing_warm_restarts", "sgdr"],
    Summary = "Half cosines from 1 down, one after another.",
    ChineseSummary = "一个接一个的从 1 向下的半个余弦。",
    Formula = "least + (1 - least) (1 + cos(pi part)) / 2, part of the present cosine; the lengths are first, first longer, first longer^2, ...",
    Source = "Loshchilov and Hutter 2017, SGDR: stochastic gradient descent with warm restarts, ICLR, arXiv:1608.03983",
    Elsewhere = ["torch.optim.lr_scheduler.CosineAnnealingWarmRestarts", "keras.optimizers.schedules.CosineDecayRestarts", "optax.sgdr_schedule"])]
public sealed partial class CosineRestartsSchedule(
    [Option(OptionKind.Count, "how many steps the first takes", "第一个占多少步")] int first,
    [Option(OptionKind.Count, "how many times longer each is than the one before", "每个比前一个长多少倍")] int longer = 1,
    [Option(OptionKind.NonNegative, "the factor at their ends", "各自终点的因子")] double least = 0)
    : Schedule(Entry, first, longer, least)
{
    private readonly long _first = first;
    private readonly long _longer = longer;
    private readonly double _least = least;

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

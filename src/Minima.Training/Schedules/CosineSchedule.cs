namespace Minima.Training;

/// <summary>Falls along half a cosine from 1 to <c>least</c>, then stays there (Loshchilov, Hutter 2017). PyTorch's CosineAnnealingLR rises again after the end.</summary>
[Schedule(
    "cosine",
    Aliases = ["cosine_annealing"],
    Summary = "Half a cosine from 1 down.",
    ChineseSummary = "从 1 向下的半个余弦。",
    Formula = "least + (1 - least) (1 + cos(pi step / steps)) / 2 until steps, then least",
    Source = "Loshchilov and Hutter 2017, SGDR: stochastic gradient descent with warm restarts, ICLR, arXiv:1608.03983",
    Elsewhere = ["torch.optim.lr_scheduler.CosineAnnealingLR", "keras.optimizers.schedules.CosineDecay", "optax.cosine_decay_schedule"])]
public sealed partial class CosineSchedule(
    [Option(OptionKind.Count, "how many steps it takes", "共多少步")] int steps,
    [Option(OptionKind.NonNegative, "the factor at the end", "终点的因子")] double least = 0)
    : Schedule(Entry, steps, least)
{
    private readonly long _steps = steps;
    private readonly double _least = least;

    private protected override double Factor(long step) => step >= _steps ? _least : Cosine(1, _least, (double)step / _steps);
}

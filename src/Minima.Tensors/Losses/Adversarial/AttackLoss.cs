using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>The objective that an attack maximises: a number for each row, the larger the more the model is misled.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Terms">The objective: logits [N, K] and int labels [N] to [N].</param>
public sealed record AttackLoss(string Name, Func<Tensor, Tensor, Tensor> Terms)
{
    // Madry's attacks continue until a rival leads by this much.
    private const double Lead = 50;

    /// <summary>Cross-entropy: Goodfellow, Shlens and Szegedy 2015, arXiv:1412.6572. Its gradient vanishes where the model is very certain.</summary>
    public static AttackLoss CrossEntropy { get; } = new("cross-entropy", SoftmaxCrossEntropy.PerRow);

    /// <summary>The lead of the strongest rival, until it leads by 50: Carlini and Wagner 2017, arXiv:1608.04644.</summary>
    public static AttackLoss Margin { get; } = new("margin", static (logits, labels) => -new CarliniWagnerMargin(Lead).Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None }));

    /// <summary>The same in units of the range of the three largest logits, for at least three classes: Croce and Hein 2020, arXiv:2003.01690.</summary>
    public static AttackLoss LogitRatio { get; } = new("logit ratio", static (logits, labels) => new LogitRatio().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None }));

    /// <summary>The divergence from the model's prediction on clean inputs, as TRADES maximises it: labels are not needed. Zhang et al. 2019, arXiv:1901.08573.</summary>
    /// <param name="clean">The logits of clean inputs, [N, K]; constants.</param>
    public static AttackLoss DivergenceFrom(Tensor clean)
    {
        var given = clean.Detach();
        return new("divergence", (logits, _) => new VirtualAdversarial().Apply(logits, given, new LossArguments { Reduction = Minima.Reduction.None }));
    }
}

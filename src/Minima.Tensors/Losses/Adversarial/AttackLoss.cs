using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>What an attack raises: a number for each row, the larger the more the model is misled.</summary>
/// <param name="Name">In reports.</param>
/// <param name="Terms">Of logits [N, K] and int labels [N]: [N].</param>
public sealed record AttackLoss(string Name, Func<Tensor, Tensor, Tensor> Terms)
{
    // Madry's attacks go on until a rival leads by so much.
    private const double Lead = 50;

    /// <summary>Cross-entropy: Goodfellow, Shlens and Szegedy 2015, arXiv:1412.6572. Its gradient dies out where the model is very sure.</summary>
    public static AttackLoss CrossEntropy { get; } = new("cross-entropy", SoftmaxCrossEntropy.PerRow);

    /// <summary>The lead of the strongest rival, until it leads by 50: Carlini and Wagner 2017, arXiv:1608.04644.</summary>
    public static AttackLoss Margin { get; } = new("margin", static (logits, labels) => -new CarliniWagnerMargin(Lead).Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None }));

    /// <summary>The same in units of the spread of the three largest logits, for at least three classes: Croce and Hein 2020, arXiv:2003.01690.</summary>
    public static AttackLoss LogitRatio { get; } = new("logit ratio", static (logits, labels) => new LogitRatio().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None }));

    /// <summary>The divergence from what the model says of clean inputs, as TRADES raises it: labels are not needed. Zhang et al. 2019, arXiv:1901.08573.</summary>
    /// <param name="clean">The logits of clean inputs, [N, K]; they count as given.</param>
    public static AttackLoss DivergenceFrom(Tensor clean)
    {
        var given = clean.Detach();
        return new("divergence", (logits, _) => new VirtualAdversarial().Apply(logits, given, new LossArguments { Reduction = Minima.Reduction.None }));
    }
}

using Minima.Tensors.Losses;

namespace Minima.Training.Adversarial;

/// <summary>The objectives of the catalogue's adversarial family, each as its paper pairs the players.</summary>
public static class GanObjectives
{
    private const double WassersteinClip = 0.01;
    private const int WassersteinSteps = 5;
    private const double WassersteinSlope = 10;
    private const double RealSlope = 1;

    /// <summary>Goodfellow et al. 2014: the original minimax game, whose generator gets no gradient from a confident critic.</summary>
    public static GanObjective Minimax { get; } = new("minimax", Discriminator, (_, fake) => new GanGeneratorMinimax().Apply(fake));

    /// <summary>Goodfellow et al. 2014: the generator raises the probability of its items being taken as real instead.</summary>
    public static GanObjective NonSaturating { get; } = new("non-saturating", Discriminator, (_, fake) => new GanGeneratorNonSaturating().Apply(fake));

    /// <summary>Mescheder, Geiger and Nowozin 2018: with the penalty R1 on the critic's gradient at real items.</summary>
    public static GanObjective R1 { get; } = NonSaturating with
    {
        Name = "non-saturating + R1",
        Penalty = (critic, real, _, _) => new RealGradientPenalty(RealSlope).Apply(CriticGradient.At(critic, real)),
    };

    /// <summary>Mescheder, Geiger and Nowozin 2018: with the penalty R2 on the critic's gradient at generated items.</summary>
    public static GanObjective R2 { get; } = NonSaturating with
    {
        Name = "non-saturating + R2",
        Penalty = (critic, _, fake, _) => new RealGradientPenalty(RealSlope).Apply(CriticGradient.At(critic, fake)),
    };

    /// <summary>Arjovsky, Chintala and Bottou 2017: the earth mover's distance, the critic's weights clipped to 0.01, five steps of the critic for one of the generator.</summary>
    public static GanObjective Wasserstein { get; } = WassersteinClipped(WassersteinClip);

    /// <summary>Gulrajani et al. 2017: the norm of the critic's gradient is held near 1 between real and generated items, with the paper's weight of 10.</summary>
    public static GanObjective WassersteinPenalty { get; } = WassersteinPenalized(WassersteinSlope);

    /// <summary>Mao et al. 2017: squared distances to labels 0 and 1.</summary>
    public static GanObjective LeastSquares { get; } = new(
        "LSGAN",
        (real, fake) => new LeastSquaresGan(0, 1).Apply(real, fake),
        (_, fake) => 0.5 * ((fake - 1) * (fake - 1)).Mean());

    /// <summary>Lim and Ye 2017: the hinge loss.</summary>
    public static GanObjective Hinge { get; } = new("hinge GAN", (real, fake) => new HingeGan().Apply(real, fake), (_, fake) => new WassersteinGenerator().Apply(fake));

    /// <summary>Jolicoeur-Martineau 2019: real items against the average of generated ones, and the other way round for the generator.</summary>
    public static GanObjective Relativistic { get; } = new("relativistic", (real, fake) => new RelativisticGan(Average: true).Apply(real, fake), (real, fake) => new RelativisticGan(Average: true).Apply(fake, real));

    /// <summary>
    /// Nowozin, Cseke and Tomioka 2016: the Pearson divergence by its variational bound, which the critic raises. The generator raises the critic's outputs for
    /// its items (section 3.2 of the paper), because for the generator the bound itself has no lower limit.
    /// </summary>
    public static GanObjective Divergence { get; } = new(
        "f-GAN (Pearson)",
        (real, fake) => new FGan(VariationalDivergence.Pearson).Apply(real, fake),
        (_, fake) => new WassersteinGenerator().Apply(fake));

    /// <summary>All objectives of this class.</summary>
    public static IReadOnlyList<GanObjective> All { get; } = [Minimax, NonSaturating, R1, R2, Wasserstein, WassersteinPenalty, LeastSquares, Hinge, Relativistic, Divergence];

    /// <summary>WGAN with another bound on the critic's weights: small networks need a larger one than the paper's 0.01, or the critic stays flat.</summary>
    /// <param name="most">The bound on the absolute value of every weight.</param>
    /// <exception cref="TrainingException">Not above 0.</exception>
    public static GanObjective WassersteinClipped(double most) => most > 0 && double.IsFinite(most)
        ? new("WGAN, clipped", Distance, (_, fake) => new WassersteinGenerator().Apply(fake)) { ClipWeights = most, CriticSteps = WassersteinSteps }
        : throw new TrainingException($"Cannot clip the weights of WGAN's critic to {most}; the bound must be finite and above 0.");

    /// <summary>WGAN-GP with another weight of the penalty: the authors' code uses 0.1 for points in the plane.</summary>
    /// <param name="lambda">The weight of the penalty.</param>
    /// <exception cref="LossException">Below 0.</exception>
    public static GanObjective WassersteinPenalized(double lambda) => new("WGAN-GP", Distance, (_, fake) => new WassersteinGenerator().Apply(fake))
    {
        Penalty = (critic, real, fake, random) => new GradientPenalty(lambda).Apply(CriticGradient.At(critic, Between(real, fake, random))),
        CriticSteps = WassersteinSteps,
    };

    private static Tensor Discriminator(Tensor real, Tensor fake) => new GanDiscriminator(0).Apply(real, fake);

    private static Tensor Distance(Tensor real, Tensor fake) => new WassersteinCritic().Apply(real, fake);

    /// <summary>A random point on the segment between each generated item and a real one.</summary>
    private static Tensor Between(Tensor real, Tensor fake, RandomState random)
    {
        var share = new double[real.Shape[0]];
        for (var i = 0; i < share.Length; i++) share[i] = random.NextDouble();
        var column = Tensor.Of(share, [share.Length]).To(real.Type);
        for (var axis = 1; axis < real.Rank; axis++) column = column.Reshape(column.Shape.Insert(axis, 1));
        using (Autograd.NoGradient()) return fake + (column.BroadcastTo(real.Shape) * (real - fake));
    }
}

using Minima.Tensors.Losses;

namespace Minima.Training.Robustness;

/// <summary>The small change of each input that alters the prediction most, found without labels by power iteration.</summary>
/// <remarks>
/// <para>Formula: d random; repeated: g = gradient with respect to r of KL(softmax f(x) || softmax f(x + r)) at r = probe d, d = g / |g|; the change is radius d.</para>
/// <para>Near r = 0 the divergence is half r'Hr, so that the gradient at probe d is probe H d, and the iteration finds the leading eigenvector of H.</para>
/// <para>Convention: the authors' probe is 1e-6; in float, rounding hides the differences of probabilities there, so the default is 0.01. The changed inputs are not clipped.</para>
/// <para>Source: Miyato, Maeda, Koyama and Ishii 2018, IEEE TPAMI 41(8), arXiv:1704.03976.</para>
/// </remarks>
public sealed record VirtualAdversary
{
    /// <param name="radius">The Euclidean length of the change.</param>
    /// <exception cref="TrainingException">Negative or not finite.</exception>
    public VirtualAdversary(double radius) => Radius = radius >= 0 && double.IsFinite(radius) ? radius : throw new TrainingException(FormattableString.Invariant($"The radius of a virtual adversary is {radius}; it must be finite, 0 or above."));

    /// <summary>The Euclidean length of the change.</summary>
    public double Radius { get; }

    /// <summary>The distance from the input at which gradients are evaluated.</summary>
    /// <exception cref="TrainingException">0, negative or not finite.</exception>
    public double Probe
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new TrainingException(FormattableString.Invariant($"The probe of a virtual adversary is {value}; it must be finite and above 0."));
    } = 0.01;

    /// <summary>The number of power iterations.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Iterations
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"A virtual adversary cannot have {value} iterations; it needs at least 1.");
    } = 1;

    /// <summary>The changed inputs, without gradient history.</summary>
    /// <param name="model">Computes the logits of inputs, each row by itself.</param>
    /// <param name="inputs">[N, ..].</param>
    /// <param name="random">Draws the first direction.</param>
    public Tensor Of(Func<Tensor, Tensor> model, Tensor inputs, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(random);
        var clean = inputs.Detach();
        var loss = AttackLoss.DivergenceFrom(Logits(model, clean));
        var noise = new double[clean.Count];
        random.FillNormal(noise);
        var direction = Directions.Unit(Tensor.Of(noise, clean.Shape)).To(clean.Type).Keep();
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            using var scope = StepScope.Begin();
            using var recording = Autograd.Recording();
            var leaf = (clean + (Probe * direction)).WithGradient();
            direction = Directions.Unit(Autograd.Gradient(loss.Terms(model(leaf), default).Sum(), [leaf])[0]).Keep();
        }

        return clean + (Radius * direction);
    }

    private static Tensor Logits(Func<Tensor, Tensor> model, Tensor clean)
    {
        using var silence = Autograd.NoGradient();
        return model(clean);
    }
}

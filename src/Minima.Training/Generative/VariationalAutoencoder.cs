using System.Text.Json.Nodes;
using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.Generative;

/// <summary>An encoder and a decoder between items and a code that is near standard normal: bounds on the log-likelihood of items, and items decoded from drawn codes.</summary>
/// <remarks>
/// <para>Formula: z = m(x) + exp(v(x) / 2) e, e standard normal; the bound of one sample is -log p(x | z) + beta KL(N(m, exp v) || N(0, 1)), that of K samples -log mean_k p(x | z_k) p(z_k) / q(z_k | x).</para>
/// <para>Convention: sums over the elements of an item, means over items, in nats. beta 1 is the bound; above 1 it is a beta-VAE.</para>
/// <para>Source: Kingma and Welling 2014, ICLR, arXiv:1312.6114; Higgins et al. 2017, ICLR (beta-VAE); Burda, Grosse and Salakhutdinov 2016, ICLR, arXiv:1509.00519 (K samples); Rybkin, Daniilidis and Levine 2021, ICML, arXiv:2006.13202 (one learned deviation).</para>
/// </remarks>
/// <example><code>
/// var model = new VariationalAutoencoder(Models.Mlp(64, [128], 16, random), Models.Mlp(8, [128], 64, random), codeWidth: 8, CodeLikelihood.Bernoulli);
/// model.Loss(batch, random).Backward();
/// var items = model.Draw(100, random);
/// </code></example>
[Layer(
    "variational_autoencoder",
    Summary = "Two networks between items and a code that is near standard normal.",
    ChineseSummary = "样本与接近标准正态的编码之间的两个网络。",
    Source = "Kingma and Welling 2014, Auto-encoding variational Bayes, ICLR, arXiv:1312.6114")]
public sealed class VariationalAutoencoder : Module
{
    private readonly Module _encoder;
    private readonly Module _decoder;
    private readonly CodeLikelihood _likelihood;
    private readonly double _deviation;
    private readonly Parameter? _logVariance;
    private readonly ElementType _type;

    /// <param name="encoder">Maps items [N, D] to [N, 2 codeWidth]: the means of the code, then the logarithms of its variances.</param>
    /// <param name="decoder">Maps codes [N, codeWidth] to [N, D]: logits or means.</param>
    /// <param name="codeWidth">The number of elements in a code.</param>
    /// <param name="likelihood">The distribution whose logits or means the decoder predicts.</param>
    /// <param name="deviation">The initial value of the learned standard deviation of Gaussian items. Start below that of the data: otherwise the code costs more than it gains from the first step on, and collapses.</param>
    /// <param name="type">Float or double, that of the networks.</param>
    /// <exception cref="TrainingException">A code width below 1, or a deviation not above 0.</exception>
    public VariationalAutoencoder(
        Module encoder,
        Module decoder,
        [Option(OptionKind.Count, "the length of a code", "编码的长度")] int codeWidth,
        CodeLikelihood likelihood,
        [Option(OptionKind.Positive, "the deviation of normal items", "正态样本的标准差")] double deviation = 0.1,
        ElementType type = ElementType.Single)
    {
        Sizes.Positive(nameof(VariationalAutoencoder), nameof(codeWidth), codeWidth);
        Sizes.Positive(nameof(VariationalAutoencoder), nameof(deviation), deviation);
        (_encoder, _decoder) = (Add("encoder", encoder), Add("decoder", decoder));
        (CodeWidth, _likelihood, _deviation, _type) = (codeWidth, likelihood, deviation, type);
        if (likelihood == CodeLikelihood.Gaussian) _logVariance = Add("log_variance", Tensor.Full(Shape.Scalar, 2 * Math.Log(deviation), type));
    }

    /// <summary>The number of elements in a code.</summary>
    public int CodeWidth { get; }

    /// <inheritdoc/>
    public override string ToString() => $"VariationalAutoencoder({_encoder}, {_decoder}, {NameOf(_likelihood)})";

    /// <summary>The distribution of each item's code: means, and logarithms of variances, [N, CodeWidth] each.</summary>
    /// <exception cref="TrainingException">The encoder's output has another width.</exception>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor items)
    {
        var both = _encoder.Forward(items);
        if (both.Rank != 2 || both.Shape[1] != 2 * CodeWidth) throw new TrainingException($"The encoder of a variational autoencoder gave {both.Shape} for a code of {CodeWidth} numbers; it must give {2 * CodeWidth} for each item: means, then logarithms of variances.");
        return (both.Slice(1, 0, CodeWidth), both.Slice(1, CodeWidth, CodeWidth));
    }

    /// <summary>Decodes codes to items: probabilities, or means.</summary>
    public Tensor Decode(Tensor codes)
    {
        var output = _decoder.Forward(codes);
        return _likelihood == CodeLikelihood.Bernoulli ? output.Sigmoid() : output;
    }

    /// <summary>Items decoded from standard normal codes.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="random">Draws codes, and noise.</param>
    /// <param name="withNoise">True draws a Gaussian item around its mean; false returns the mean. Bernoulli items are always probabilities.</param>
    public Tensor Draw(int items, RandomState random, bool withNoise = false)
    {
        ArgumentNullException.ThrowIfNull(random);
        var means = Decode(Sizes.Normal([items, CodeWidth], 1, random, _type));
        return withNoise && _logVariance is { } logVariance ? means + ((logVariance.Value / 2).Exp() * Sizes.Normal(means.Shape, 1, random, _type)) : means;
    }

    /// <summary>Minus the bound by one sample of the code for each item, with the divergence times beta; the mean over items.</summary>
    /// <param name="items">[N, D].</param>
    /// <param name="random">Draws the samples.</param>
    /// <param name="beta">The weight of the divergence.</param>
    public Tensor Loss(Tensor items, RandomState random, double beta = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (mean, logVariance) = Encode(items);
        var output = _decoder.Forward(mean + ((logVariance / 2).Exp() * Sizes.Normal(mean.Shape, 1, random, _type)));
        return _likelihood == CodeLikelihood.Bernoulli
            ? new NegativeEvidenceBound(beta).Apply(output, mean, logVariance, items)
            : Surprises(output, items).Mean() + (beta * new GaussianPriorDivergence().Apply(mean, logVariance));
    }

    /// <summary>Minus the importance-weighted bound by several samples of the code for each item; the mean over items.</summary>
    /// <param name="items">[N, D].</param>
    /// <param name="samples">K.</param>
    /// <param name="random">Draws the samples.</param>
    /// <exception cref="TrainingException">Samples below 1.</exception>
    public Tensor ImportanceLoss(Tensor items, int samples, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (samples < 1) throw new TrainingException($"Cannot compute a bound from {samples} samples; it needs at least 1.");
        var (mean, logVariance) = Encode(items);
        Shape all = [samples, items.Shape[0], CodeWidth];
        var noise = Sizes.Normal(all, 1, random, _type);
        var codes = mean.BroadcastTo(all) + ((logVariance / 2).Exp().BroadcastTo(all) * noise);
        Shape flat = [samples * items.Shape[0], items.Shape[1]];
        var surprises = Surprises(_decoder.Forward(codes.Reshape([flat[0], CodeWidth])), items.BroadcastTo([samples, items.Shape[0], flat[1]]).Reshape(flat));

        // log p(z) - log q(z | x), whose constants cancel.
        var prior = 0.5 * ((noise * noise) + logVariance.BroadcastTo(all) - (codes * codes)).Sum(^1);
        return new ImportanceWeighted().Apply((prior - surprises.Reshape([samples, items.Shape[0]])).Transpose());
    }

    internal static VariationalAutoencoder Build(LayerDescription one)
    {
        CodeLikelihood[] all = [CodeLikelihood.Bernoulli, CodeLikelihood.Gaussian];
        var name = one.Text("likelihood");
        var likelihood = Array.FindIndex(all, likelihood => NameOf(likelihood) == name);
        if (likelihood < 0) throw one.Fault("likelihood", $"is '{Names.Shorten(name)}'; it is {string.Join(" or ", all.Select(NameOf))}");
        var (encoder, decoder) = (Network(one, "encoder"), Network(one, "decoder"));
        return new VariationalAutoencoder(encoder, decoder, one.Size("code_width"), all[likelihood], one.Number("deviation", 0.1), one.Type);
    }

    /// <inheritdoc/>
    protected override JsonObject Description() => new()
    {
        ["kind"] = "variational_autoencoder",
        ["encoder"] = _encoder.Describe(),
        ["decoder"] = _decoder.Describe(),
        ["code_width"] = CodeWidth,
        ["likelihood"] = NameOf(_likelihood),
        ["deviation"] = _deviation,
        ["type"] = Sizes.Name(_type),
    };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Decode(Encode(input).Mean);

    /// <summary>A network, whose type must be that declared for the whole model.</summary>
    private static Module Network(LayerDescription one, string name)
    {
        var network = one.Layer(name);
        var stranger = network.Parameters.FirstOrDefault(parameter => parameter.Value.Type != one.Type);
        return stranger is null ? network : throw one.Fault(name, $"is of {stranger.Value.Type}, and the whole of {one.Type}; both must be of one type");
    }

    private static string NameOf(CodeLikelihood likelihood) => likelihood == CodeLikelihood.Bernoulli ? "bernoulli" : "gaussian";

    /// <summary>-log p(x | z) of each item.</summary>
    private Tensor Surprises(Tensor output, Tensor items)
    {
        var each = new LossArguments { Reduction = Minima.Reduction.None };
        var terms = _logVariance is { } logVariance
            ? new GaussianLogVarianceNegativeLogLikelihood(Full: true).Apply(output, items, logVariance.Value.BroadcastTo(items.Shape), each)
            : new BinaryCrossEntropyWithLogits().Apply(output, items, each);
        return terms.Sum(^1);
    }
}

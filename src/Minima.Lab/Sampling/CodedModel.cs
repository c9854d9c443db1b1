using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>A variational autoencoder, trained on its bound with a weight beta or on the importance-weighted bound of several samples.</summary>
internal sealed class CodedModel : GenerativeModel
{
    private const int JudgedSamples = 64;
    private const int RowsAtOnce = 50;

    private readonly RandomState _noise;
    private readonly double _beta;
    private readonly int _samples;
    private readonly bool _withNoise;

    public CodedModel(Words name, int width, int hidden, int codeWidth, CodeLikelihood likelihood, RandomState random, double beta = 1, int samples = 1, bool withNoise = false)
    {
        (Name, _beta, _samples, _withNoise, _noise) = (name, beta, samples, withNoise, random.Fork("code"));
        IsBernoulli = likelihood == CodeLikelihood.Bernoulli;
        Model = new VariationalAutoencoder(Models.Mlp(width, [hidden, hidden], 2 * codeWidth, random), Models.Mlp(codeWidth, [hidden, hidden], width, random), codeWidth, likelihood);
    }

    public override Words Name { get; }

    public VariationalAutoencoder Model { get; }

    public bool IsBernoulli { get; }

    public override IReadOnlyList<Parameter> Parameters => Model.Parameters;

    public override Tensor Loss(Tensor batch) => _samples == 1 ? Model.Loss(batch, _noise, _beta) : Model.ImportanceLoss(batch, _samples, _noise);

    public override Tensor Draw(int items, RandomState random) => Model.Draw(items, random, _withNoise);

    public override double? Surprise(Tensor items) => Bound(items, JudgedSamples);

    /// <summary>The negative bound from the given number of samples, in nats per item.</summary>
    public double Bound(Tensor items, int samples)
    {
        var random = new RandomState(11);
        double sum = 0;
        for (var start = 0; start < items.Shape[0]; start += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, items.Shape[0] - start);
            sum += count * Fitting.Outputs(() => Model.ImportanceLoss(items.Slice(0, start, count).Contiguous(), samples, random))[0];
        }

        return sum / items.Shape[0];
    }

    /// <summary>The divergence of codes from a standard normal distribution, in nats per item.</summary>
    public double Rate(Tensor items) => Fitting.Outputs(() =>
    {
        var (mean, logVariance) = Model.Encode(items);
        return new Minima.Tensors.Losses.GaussianPriorDivergence().Apply(mean, logVariance);
    })[0];
}

using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>A normalising flow of affine couplings.</summary>
internal sealed class CouplingModel(int width, int hidden, int couplings, RandomState random) : GenerativeModel
{
    private readonly CouplingFlow _flow = new(width, couplings, [hidden, hidden], random);

    public override Words Name => new("coupling flow", "耦合流");

    public override IReadOnlyList<Parameter> Parameters => _flow.Parameters;

    public override Tensor Loss(Tensor batch)
    {
        var (latent, logDeterminant) = _flow.Encode(batch);
        return new NormalizingFlow().Apply(latent, logDeterminant);
    }

    public override Tensor Draw(int items, RandomState random) => _flow.Draw(items, random);

    public override double? Surprise(Tensor items) => Fitting.Outputs(() => Loss(items))[0];
}

using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>Mixture density networks of points: a mixture for x, and a mixture for y that a network predicts from x.</summary>
internal sealed class MixtureModel(int hidden, int components, RandomState random) : GenerativeModel
{
    private readonly Module _first = new Linear(1, 3 * components, random);
    private readonly Module _second = Models.Mlp(1, [hidden, hidden], 3 * components, random, "tanh");

    public override Words Name => new("mixture density network", "混合密度网络");

    public override IReadOnlyList<Parameter> Parameters => [.. _first.Parameters, .. _second.Parameters];

    public override Tensor Loss(Tensor batch)
    {
        var (x, y) = (batch.Slice(1, 0, 1), batch.Slice(1, 1, 1));
        return Surprise(First(x.Shape[0]), x) + Surprise(_second.Forward(x.Contiguous()), y);
    }

    public override Tensor Draw(int items, RandomState random)
    {
        var x = Drawn(First(items), random);
        return Tensor.Concatenate(1, x, Drawn(_second.Forward(x), random));
    }

    public override double? Surprise(Tensor items) => Fitting.Outputs(() => Loss(items))[0];

    private Tensor First(int items) => _first.Forward(Tensor.Ones([items, 1]));

    private Tensor Surprise(Tensor outputs, Tensor numbers) =>
        new MixtureDensity().Apply(Part(outputs, 0), Part(outputs, 1), Part(outputs, 2), numbers.Reshape([numbers.Shape[0]]));

    private Tensor Drawn(Tensor outputs, RandomState random) => MixtureSampler.Draw(Part(outputs, 0), Part(outputs, 1), Part(outputs, 2), random).Reshape([outputs.Shape[0], 1]);

    private Tensor Part(Tensor outputs, int part) => outputs.Slice(1, part * components, components);
}

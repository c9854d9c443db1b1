using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>Denoising score matching at several levels of noise, and annealed Langevin dynamics.</summary>
internal sealed class ScoreModel(int width, int hidden, Standard standard, RandomState random) : GenerativeModel
{
    private const int TimeWidth = 8;

    private readonly double[] _levels = LangevinSampler.Levels(3, 0.02, 14);
    private readonly Module _network = Models.Mlp(width + TimeWidth, [hidden, hidden, hidden], width, random, "silu");
    private readonly RandomState _draws = random.Fork("noise");

    public override Words Name => new("score matching", "分数匹配");

    public override IReadOnlyList<Parameter> Parameters => _network.Parameters;

    public override Tensor Loss(Tensor batch)
    {
        var places = new int[batch.Shape[0]];
        for (var i = 0; i < places.Length; i++) places[i] = _draws.NextInt(_levels.Length);
        var noise = Normal(batch.Shape, _draws);
        var sigma = Sigma(places);
        var noisy = standard.In(batch) + (sigma.Reshape([places.Length, 1]).BroadcastTo(batch.Shape) * noise);
        return new DenoisingScoreMatching().Apply(Score(noisy, places), noise, sigma);
    }

    public override Tensor Draw(int items, RandomState random) => standard.Out(LangevinSampler.Draw(
        (points, level) => Score(points, [.. Enumerable.Repeat(Array.IndexOf(_levels, level), items)]),
        _levels,
        _levels[0] * Normal([items, width], random),
        random));

    private Tensor Sigma(int[] places) => Tensor.Of([.. places.Select(place => (float)_levels[place])], [places.Length]);

    /// <summary>The network sees points scaled to a standard deviation of about 1, and predicts the score times the level, which has the same size at all levels.</summary>
    private Tensor Score(Tensor points, int[] places)
    {
        var sigma = Sigma(places).Reshape([places.Length, 1]).BroadcastTo(points.Shape);
        var tame = points / (1 + (sigma * sigma)).Sqrt();
        return _network.Forward(TimeFeatures.Beside(tame, [.. places.Select(place => place / (_levels.Length - 1.0))], TimeWidth)) / sigma;
    }
}

using Minima.Lab.Pictures;
using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>Flow matching: a network predicts the velocity from noise to data.</summary>
internal sealed class PathModel(int width, int hidden, Standard standard, RandomState random) : GenerativeModel
{
    public const int Steps = 50;
    private const int TimeWidth = 8;

    private readonly Module _network = Models.Mlp(width + TimeWidth, [hidden, hidden, hidden], width, random, "silu");
    private readonly RandomState _draws = random.Fork("noise");

    public override Words Name => new("flow matching", "流匹配");

    public override IReadOnlyList<Parameter> Parameters => _network.Parameters;

    public override Tensor Loss(Tensor batch)
    {
        var times = FlowPath.DrawTimes(batch.Shape[0], _draws);
        var (noise, data) = (Normal(batch.Shape, _draws), standard.In(batch));
        return new FlowMatching().Apply(Velocity(FlowPath.At(noise, data, times), times), noise, data);
    }

    public override Tensor Draw(int items, RandomState random) =>
        standard.Out(FlowSampler.Draw((points, time) => Velocity(points, [.. Enumerable.Repeat(time, items)]), Normal([items, width], random), Steps));

    private Tensor Velocity(Tensor points, double[] times) => _network.Forward(TimeFeatures.Beside(points, times, TimeWidth));
}

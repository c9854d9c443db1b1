using Minima.Lab.Pictures;
using Minima.Tensors.Losses;
using Minima.Training.Generative;

namespace Minima.Lab.Sampling;

/// <summary>DDPM: a network predicts the noise in items at every step of a diffusion.</summary>
internal sealed class DiffusionModel(int width, int hidden, Standard standard, RandomState random) : GenerativeModel
{
    public const int Steps = 80;
    private const int TimeWidth = 8;

    private readonly DiffusionSchedule _schedule = DiffusionSchedule.Linear(Steps, 1e-3, 0.15);
    private readonly Module _network = Models.Mlp(width + TimeWidth, [hidden, hidden, hidden], width, random, "silu");
    private readonly RandomState _draws = random.Fork("noise");

    public override Words Name => "DDPM";

    public override IReadOnlyList<Parameter> Parameters => _network.Parameters;

    public override Tensor Loss(Tensor batch)
    {
        var steps = _schedule.DrawSteps(batch.Shape[0], _draws);
        var noise = Normal(batch.Shape, _draws);
        return new DenoisingDiffusion().Apply(Noise(_schedule.Noised(standard.In(batch), noise, steps), steps), noise, _schedule.SignalToNoise(steps));
    }

    public override Tensor Draw(int items, RandomState random) =>
        standard.Out(DiffusionSampler.Draw(_schedule, (noisy, step) => Noise(noisy, [.. Enumerable.Repeat(step, items)]), [items, width], random));

    private Tensor Noise(Tensor noisy, int[] steps) => _network.Forward(TimeFeatures.Beside(noisy, _schedule.Times(steps), TimeWidth));
}

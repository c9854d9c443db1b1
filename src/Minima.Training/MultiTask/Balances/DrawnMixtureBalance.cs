using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>RGW: the gradients with weights drawn anew for each step.</summary>
internal sealed class DrawnMixtureBalance : TaskBalance
{
    public DrawnMixtureBalance(RandomState random)
        : base(KeyOf(typeof(RandomGradientWeighting))) => Random = random;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step) => new(RandomGradientWeighting.Weights([.. step.Losses.Select(_ => Random!.NextNormal())]), OfShared: true);
}

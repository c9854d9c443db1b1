using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>Weights drawn anew for each step.</summary>
internal sealed class RandomBalance : TaskBalance
{
    public RandomBalance(RandomState random)
        : base(KeyOf(typeof(RandomLossWeighting))) => Random = random;

    public override TaskAnswer Next(TaskStep step)
    {
        var logits = SmallTensors.Of([.. step.Losses.Select(_ => Random!.NextNormal())]);
        return new(SmallTensors.Slopes(leaves => new RandomLossWeighting().Of(leaves[0], logits), step.Losses)[0]);
    }
}

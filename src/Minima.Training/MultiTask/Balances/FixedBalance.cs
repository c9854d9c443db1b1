using System.Collections.Immutable;
using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>The same weights in every step, divided by their sum; even ones where none are given. The control of all others.</summary>
internal sealed class FixedBalance(ImmutableArray<double> weights) : TaskBalance(KeyOf(typeof(FixedWeights)))
{
    public override TaskAnswer Next(TaskStep step) => new(SmallTensors.Slopes(leaves => new FixedWeights(weights).Of(leaves[0]), step.Losses)[0]);
}

using System.Collections.Immutable;
using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>The same weights in every step, divided by their sum; equal ones if none are given. The baseline of all other methods.</summary>
internal sealed class FixedBalance(ImmutableArray<double> weights) : TaskBalance(KeyOf(typeof(FixedWeights)))
{
    public override TaskAnswer Next(TaskStep step) => new(SmallTensors.Slopes(leaves => new FixedWeights(weights).Of(leaves[0]), step.Losses)[0]);
}

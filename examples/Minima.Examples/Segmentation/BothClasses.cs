using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.Segmentation;

/// <summary>[batch, 1, ..] logits to [batch, 2, ..] probabilities, of no and yes; each from its own sigmoid, so that neither is 1 less a rounded 1.</summary>
internal sealed class BothClasses : Module
{
    protected override Tensor Compute(Tensor input) => Tensor.Concatenate(1, (-input).Sigmoid(), input.Sigmoid());
}

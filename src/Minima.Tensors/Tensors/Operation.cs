namespace Minima.Tensors;

/// <summary>How a tensor was computed, and how gradients flow back through it. One object serves all tensors that it computes.</summary>
internal abstract class Operation
{
    /// <summary>What reports call it: <c>multiply</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Adds to the gradients of the inputs, by tensor operations, so that the gradient of the gradient is there as well.
    /// Asks <see cref="BackwardPass.Needs(Node)"/> before computing one.
    /// </summary>
    /// <param name="node">What was computed.</param>
    /// <param name="gradient">The derivative of the output with respect to it, in its shape.</param>
    /// <param name="pass">Where gradients go.</param>
    public abstract void Backward(Node node, Tensor gradient, BackwardPass pass);
}

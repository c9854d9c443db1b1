namespace Minima.Tensors;

/// <summary>An operation that computes tensors and passes gradients back through them. One object serves all tensors that it computes.</summary>
internal abstract class Operation
{
    /// <summary>The name in reports: <c>multiply</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Adds to the gradients of the inputs, by tensor operations, so that the gradient can itself be differentiated.
    /// Calls <see cref="BackwardPass.Needs(Node)"/> before computing one.
    /// </summary>
    /// <param name="node">The computed node.</param>
    /// <param name="gradient">The derivative of the output with respect to it, in its shape.</param>
    /// <param name="pass">The pass that receives the gradients.</param>
    public abstract void Backward(Node node, Tensor gradient, BackwardPass pass);
}

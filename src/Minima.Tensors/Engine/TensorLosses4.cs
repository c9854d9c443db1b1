namespace Minima.Tensors;

/// <summary>Losses of four inputs on tensors, known by their types.</summary>
public static class TensorLosses4
{
    /// <summary>A loss of four inputs whose further ones are left out, where they may be, or stand in the arguments.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss4 => KnownPoints<Point4<TLoss>>.Operations.Of(new(loss)).Apply(prediction, target, arguments);

    /// <summary>A loss of four inputs, with a gradient for each that the loss differentiates.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="first">Float or double: the prediction, in nearly every loss.</param>
    /// <param name="second">In the same shape: the target, in nearly every loss.</param>
    /// <param name="third">In the same shape.</param>
    /// <param name="fourth">In the same shape.</param>
    /// <param name="arguments">Reduction, weights, masks.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="TrainingException">Shapes or types that do not fit; a further input in the arguments too.</exception>
    /// <exception cref="LossException">An input outside the loss's domain.</exception>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor first, Tensor second, Tensor third, Tensor fourth, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss4 => KnownPoints<Point4<TLoss>>.Operations.Of(new(loss)).Apply(first, second, arguments.And(third, fourth));
}

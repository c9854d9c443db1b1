namespace Minima.Tensors;

/// <summary>Losses of four inputs on tensors, known by their types.</summary>
public static class TensorLosses4
{
    /// <summary>A loss of four inputs whose last two are omitted, if they are optional, or given in the arguments.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss4 => KnownPoints<Point4<TLoss>>.Operations.Of(new(loss)).Apply(prediction, target, arguments);

    /// <summary>A loss of four inputs, with a gradient for each input that the loss differentiates.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="first">Float or double: the prediction, in nearly every loss.</param>
    /// <param name="second">Of the same shape: the target, in nearly every loss.</param>
    /// <param name="third">Of the same shape.</param>
    /// <param name="fourth">Of the same shape.</param>
    /// <param name="arguments">Reduction, weights, masks.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="TrainingException">The shapes or types do not match, or the arguments contain a further input too.</exception>
    /// <exception cref="LossException">An input is outside the loss's domain.</exception>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor first, Tensor second, Tensor third, Tensor fourth, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss4 => KnownPoints<Point4<TLoss>>.Operations.Of(new(loss)).Apply(first, second, arguments.And(third, fourth));
}

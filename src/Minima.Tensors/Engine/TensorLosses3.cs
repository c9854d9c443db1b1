namespace Minima.Tensors;

/// <summary>Losses of three inputs on tensors, known by their types: <c>new GaussianNegativeLogLikelihood().Apply(mean, target, variance)</c>.</summary>
public static class TensorLosses3
{
    /// <summary>A loss of three inputs whose third is omitted, if it is optional, or given in the arguments.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss3 => KnownPoints<Point3<TLoss>>.Operations.Of(new(loss)).Apply(prediction, target, arguments);

    /// <summary>A loss of three inputs, with a gradient for each input that the loss differentiates.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="first">Float or double: the prediction, in nearly every loss.</param>
    /// <param name="second">Of the same shape: the target, in nearly every loss.</param>
    /// <param name="third">Of the same shape: a variance, a scale, a weight of a class.</param>
    /// <param name="arguments">Reduction, weights, masks.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="TrainingException">The shapes or types do not match, or the arguments contain a third input too.</exception>
    /// <exception cref="LossException">An input is outside the loss's domain.</exception>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor first, Tensor second, Tensor third, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss3 => KnownPoints<Point3<TLoss>>.Operations.Of(new(loss)).Apply(first, second, arguments.And(third, default));
}

using System.Numerics.Tensors;

namespace Minima;

/// <summary>
/// A loss of two inputs on tensors: <c>new Huber(1).ValueAndGradient(prediction, target, gradient)</c> with shapes, which must be equal.
/// Contiguous tensors are read in place; a strided view of an input is copied first.
/// </summary>
public static class PointLossTensorExtensions
{
    /// <summary>The mean of the loss. Shapes must be equal; to broadcast, call <c>Tensor.Broadcast</c> explicitly.</summary>
    /// <exception cref="LossException">Unequal shapes, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<float> target)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, float>("target", target, prediction);
        return loss.Value(TensorShape.Flat(prediction), TensorShape.Flat(target));
    }

    /// <summary>The mean of the loss, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Unequal shapes, a gradient that is not contiguous, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<float> target, in TensorSpan<float> gradient)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, float>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, float>("gradient", gradient, prediction);
        return loss.ValueAndGradient(TensorShape.Flat(prediction), TensorShape.Flat(target), TensorShape.Writable<TLoss, float>("gradient", gradient));
    }

    /// <summary>The diagonal second derivative of the mean with respect to the prediction, in the prediction's shape; returns the mean.</summary>
    /// <exception cref="LossException">Unequal shapes, a Hessian that is not contiguous, an input or parameter outside its domain, a loss without Hessian.</exception>
    public static double Hessian<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<float> target, in TensorSpan<float> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, float>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, float>("hessian", hessian, prediction);
        return loss.Hessian(TensorShape.Flat(prediction), TensorShape.Flat(target), TensorShape.Writable<TLoss, float>("hessian", hessian), curvature);
    }

    /// <summary>The mean of the loss. Shapes must be equal; to broadcast, call <c>Tensor.Broadcast</c> explicitly.</summary>
    /// <exception cref="LossException">Unequal shapes, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<double> target)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, double>("target", target, prediction);
        return loss.Value(TensorShape.Flat(prediction), TensorShape.Flat(target));
    }

    /// <summary>The mean of the loss, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Unequal shapes, a gradient that is not contiguous, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<double> target, in TensorSpan<double> gradient)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, double>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, double>("gradient", gradient, prediction);
        return loss.ValueAndGradient(TensorShape.Flat(prediction), TensorShape.Flat(target), TensorShape.Writable<TLoss, double>("gradient", gradient));
    }

    /// <summary>The diagonal second derivative of the mean with respect to the prediction, in the prediction's shape; returns the mean.</summary>
    /// <exception cref="LossException">Unequal shapes, a Hessian that is not contiguous, an input or parameter outside its domain, a loss without Hessian.</exception>
    public static double Hessian<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<double> target, in TensorSpan<double> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss
    {
        TensorShape.RequireEqual<TLoss, double>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, double>("hessian", hessian, prediction);
        return loss.Hessian(TensorShape.Flat(prediction), TensorShape.Flat(target), TensorShape.Writable<TLoss, double>("hessian", hessian), curvature);
    }
}

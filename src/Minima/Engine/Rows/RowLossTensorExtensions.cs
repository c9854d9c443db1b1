using System.Numerics.Tensors;

namespace Minima;

/// <summary>
/// A loss over rows of classes on tensors: <c>new CrossEntropy().ValueAndGradient(logits, labels, gradient, classAxis: 1)</c>. Labels have the
/// shape of the prediction without its class axis; target rows and gradients have that of the prediction. Contiguous tensors are read in
/// place; a strided view of an input is copied first.
/// </summary>
public static class RowLossTensorExtensions
{
    /// <summary>The mean of the loss over rows with one label each.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a label out of range, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<int> labels, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, float>(prediction, classAxis);
        TensorShape.RequireRows<TLoss, float>(labels, prediction, axis);
        return loss.Evaluate(new LossBatch<float>
        {
            Prediction = TensorShape.Flat(prediction),
            Labels = TensorShape.Flat(labels),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one label each, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a gradient that is not contiguous, a label out of range, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<int> labels, in TensorSpan<float> gradient, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, float>(prediction, classAxis);
        TensorShape.RequireRows<TLoss, float>(labels, prediction, axis);
        TensorShape.RequireEqual<TLoss, float>("gradient", gradient, prediction);
        return loss.Evaluate(new LossBatch<float>
        {
            Prediction = TensorShape.Flat(prediction),
            Labels = TensorShape.Flat(labels),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
            Gradient = TensorShape.Writable<TLoss, float>("gradient", gradient),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one target for each class.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a label out of range, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<float> target, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, float>(prediction, classAxis);
        TensorShape.RequireEqual<TLoss, float>("target", target, prediction);
        return loss.Evaluate(new LossBatch<float>
        {
            Prediction = TensorShape.Flat(prediction),
            Target = TensorShape.Flat(target),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one target for each class, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a gradient that is not contiguous, a label out of range, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<float> prediction, in ReadOnlyTensorSpan<float> target, in TensorSpan<float> gradient, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, float>(prediction, classAxis);
        TensorShape.RequireEqual<TLoss, float>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, float>("gradient", gradient, prediction);
        return loss.Evaluate(new LossBatch<float>
        {
            Prediction = TensorShape.Flat(prediction),
            Target = TensorShape.Flat(target),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
            Gradient = TensorShape.Writable<TLoss, float>("gradient", gradient),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one label each.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a label out of range, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<int> labels, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, double>(prediction, classAxis);
        TensorShape.RequireRows<TLoss, double>(labels, prediction, axis);
        return loss.Evaluate(new LossBatch<double>
        {
            Prediction = TensorShape.Flat(prediction),
            Labels = TensorShape.Flat(labels),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one label each, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a gradient that is not contiguous, a label out of range, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<int> labels, in TensorSpan<double> gradient, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, double>(prediction, classAxis);
        TensorShape.RequireRows<TLoss, double>(labels, prediction, axis);
        TensorShape.RequireEqual<TLoss, double>("gradient", gradient, prediction);
        return loss.Evaluate(new LossBatch<double>
        {
            Prediction = TensorShape.Flat(prediction),
            Labels = TensorShape.Flat(labels),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
            Gradient = TensorShape.Writable<TLoss, double>("gradient", gradient),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one target for each class.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a label out of range, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<double> target, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, double>(prediction, classAxis);
        TensorShape.RequireEqual<TLoss, double>("target", target, prediction);
        return loss.Evaluate(new LossBatch<double>
        {
            Prediction = TensorShape.Flat(prediction),
            Target = TensorShape.Flat(target),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
        }).Value;
    }

    /// <summary>The mean of the loss over rows with one target for each class, and its gradient with respect to the prediction, in the prediction's shape. The gradient may be the prediction's own memory.</summary>
    /// <exception cref="LossException">Shapes that do not match, an axis that does not exist, a gradient that is not contiguous, a label out of range, an input or parameter outside its domain.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, in ReadOnlyTensorSpan<double> prediction, in ReadOnlyTensorSpan<double> target, in TensorSpan<double> gradient, int classAxis = -1)
        where TLoss : struct, IRowLoss
    {
        var axis = TensorShape.ClassAxis<TLoss, double>(prediction, classAxis);
        TensorShape.RequireEqual<TLoss, double>("target", target, prediction);
        TensorShape.RequireEqual<TLoss, double>("gradient", gradient, prediction);
        return loss.Evaluate(new LossBatch<double>
        {
            Prediction = TensorShape.Flat(prediction),
            Target = TensorShape.Flat(target),
            Classes = (int)prediction.Lengths[axis],
            Inner = TensorShape.Inner(prediction, axis),
            Gradient = TensorShape.Writable<TLoss, double>("gradient", gradient),
        }).Value;
    }
}

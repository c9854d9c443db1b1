namespace Minima;

/// <summary>
/// A loss over rows of classes, called by its C# type: <c>new CrossEntropy().ValueAndGradient(logits, labels, classes, gradient)</c>.
/// Computes the mean over all rows, with the class axis last. For everything else (class weights, ignored labels, other axes, sums, weights, masks, terms)
/// use <see cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>.
/// </summary>
public static class RowLossExtensions
{
    /// <summary>The mean of the loss over rows with one label each.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="prediction">Rows of <paramref name="classes"/> scores, one after the other.</param>
    /// <param name="labels">The index of the class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{int}, int, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss over rows with one target for each class.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, int, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss over rows with one label each, and its gradient with respect to the prediction. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{int}, int, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss over rows with one target for each class, and its gradient with respect to the prediction. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, int, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean over rows with one label each, with respect to the prediction; returns the mean. Its cost grows with the square of the number of classes.</summary>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain, overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean over rows with one target for each class, with respect to the prediction; returns the mean. Its cost grows with the square of the number of classes.</summary>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain, overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean over rows with one label each, with respect to the prediction; returns the mean. Its cost grows with the square of the number of classes.</summary>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain, overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean over rows with one target for each class, with respect to the prediction; returns the mean. Its cost grows with the square of the number of classes.</summary>
    /// <exception cref="LossException">Unequal lengths, a label out of range, an input or parameter outside its domain, overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IRowLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: labels or target rows, class weights, ignored labels, any class axis, reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IRowLoss => LossEngine<RowFormula<TLoss>, RowShape<TLoss>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IRowLoss => LossEngine<RowFormula<TLoss>, RowShape<TLoss>>.Run(new(loss), batch);
}

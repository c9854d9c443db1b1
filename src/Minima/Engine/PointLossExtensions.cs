namespace Minima;

/// <summary>
/// A loss of two inputs, called by its C# type: <c>new Huber(1).ValueAndGradient(prediction, target, gradient)</c>.
/// Computes the mean over all elements; use <see cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/> for everything else (sums, weights, masks, terms).
/// </summary>
public static class PointLossExtensions
{
    /// <summary>The mean of the loss.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the prediction in one pass. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean with respect to the prediction; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Curvature, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss => LossEngine<Point2<TLoss>, PointShape<Point2<TLoss>>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss => LossEngine<Point2<TLoss>, PointShape<Point2<TLoss>>>.Run(new(loss), batch);
}

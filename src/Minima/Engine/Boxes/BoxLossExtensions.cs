namespace Minima;

/// <summary>
/// A loss of pairs of boxes, called by its C# type: <c>new GeneralizedIntersectionOverUnion().ValueAndGradient(prediction, target, gradient)</c>,
/// each box four numbers x1, y1, x2, y2. Computes the mean over all boxes; use <see cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/> for everything else.
/// </summary>
public static class BoxLossExtensions
{
    /// <summary>The mean of the loss.</summary>
    /// <exception cref="LossException">Lengths that are unequal or not a multiple of 4, a box whose second corner is before its first, a parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the prediction. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">As for the value; partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal of the second derivative of the mean with respect to the prediction; returns the mean.</summary>
    /// <exception cref="LossException">As for the value; overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Curvature, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IBoxLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IBoxLoss => LossEngine<BoxFormula<TLoss>, BoxShape<TLoss>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IBoxLoss => LossEngine<BoxFormula<TLoss>, BoxShape<TLoss>>.Run(new(loss), batch);
}

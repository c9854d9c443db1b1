namespace Minima;

/// <summary>A loss of three inputs, called by its C# type: <c>new BinaryCrossEntropyWithLogits().ValueAndGradient(prediction, target, gradient)</c>. Computes the mean; use a <see cref="LossBatch{TElement}"/> for everything else.</summary>
public static class PointLoss3Extensions
{
    /// <summary>The mean of the loss. An input with a default is optional.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, ReadOnlySpan<float> third = default, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<float>.InOrder(prediction, target, third) with { SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, ReadOnlySpan<double> third = default, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<double>.InOrder(prediction, target, third) with { SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the first input. The gradient may be that input's own span. An input with a default is optional.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, ReadOnlySpan<float> third = default, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<float>.InOrder(prediction, target, third) with { Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, ReadOnlySpan<double> third = default, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<double>.InOrder(prediction, target, third) with { Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean with respect to the first input; returns the mean. An input with a default is optional.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, ReadOnlySpan<float> third = default, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<float>.InOrder(prediction, target, third) with { Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, ReadOnlySpan{float}, Curvature, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, ReadOnlySpan<double> third = default, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss3 => loss.Evaluate(LossBatch<double>.InOrder(prediction, target, third) with { Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss3 => LossEngine<Point3<TLoss>, PointShape<Point3<TLoss>>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss3 => LossEngine<Point3<TLoss>, PointShape<Point3<TLoss>>>.Run(new(loss), batch);
}

namespace Minima;

/// <summary>A loss of one input, called by its C# type: <c>new Entropy().Value(input)</c>. Computes the mean over all elements; use a <see cref="LossBatch{TElement}"/> for everything else.</summary>
public static class PointLoss1Extensions
{
    /// <summary>The mean of the loss.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> input, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { Prediction = input, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> input, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { Prediction = input, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the input. The gradient may be that input's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> input, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { Prediction = input, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, Span{float}, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> input, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { Prediction = input, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal second derivative of the mean with respect to the input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> input, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { Prediction = input, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, Span{float}, Curvature, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> input, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { Prediction = input, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss1 => LossEngine<Point1<TLoss>, PointShape<Point1<TLoss>>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss1 => LossEngine<Point1<TLoss>, PointShape<Point1<TLoss>>>.Run(new(loss), batch);
}

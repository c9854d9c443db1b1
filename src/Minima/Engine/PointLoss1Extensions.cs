namespace Minima;

/// <summary>A loss of one input, called by its C# type: <c>new Entropy().Value(input)</c>. The mean over all elements; everything else by a <see cref="LossBatch{TElement}"/>.</summary>
public static class PointLoss1Extensions
{
    /// <summary>The mean of the loss.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> input)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { First = input }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> input)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { First = input }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the input. The gradient may be that input's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> input, Span<float> gradient)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { First = input, FirstGradient = gradient }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, Span{float})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> input, Span<double> gradient)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { First = input, FirstGradient = gradient }).Value;

    /// <summary>The diagonal second derivative of the mean with respect to the input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing and has no default, partly overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> input, Span<float> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<float> { First = input, FirstHessian = hessian, Curvature = curvature }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, Span{float}, Curvature)"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> input, Span<double> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss1 => loss.Evaluate(new LossBatch<double> { First = input, FirstHessian = hessian, Curvature = curvature }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss1 => PointEngine<Point1<TLoss>>.Run(new Point1<TLoss>(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss1 => PointEngine<Point1<TLoss>>.Run(new Point1<TLoss>(loss), batch);
}

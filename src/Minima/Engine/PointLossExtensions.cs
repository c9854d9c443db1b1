namespace Minima;

/// <summary>
/// A loss of two inputs, called by its C# type: <c>new Huber(1).ValueAndGradient(prediction, target, gradient)</c>.
/// The mean over all elements; everything else (sums, weights, masks, terms) by <see cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>.
/// </summary>
public static class PointLossExtensions
{
    /// <summary>The mean of the loss.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { First = prediction, Second = target }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { First = prediction, Second = target }).Value;

    /// <summary>The mean of the loss, and its gradient with respect to the prediction in one pass. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { First = prediction, Second = target, FirstGradient = gradient }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { First = prediction, Second = target, FirstGradient = gradient }).Value;

    /// <summary>The diagonal second derivative of the mean with respect to the prediction; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, partly overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<float> { First = prediction, Second = target, FirstHessian = hessian, Curvature = curvature }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Curvature)"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, Curvature curvature = Curvature.Exact)
        where TLoss : struct, IPointLoss => loss.Evaluate(new LossBatch<double> { First = prediction, Second = target, FirstHessian = hessian, Curvature = curvature }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss => PointEngine<Point2<TLoss>>.Run(new Point2<TLoss>(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss => PointEngine<Point2<TLoss>>.Run(new Point2<TLoss>(loss), batch);
}

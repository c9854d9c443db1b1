namespace Minima;

/// <summary>
/// A loss of sums, called by its C# type: <c>new Dice().ValueAndGradient(prediction, target, gradient, rows: 8, classes: 3)</c>. Computes the mean over all
/// groups, or the scalar; use <see cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/> for everything else.
/// </summary>
public static class SumLossExtensions
{
    /// <summary>The mean of the loss, or the scalar.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="prediction">An array [rows, classes, ...] in row-major order.</param>
    /// <param name="target">In the same shape.</param>
    /// <param name="rows">The size of the first axis.</param>
    /// <param name="classes">The size of the second axis.</param>
    /// <exception cref="LossException">Unequal lengths, sizes that do not divide them, an input or parameter outside its domain.</exception>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int rows = 1, int classes = 1, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Rows = rows, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Value{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, int, int, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Value<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int rows = 1, int classes = 1, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Rows = rows, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The mean of the loss, or the scalar, and its gradient with respect to the prediction. The gradient may be the prediction's own span.</summary>
    /// <exception cref="LossException">As for the value; partly overlapping spans.</exception>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, int rows = 1, int classes = 1, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = gradient, Rows = rows, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="ValueAndGradient{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double ValueAndGradient<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, int rows = 1, int classes = 1, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient, Rows = rows, Classes = classes, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>The diagonal of the second derivative of the mean, or of the scalar, with respect to the prediction; returns the mean or the scalar.</summary>
    /// <exception cref="LossException">As for the value; overlapping spans.</exception>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, int rows = 1, int classes = 1, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Hessian = hessian, Rows = rows, Classes = classes, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <inheritdoc cref="Hessian{TLoss}(TLoss, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, Curvature, ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public static double Hessian<TLoss>(this TLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, int rows = 1, int classes = 1, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default)
        where TLoss : struct, ISumLoss => loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Hessian = hessian, Rows = rows, Classes = classes, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask }).Value;

    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, ISumLoss => LossEngine<SumFormula<TLoss>, SumShape<TLoss>>.Run(new(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, ISumLoss => LossEngine<SumFormula<TLoss>, SumShape<TLoss>>.Run(new(loss), batch);
}

namespace Minima;

/// <summary>The calls that losses have by their C# types, for a loss chosen at run time.</summary>
/// <example><code>
/// double mean = Loss.Create("bce_with_logits").ValueAndGradient(prediction, target, gradient);
/// double rows = Loss.Create("cross_entropy").Value(logits, labels, classes: 3);
/// </code></example>
public abstract partial class Loss
{
    /// <summary>The mean of a loss of one to four inputs, of pairs of boxes, or of sums over all elements.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target = default, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default) =>
        Run(new LossBatch<float> { First = prediction, Second = target, Third = third, Fourth = fourth }, [], 0);

    /// <summary>The mean of a loss over rows of classes, with one label each.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes) => Run(new LossBatch<float> { First = prediction }, labels, classes);

    /// <summary>The mean of a loss over rows of classes, with one target for each class.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes) => Run(new LossBatch<float> { First = prediction, Second = target }, [], classes);

    /// <summary>The mean of a loss of one input, and its gradient, which may be the input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> input, Span<float> gradient) => Run(new LossBatch<float> { First = input, FirstGradient = gradient }, [], 0);

    /// <summary>The mean, and its gradient with respect to the prediction, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default) =>
        Run(new LossBatch<float> { First = prediction, Second = target, Third = third, Fourth = fourth, FirstGradient = gradient }, [], 0);

    /// <summary>The mean of a loss over rows of classes with one label each, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> gradient) =>
        Run(new LossBatch<float> { First = prediction, FirstGradient = gradient }, labels, classes);

    /// <summary>The mean of a loss over rows of classes with one target for each class, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> gradient) =>
        Run(new LossBatch<float> { First = prediction, Second = target, FirstGradient = gradient }, [], classes);

    /// <summary>The second derivative of the mean of a loss of one input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<float> input, Span<float> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<float> { First = input, FirstHessian = hessian, Curvature = curvature }, [], 0);

    /// <summary>The diagonal second derivative of the mean with respect to the prediction; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<float> { First = prediction, Second = target, Third = third, Fourth = fourth, FirstHessian = hessian, Curvature = curvature }, [], 0);

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one label each; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<float> { First = prediction, FirstHessian = hessian, Curvature = curvature }, labels, classes);

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one target for each class; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<float> { First = prediction, Second = target, FirstHessian = hessian, Curvature = curvature }, [], classes);

    /// <summary>One call, in the batch of this loss's shape.</summary>
    private double Run(in LossBatch<float> call, ReadOnlySpan<int> labels, int classes)
    {
        if (Entry.TakesTensors) throw Throw.TensorsWanted(Entry.Key);
        if (Entry.Row is not null)
        {
            if (classes == 0) throw Throw.ClassesWanted(Entry.Key);
            return Evaluate(new RowBatch<float> { Prediction = call.First, Labels = labels, Target = call.Second, Classes = classes, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value;
        }

        if (classes != 0) throw Throw.NoClasses(Entry.Key);
        if (Groups is not null)
            return Evaluate(new SumBatch<float> { Prediction = call.First, Target = call.Second, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value;
        return Entry.Inputs[0].Kind == InputKind.Box
            ? Evaluate(new BoxBatch<float> { Prediction = call.First, Target = call.Second, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value
            : Evaluate(call).Value;
    }

    /// <summary>The mean of a loss of one to four inputs, of pairs of boxes, or of sums over all elements.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target = default, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default) =>
        Run(new LossBatch<double> { First = prediction, Second = target, Third = third, Fourth = fourth }, [], 0);

    /// <summary>The mean of a loss over rows of classes, with one label each.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes) => Run(new LossBatch<double> { First = prediction }, labels, classes);

    /// <summary>The mean of a loss over rows of classes, with one target for each class.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes) => Run(new LossBatch<double> { First = prediction, Second = target }, [], classes);

    /// <summary>The mean of a loss of one input, and its gradient, which may be the input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> input, Span<double> gradient) => Run(new LossBatch<double> { First = input, FirstGradient = gradient }, [], 0);

    /// <summary>The mean, and its gradient with respect to the prediction, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default) =>
        Run(new LossBatch<double> { First = prediction, Second = target, Third = third, Fourth = fourth, FirstGradient = gradient }, [], 0);

    /// <summary>The mean of a loss over rows of classes with one label each, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> gradient) =>
        Run(new LossBatch<double> { First = prediction, FirstGradient = gradient }, labels, classes);

    /// <summary>The mean of a loss over rows of classes with one target for each class, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> gradient) =>
        Run(new LossBatch<double> { First = prediction, Second = target, FirstGradient = gradient }, [], classes);

    /// <summary>The second derivative of the mean of a loss of one input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<double> input, Span<double> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<double> { First = input, FirstHessian = hessian, Curvature = curvature }, [], 0);

    /// <summary>The diagonal second derivative of the mean with respect to the prediction; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<double> { First = prediction, Second = target, Third = third, Fourth = fourth, FirstHessian = hessian, Curvature = curvature }, [], 0);

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one label each; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<double> { First = prediction, FirstHessian = hessian, Curvature = curvature }, labels, classes);

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one target for each class; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, an input that is missing, or a loss of another shape; the message names the call that it takes.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact) =>
        Run(new LossBatch<double> { First = prediction, Second = target, FirstHessian = hessian, Curvature = curvature }, [], classes);

    /// <summary>One call, in the batch of this loss's shape.</summary>
    private double Run(in LossBatch<double> call, ReadOnlySpan<int> labels, int classes)
    {
        if (Entry.TakesTensors) throw Throw.TensorsWanted(Entry.Key);
        if (Entry.Row is not null)
        {
            if (classes == 0) throw Throw.ClassesWanted(Entry.Key);
            return Evaluate(new RowBatch<double> { Prediction = call.First, Labels = labels, Target = call.Second, Classes = classes, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value;
        }

        if (classes != 0) throw Throw.NoClasses(Entry.Key);
        if (Groups is not null)
            return Evaluate(new SumBatch<double> { Prediction = call.First, Target = call.Second, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value;
        return Entry.Inputs[0].Kind == InputKind.Box
            ? Evaluate(new BoxBatch<double> { Prediction = call.First, Target = call.Second, Gradient = call.FirstGradient, Hessian = call.FirstHessian, Curvature = call.Curvature }).Value
            : Evaluate(call).Value;
    }
}

namespace Minima;

/// <summary>The calls that losses offer by their C# types, for a loss chosen at run time.</summary>
/// <example><code>
/// double mean = Loss.Create("bce_with_logits").ValueAndGradient(prediction, target, gradient);
/// double rows = Loss.Create("cross_entropy").Value(logits, labels, classes: 3);
/// double weighted = Loss.Create("huber").Value(prediction, target, sampleWeight: weights);
/// </code></example>
public abstract partial class Loss
{
    /// <summary>The mean of a loss of one to four inputs in the order of the catalogue, of pairs of boxes, or of sums over all elements.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target = default, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<float>.InOrder(prediction, target, third, fourth) with { SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes, with one label each.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes, with one target for each class.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss of one input, and its gradient, which may be the input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> input, Span<float> gradient) =>
        Run(new LossBatch<float> { Prediction = input, Gradient = gradient });

    /// <summary>The mean, and its gradient with respect to the first input, which may be that input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> gradient, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<float>.InOrder(prediction, target, third, fourth) with { Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes with one label each, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes with one target for each class, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> gradient, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The second derivative of the mean of a loss of one input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<float> input, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(new LossBatch<float> { Prediction = input, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean with respect to the first input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, Span<float> hessian, ReadOnlySpan<float> third = default, ReadOnlySpan<float> fourth = default, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<float>.InOrder(prediction, target, third, fourth) with { Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one label each; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<int> labels, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Labels = labels, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one target for each class; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int classes, Span<float> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<float> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<float> { Prediction = prediction, Target = target, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    private double Run(in LossBatch<float> batch) => Entry.Row is null ? Evaluate(batch).Value : throw Throw.ClassesWanted(Entry.Key);

    private double RunRows(in LossBatch<float> batch) => Entry.Row is not null || Entry.TakesTensors ? Evaluate(batch).Value : throw Throw.NoClasses(Entry.Key);

    /// <summary>The mean of a loss of one to four inputs in the order of the catalogue, of pairs of boxes, or of sums over all elements.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target = default, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<double>.InOrder(prediction, target, third, fourth) with { SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes, with one label each.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes, with one target for each class.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Value(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss of one input, and its gradient, which may be the input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> input, Span<double> gradient) =>
        Run(new LossBatch<double> { Prediction = input, Gradient = gradient });

    /// <summary>The mean, and its gradient with respect to the first input, which may be that input itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> gradient, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<double>.InOrder(prediction, target, third, fourth) with { Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes with one label each, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The mean of a loss over rows of classes with one target for each class, and its gradient, which may be the prediction itself.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> gradient, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, Gradient = gradient, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The second derivative of the mean of a loss of one input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<double> input, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(new LossBatch<double> { Prediction = input, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean with respect to the first input; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> hessian, ReadOnlySpan<double> third = default, ReadOnlySpan<double> fourth = default, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        Run(LossBatch<double>.InOrder(prediction, target, third, fourth) with { Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one label each; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<int> labels, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Labels = labels, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    /// <summary>The diagonal second derivative of the mean of a loss over rows of classes with one target for each class; returns the mean.</summary>
    /// <exception cref="LossException">Unequal lengths, an input or parameter outside its domain, a missing input, or a loss of another shape; the message names the right call.</exception>
    public double Hessian(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, int classes, Span<double> hessian, Curvature curvature = Curvature.Exact, ReadOnlySpan<double> sampleWeight = default, ReadOnlySpan<bool> mask = default) =>
        RunRows(new LossBatch<double> { Prediction = prediction, Target = target, Classes = classes, Hessian = hessian, Curvature = curvature, SampleWeight = sampleWeight, Mask = mask });

    private double Run(in LossBatch<double> batch) => Entry.Row is null ? Evaluate(batch).Value : throw Throw.ClassesWanted(Entry.Key);

    private double RunRows(in LossBatch<double> batch) => Entry.Row is not null || Entry.TakesTensors ? Evaluate(batch).Value : throw Throw.NoClasses(Entry.Key);
}

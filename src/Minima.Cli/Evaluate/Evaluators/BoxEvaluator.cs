using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Requests to losses of pairs of boxes: arrays whose last axis holds x1, y1, x2, y2.</summary>
internal static class BoxEvaluator
{
    private const string Prediction = "prediction";
    private const string Target = "target";

    /// <exception cref="EvaluateException">The request breaks a rule of the protocol.</exception>
    /// <exception cref="LossException">The request breaks a rule of the loss.</exception>
    public static Answer Evaluate(Loss loss, Request request, Reduction reduction, WeightedMean weightedMean, Borrowed borrowed)
    {
        InputReader.CheckNames(loss.Entry, request);
        return request.Precision == Precision.Float32
            ? Run<float, SingleElement>(loss, request, reduction, weightedMean, borrowed)
            : Run<double, DoubleElement>(loss, request, reduction, weightedMean, borrowed);
    }

    private static Answer Run<TElement, TKind>(Loss loss, Request request, Reduction reduction, WeightedMean weightedMean, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var entry = loss.Entry;
        var prediction = request.Inputs[Prediction];
        var target = request.Inputs[Target];
        var count = prediction.Count;
        InputReader.RequireShape(entry, Target, target.Shape, Prediction, prediction.Shape);
        if (prediction.Shape is not [.., 4] and not [0] and not [.., 0])
        {
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' has shape {TensorShape.Format(prediction.Shape)}; the last axis must hold the 4 numbers x1, y1, x2, y2 of a box.");
        }

        int[] terms = prediction.Shape is [.., 4] ? prediction.Shape[..^1] : [0];
        var batch = new BoxBatch<TElement>
        {
            Prediction = InputReader.Elements<TElement, TKind>(prediction, entry, Prediction, borrowed).AsSpan(0, count),
            Target = InputReader.Elements<TElement, TKind>(target, entry, Target, borrowed).AsSpan(0, count),
            Reduction = reduction,
            WeightedMean = weightedMean,
        };
        batch.SampleWeight = InputReader.SampleWeightOf<TElement, TKind>(entry, request, terms, count / 4, borrowed);
        batch.Mask = InputReader.MaskOf(entry, request, terms, count / 4, borrowed);

        var gradients = request.Gradient ? new List<(string, ShapedNumbers)>(1) : null;
        var hessians = request.Hessian ? new List<(string, ShapedNumbers)>(1) : null;
        foreach (var input in entry.Inputs.Where(input => input.Differentiated))
        {
            if (gradients is not null)
            {
                var buffer = borrowed.TakeAnswer<TElement, TKind>(gradients, input.Name, prediction.Shape, count);
                batch.Gradient = input.Name == Target ? batch.Gradient : buffer;
                batch.TargetGradient = input.Name == Target ? buffer : batch.TargetGradient;
            }

            if (hessians is not null)
            {
                var buffer = borrowed.TakeAnswer<TElement, TKind>(hessians, input.Name, prediction.Shape, count);
                batch.Hessian = input.Name == Target ? batch.Hessian : buffer;
                batch.TargetHessian = input.Name == Target ? buffer : batch.TargetHessian;
            }
        }

        ShapedNumbers? shown = null;
        if (reduction == Reduction.None)
        {
            var buffer = borrowed.Take<TElement>(count / 4);
            batch.Terms = buffer.AsSpan(0, count / 4);
            shown = new ShapedNumbers<TElement, TKind>(terms, buffer);
        }

        var result = TKind.Evaluate(loss, batch);
        return new Answer(entry.Key, result.Value, result.Denominator, shown, gradients, hessians);
    }
}

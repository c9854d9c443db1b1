using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Requests to losses of a few sums: arrays [batch, class, ...], of which the loss says what it takes together.</summary>
internal static class SumEvaluator
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
        var terms = TermsOf(loss, prediction.Shape);
        var batch = new SumBatch<TElement>
        {
            Prediction = InputReader.Elements<TElement, TKind>(prediction, entry, Prediction, borrowed).AsSpan(0, count),
            Target = InputReader.Elements<TElement, TKind>(target, entry, Target, borrowed).AsSpan(0, count),
            Rows = loss.Groups == SumGroups.Batch ? 1 : prediction.Shape[0],
            Classes = loss.Groups is SumGroups.Batch or SumGroups.Rows || prediction.Shape is [0] ? 1 : prediction.Shape[1],
            Reduction = reduction,
            WeightedMean = weightedMean,
        };
        var number = 1;
        foreach (var size in terms)
        {
            number *= size;
        }

        batch.SampleWeight = InputReader.SampleWeightOf<TElement, TKind>(entry, request, terms, number, borrowed);
        batch.Mask = InputReader.MaskOf(entry, request, terms, number, borrowed);

        List<(string, ShapedNumbers)>? gradients = null;
        if (request.Gradient)
        {
            var buffer = borrowed.Take<TElement>(count);
            batch.Gradient = buffer.AsSpan(0, count);
            gradients = [(Prediction, new ShapedNumbers<TElement, TKind>(prediction.Shape, buffer))];
        }

        List<(string, ShapedNumbers)>? hessians = null;
        if (request.Hessian)
        {
            if (entry.Sums!.IsScalar)
            {
                throw new EvaluateException(EvaluateErrors.NoHessian, $"{entry.Key}: there is no Hessian: the loss is no mean of terms. Ask for the gradient only.");
            }

            var buffer = borrowed.Take<TElement>(count);
            batch.Hessian = buffer.AsSpan(0, count);
            hessians = [(Prediction, new ShapedNumbers<TElement, TKind>(prediction.Shape, buffer))];
        }

        ShapedNumbers? shown = null;
        if (reduction == Reduction.None)
        {
            var buffer = borrowed.Take<TElement>(number);
            batch.Terms = buffer.AsSpan(0, number);
            shown = new ShapedNumbers<TElement, TKind>(terms, buffer);
        }

        var result = TKind.Evaluate(loss, batch);
        return new Answer(entry.Key, result.Value, entry.Sums!.IsScalar ? null : result.Denominator, shown, gradients, hessians);
    }

    /// <summary>The shape of the terms: what is left of the prediction's when the elements of each group have become one.</summary>
    private static int[] TermsOf(Loss loss, int[] shape)
    {
        if (shape is [0])
        {
            return [0]; // [] is no rows, not one row without elements.
        }

        var axes = loss.Groups is SumGroups.Batch ? 0 : loss.Groups is SumGroups.Rows ? 1 : 2;
        if (shape.Length < axes)
        {
            var wanted = axes == 1 ? "at least one axis, one position for each row" : "at least two axes, [batch, class, ...]";
            throw new EvaluateException(EvaluateErrors.Shape, $"{loss.Entry.Key}: 'prediction' has shape {TensorShape.Format(shape)}; it must have {wanted}. Reshape it; one image of one class is [1, 1, ...].");
        }

        return (loss.Groups, loss.Entry.Sums!.OverClasses) switch
        {
            (SumGroups.Batch, _) => [],
            (SumGroups.Rows, _) => [shape[0]],
            (SumGroups.Classes, true) => [shape[0]],
            (SumGroups.Classes, false) => [shape[0], shape[1]],
            (_, true) => [1],
            _ => [1, shape[1]],
        };
    }
}

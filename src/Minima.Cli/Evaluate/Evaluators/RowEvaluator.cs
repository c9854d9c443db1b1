using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Requests to losses over rows of classes: the class axis, labels or target rows, weights of classes.</summary>
internal static class RowEvaluator
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
        var layout = RowLayout.Of(entry, request, request.Inputs[Prediction], request.Inputs[Target]);
        var elements = layout.Rows * layout.Classes;
        var prediction = request.Inputs[Prediction];
        var target = request.Inputs[Target];
        var batch = new RowBatch<TElement>
        {
            Prediction = InputReader.Elements<TElement, TKind>(prediction, entry, Prediction, borrowed).AsSpan(0, elements),
            Classes = layout.Classes,
            Inner = layout.Inner,
            Reduction = reduction,
            WeightedMean = weightedMean,
            IgnoreIndex = ParameterReader.IgnoreIndexOf(entry, request),
        };
        ReadWeights<TElement, TKind>(entry, request, layout, borrowed, ref batch);
        if (layout.HasLabels)
        {
            batch.Labels = Labels(target, entry, batch.Mask, borrowed).AsSpan(0, layout.Rows);
        }
        else
        {
            batch.Target = InputReader.Elements<TElement, TKind>(target, entry, Target, borrowed).AsSpan(0, elements);
        }

        var gradients = request.Gradient ? new List<(string, ShapedNumbers)>(1) : null;
        var hessians = request.Hessian ? new List<(string, ShapedNumbers)>(1) : null;
        foreach (var input in entry.Inputs)
        {
            if (!input.Differentiated || (input.Name == Target && layout.HasLabels))
            {
                continue;
            }

            if (gradients is not null)
            {
                var buffer = borrowed.TakeAnswer<TElement, TKind>(gradients, input.Name, prediction.Shape, elements);
                batch.Gradient = input.Name == Target ? batch.Gradient : buffer;
                batch.TargetGradient = input.Name == Target ? buffer : batch.TargetGradient;
            }

            if (hessians is not null)
            {
                var buffer = borrowed.TakeAnswer<TElement, TKind>(hessians, input.Name, prediction.Shape, elements);
                batch.Hessian = input.Name == Target ? batch.Hessian : buffer;
                batch.TargetHessian = input.Name == Target ? buffer : batch.TargetHessian;
            }
        }

        ShapedNumbers? terms = null;
        if (reduction == Reduction.None)
        {
            var buffer = borrowed.Take<TElement>(layout.Rows);
            batch.Terms = buffer.AsSpan(0, layout.Rows);
            terms = new ShapedNumbers<TElement, TKind>(layout.RowShape, buffer);
        }

        var result = TKind.Evaluate(loss, batch);
        return new Answer(entry.Key, result.Value, result.Denominator, terms, gradients, hessians);
    }

    private static void ReadWeights<TElement, TKind>(LossEntry entry, Request request, RowLayout layout, Borrowed borrowed, ref RowBatch<TElement> batch)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        if (ParameterReader.ClassWeightOf(entry, request) is { } classWeight)
        {
            batch.ClassWeights = InputReader.Elements<TElement, TKind>(classWeight, entry, "class_weight", borrowed).AsSpan(0, classWeight.Count);
            if (classWeight.Count == 0)
            {
                throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'class_weight' is an empty list; give one number for each class, or null for none.");
            }
        }

        batch.SampleWeight = InputReader.SampleWeightOf<TElement, TKind>(entry, request, layout.RowShape, layout.Rows, borrowed);
        batch.Mask = InputReader.MaskOf(entry, request, layout.RowShape, layout.Rows, borrowed);
    }

    /// <summary>Labels are numbers without fraction, however they were written. Those of masked rows may be anything.</summary>
    private static int[] Labels(Tensor tensor, LossEntry entry, ReadOnlySpan<bool> mask, Borrowed borrowed)
    {
        var labels = borrowed.Take<int>(tensor.Count);
        var values = tensor.Values;
        for (var i = 0; i < values.Length; i++)
        {
            if (!mask.IsEmpty && !mask[i])
            {
                labels[i] = 0;
                continue;
            }

            if (values[i] != Math.Floor(values[i]) || Math.Abs(values[i]) > int.MaxValue)
            {
                throw new EvaluateException(
                    EvaluateErrors.Label,
                    $"{entry.Key}: 'target' at index {i.ToString(CultureInfo.InvariantCulture)} is {values[i].ToString("R", CultureInfo.InvariantCulture)}; a label must be a whole number, the index of a class. Mask rows without a label; a distribution has the shape of 'prediction'.");
            }

            labels[i] = (int)values[i];
        }

        return labels;
    }
}

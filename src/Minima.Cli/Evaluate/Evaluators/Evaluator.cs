using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Evaluate;

/// <summary>From a request to its answer: names become a loss, arrays a batch.</summary>
internal static class Evaluator
{
    /// <exception cref="EvaluateException">The request breaks a rule of the protocol.</exception>
    /// <exception cref="LossException">The request breaks a rule of the loss.</exception>
    public static Answer Evaluate(Request request, Borrowed borrowed)
    {
        if (request.Fault is { } fault)
        {
            throw new EvaluateException(fault);
        }

        var entry = EntryOf(request);
        RefuseWeights(entry, request);
        var weightedMean = ParameterReader.WeightedMeanOf(entry, request);
        var loss = ParameterReader.Create(entry, request);
        if (loss is TensorLoss onTensors)
        {
            return TensorEvaluator.Evaluate(onTensors, request, weightedMean, borrowed);
        }

        var reduction = ReductionOf(entry, request);
        if (entry.Row is not null)
        {
            return RowEvaluator.Evaluate(loss, request, reduction, weightedMean, borrowed);
        }

        if (entry.Sums is not null)
        {
            return SumEvaluator.Evaluate(loss, request, reduction, weightedMean, borrowed);
        }

        if (!entry.IsPoint)
        {
            return BoxEvaluator.Evaluate(loss, request, reduction, weightedMean, borrowed);
        }

        InputReader.Check(entry, request);
        ParameterReader.CheckLists(entry, loss, request.Inputs[entry.Inputs[0].Name].Shape);
        return request.Precision == Precision.Float32
            ? Run<float, SingleElement>(loss, request, reduction, weightedMean, borrowed)
            : Run<double, DoubleElement>(loss, request, reduction, weightedMean, borrowed);
    }

    /// <summary>Before the reduction is looked at: who weighs the terms of a loss without terms has that to learn first.</summary>
    private static void RefuseWeights(LossEntry entry, Request request)
    {
        if (entry.Sums is not { IsScalar: true })
        {
            return;
        }

        foreach (var name in (string[])[InputReader.SampleWeight, InputReader.Mask])
        {
            if (request.Inputs.ContainsKey(name))
            {
                throw new EvaluateException(EvaluateErrors.Weights, $"{entry.Key}: the loss is no mean of terms, so '{name}' has nothing to weigh; leave it out.");
            }
        }
    }

    private static LossEntry EntryOf(Request request) => (request.Loss, request.Formula) switch
    {
        ({ } name, null) => Catalogue.Find(name),
        (null, { } text) => TextLoss.Entry(text, ParameterReader.NamesOf(request)),
        (null, null) => throw new EvaluateException(EvaluateErrors.Json, "the request has no 'loss'; add \"loss\": \"name\" (`minima losses` lists the names), or \"formula\": \"text\"."),
        _ => throw new EvaluateException(EvaluateErrors.Json, "the request has both 'loss' and 'formula'; give one of them."),
    };

    private static Answer Run<TElement, TKind>(Loss loss, Request request, Reduction reduction, WeightedMean weightedMean, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var entry = loss.Entry;
        var first = request.Inputs[entry.Inputs[0].Name];
        var count = first.Count;
        var batch = new LossBatch<TElement> { Reduction = reduction, WeightedMean = weightedMean };
        var gradients = request.Gradient ? new List<(string, ShapedNumbers)>(1) : null;
        var hessians = request.Hessian ? new List<(string, ShapedNumbers)>(1) : null;
        for (var i = 0; i < entry.Inputs.Count; i++)
        {
            var input = entry.Inputs[i];
            if (!request.Inputs.TryGetValue(input.Name, out var tensor))
            {
                continue;
            }

            batch.SetInput(i, InputReader.Elements<TElement, TKind>(tensor, entry, input.Name, borrowed).AsSpan(0, count));
            if (!input.Differentiated)
            {
                continue;
            }

            if (gradients is not null)
            {
                var buffer = borrowed.Take<TElement>(count);
                batch.SetGradient(i, buffer.AsSpan(0, count));
                gradients.Add((input.Name, new ShapedNumbers<TElement, TKind>(tensor.Shape, buffer)));
            }

            if (hessians is not null)
            {
                var buffer = borrowed.Take<TElement>(count);
                batch.SetHessian(i, buffer.AsSpan(0, count));
                hessians.Add((input.Name, new ShapedNumbers<TElement, TKind>(tensor.Shape, buffer)));
            }
        }

        if (request.Inputs.TryGetValue(InputReader.SampleWeight, out var weight))
        {
            batch.SampleWeight = InputReader.Elements<TElement, TKind>(weight, entry, InputReader.SampleWeight, borrowed).AsSpan(0, count);
        }

        if (request.Inputs.TryGetValue(InputReader.Mask, out var mask))
        {
            batch.Mask = InputReader.Flags(mask, entry, borrowed).AsSpan(0, count);
        }

        ShapedNumbers? terms = null;
        if (reduction == Reduction.None)
        {
            var buffer = borrowed.Take<TElement>(count);
            batch.Terms = buffer.AsSpan(0, count);
            terms = new ShapedNumbers<TElement, TKind>(first.Shape, buffer);
        }

        var result = TKind.Evaluate(loss, batch);
        return new Answer(entry.Key, result.Value, result.Denominator, terms, gradients, hessians);
    }

    /// <summary>The reduction of a loss that has terms.</summary>
    public static Reduction ReductionOf(LossEntry entry, Request request) => request.Reduction switch
    {
        null or "scalar" when entry.Sums is { IsScalar: true } => Reduction.Mean,
        { } word when entry.Sums is { IsScalar: true } => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: reduction {Wording.Quote(word)} is for losses that are means of terms; this one is a scalar and takes none: leave it out, or say scalar."),
        null or "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        "scalar" when entry.Row is { Mean: RowMean.ScoresToLabel } => Reduction.Mean, // A mean over questions, of which a row has as many as its label says.
        "scalar" => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: reduction scalar is for losses that are no means of terms; this one has terms: take mean, sum or none."),
        var word => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: unknown reduction {Wording.Quote(word)}{Wording.DidYouMean(word, ["mean", "sum", "none"])}; it must be mean, sum or none."),
    };
}

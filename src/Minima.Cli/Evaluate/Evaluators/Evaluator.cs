using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Evaluates a request: names become a loss, arrays a batch.</summary>
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
        return request.Precision == Precision.Float32
            ? Run<float, SingleElement>(loss, request, RequestLayout.Of(loss, request), reduction, weightedMean, borrowed)
            : Run<double, DoubleElement>(loss, request, RequestLayout.Of(loss, request), reduction, weightedMean, borrowed);
    }

    /// <summary>Runs before the reduction is checked, because weights on a loss without terms are the more fundamental error.</summary>
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
                throw new EvaluateException(EvaluateErrors.Weights, $"{entry.Key}: the loss is not a mean of terms, so '{name}' has nothing to weight; leave it out.");
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

    private static Answer Run<TElement, TKind>(Loss loss, Request request, RequestLayout layout, Reduction reduction, WeightedMean weightedMean, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var entry = loss.Entry;
        var batch = new LossBatch<TElement> { Rows = layout.Rows, Classes = layout.Classes, Inner = layout.Inner, Reduction = reduction, WeightedMean = weightedMean };
        var gradients = request.Gradient ? new List<(string, ShapedNumbers)>(1) : null;
        var hessians = request.Hessian ? new List<(string, ShapedNumbers)>(1) : null;
        for (var i = 0; i < entry.Inputs.Count; i++)
        {
            var input = entry.Inputs[i];
            if (!request.Inputs.TryGetValue(input.Name, out var tensor))
            {
                continue;
            }

            if (i == 1 && entry.Row is not null)
            {
                // Before the labels, because labels of masked rows may be anything.
                ReadRowOptions<TElement, TKind>(entry, request, borrowed, ref batch);
                ReadWeights<TElement, TKind>(entry, request, layout, borrowed, ref batch);
                if (layout.HasLabels)
                {
                    batch.Labels = InputReader.Labels(tensor, entry, batch.Mask, borrowed).AsSpan(0, tensor.Count);
                    continue;
                }
            }

            var given = new LossInput<TElement> { Values = InputReader.Elements<TElement, TKind>(tensor, entry, input.Name, borrowed).AsSpan(0, tensor.Count) };
            if (input.Differentiated)
            {
                given.Gradient = gradients is null ? default : borrowed.TakeAnswer<TElement, TKind>(gradients, input.Name, tensor.Shape, tensor.Count);
                given.Hessian = hessians is null ? default : borrowed.TakeAnswer<TElement, TKind>(hessians, input.Name, tensor.Shape, tensor.Count);
            }

            batch[input.Name] = given;
        }

        if (entry.Row is null)
        {
            ReadWeights<TElement, TKind>(entry, request, layout, borrowed, ref batch);
        }

        var isScalar = entry.Sums is { IsScalar: true };
        if (isScalar && request.Hessian)
        {
            throw new EvaluateException(EvaluateErrors.NoHessian, $"{entry.Key}: there is no Hessian, because the loss is not a mean of terms. Compute only the gradient.");
        }

        ShapedNumbers? terms = null;
        if (reduction == Reduction.None)
        {
            var buffer = borrowed.Take<TElement>(layout.Terms);
            batch.Terms = buffer.AsSpan(0, layout.Terms);
            terms = new ShapedNumbers<TElement, TKind>(layout.TermShape, buffer);
        }

        var result = TKind.Evaluate(loss, batch);
        return new Answer(entry.Key, result.Value, isScalar ? null : result.Denominator, terms, gradients, hessians);
    }

    private static void ReadRowOptions<TElement, TKind>(LossEntry entry, Request request, Borrowed borrowed, ref LossBatch<TElement> batch)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        batch.IgnoreIndex = ParameterReader.IgnoreIndexOf(entry, request);
        if (ParameterReader.ClassWeightOf(entry, request) is { } classWeight)
        {
            batch.ClassWeights = InputReader.Elements<TElement, TKind>(classWeight, entry, "class_weight", borrowed).AsSpan(0, classWeight.Count);
            if (classWeight.Count == 0)
            {
                throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'class_weight' is an empty list; give one number for each class, or null for none.");
            }
        }
    }

    private static void ReadWeights<TElement, TKind>(LossEntry entry, Request request, RequestLayout layout, Borrowed borrowed, ref LossBatch<TElement> batch)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        batch.SampleWeight = InputReader.SampleWeightOf<TElement, TKind>(entry, request, layout.TermShape, layout.Terms, borrowed);
        batch.Mask = InputReader.MaskOf(entry, request, layout.TermShape, layout.Terms, borrowed);
    }

    /// <summary>The reduction of a loss that has terms.</summary>
    public static Reduction ReductionOf(LossEntry entry, Request request) => request.Reduction switch
    {
        null or "scalar" when entry.Sums is { IsScalar: true } => Reduction.Mean,
        { } word when entry.Sums is { IsScalar: true } => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: reduction {Wording.Quote(word)} is for losses that are means of terms; this one is a scalar and takes none: leave it out, or write scalar."),
        null or "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "none" => Reduction.None,
        "scalar" when entry.Row is { Mean: RowMean.ScoresToLabel } => Reduction.Mean, // A mean over questions, of which a row has as many as its label says.
        "scalar" => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: reduction scalar is for losses that are not means of terms; this one has terms: use mean, sum or none."),
        var word => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: unknown reduction {Wording.Quote(word)}{Wording.DidYouMean(word, ["mean", "sum", "none"])}; it must be mean, sum or none."),
    };
}

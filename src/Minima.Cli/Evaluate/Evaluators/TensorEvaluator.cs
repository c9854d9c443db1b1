using System.Globalization;
using Minima.Tabular;
using LossTensor = Minima.Tensors.Tensor;
using Shape = Minima.Tensors.Shape;

namespace Minima.Cli.Evaluate;

/// <summary>Requests to losses that are written on tensors: every input has a shape of its own, and gradients come by reverse mode.</summary>
internal static class TensorEvaluator
{
    /// <exception cref="EvaluateException">The request breaks a rule of the protocol.</exception>
    /// <exception cref="LossException">The request breaks a rule of the loss.</exception>
    public static Answer Evaluate(TensorLoss loss, Request request, WeightedMean weightedMean, Borrowed borrowed)
    {
        if (!CriticFixture.Fits(loss.Entry, request)) InputReader.CheckNames(loss.Entry, request);
        return request.Precision == Precision.Float32
            ? Run<float, SingleElement>(loss, request, weightedMean, borrowed)
            : Run<double, DoubleElement>(loss, request, weightedMean, borrowed);
    }

    private static Answer Run<TElement, TKind>(TensorLoss loss, Request request, WeightedMean weightedMean, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var entry = loss.Entry;
        using var step = StepScope.Begin();
        var (inputs, leaves) = Read<TElement, TKind>(entry, request, borrowed);
        var terms = loss.Terms(inputs);
        var reduction = ReductionOf(entry, terms.IsScalar, request);
        var value = TensorLossReduction.Reduce(entry, terms, Arguments<TElement, TKind>(entry, request, reduction, weightedMean, borrowed));
        var gradients = leaves.Length == 0 ? [] : Gradients(entry, value, [.. leaves.Select(x => x.Leaf)], request.Hessian);
        var answer = request.Gradient ? leaves.Select((x, i) => (x.Name, (ShapedNumbers)Shaped<TElement, TKind>(gradients[i]))).ToList() : null;
        var hessians = request.Hessian ? Hessians<TElement, TKind>(entry, terms.IsScalar, [.. leaves.Select(x => x.Leaf)], gradients, [.. leaves.Select(x => x.Name)]) : null;
        if (reduction != Reduction.None) return new Answer(entry.Key, value.Node.LossResult.Value, terms.IsScalar ? null : value.Node.LossResult.Denominator, null, answer, hessians);
        using (Autograd.NoGradient())
        {
            var mean = TensorLossReduction.Reduce(entry, terms, Arguments<TElement, TKind>(entry, request, Reduction.Mean, weightedMean, borrowed));
            return new Answer(entry.Key, 0, mean.Node.LossResult.Denominator, Shaped<TElement, TKind>(value), answer, hessians);
        }
    }

    /// <summary>The inputs in the order of the entry, and those with a requested gradient.</summary>
    private static (LossTensor[] Inputs, (string Name, LossTensor Leaf)[] Leaves) Read<TElement, TKind>(LossEntry entry, Request request, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        if (CriticFixture.Fits(entry, request))
        {
            var (gradient, parameters) = CriticFixture.Read(entry, request, (name, given) => Numbers<TElement, TKind>(entry, name, given, borrowed));
            return ([gradient], request.Gradient || request.Hessian ? parameters : []);
        }

        var inputs = new LossTensor[entry.Inputs.Count];
        var leaves = new List<(string, LossTensor)>();
        for (var i = 0; i < inputs.Length; i++)
        {
            var info = entry.Inputs[i];
            if (!request.Inputs.TryGetValue(info.Name, out var given)) continue;
            inputs[i] = info.Kind == InputKind.TensorOfLabels ? Labels(entry, info.Name, given) : Numbers<TElement, TKind>(entry, info.Name, given, borrowed);
            if (!info.Differentiated || !(request.Gradient || request.Hessian)) continue;
            inputs[i] = inputs[i].WithGradient();
            leaves.Add((info.Name, inputs[i]));
        }

        return (inputs, [.. leaves]);
    }

    private static LossArguments Arguments<TElement, TKind>(LossEntry entry, Request request, Reduction reduction, WeightedMean weightedMean, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var weight = request.Inputs.TryGetValue(InputReader.SampleWeight, out var given) ? Numbers<TElement, TKind>(entry, InputReader.SampleWeight, given, borrowed) : default;
        ReadOnlySpan<bool> mask = default;
        if (request.Inputs.TryGetValue(InputReader.Mask, out var flags) && !entry.Inputs.Any(i => i.Name == InputReader.Mask)) mask = InputReader.Flags(flags, entry, borrowed).AsSpan(0, flags.Count);
        return new LossArguments { Reduction = reduction, WeightedMean = weightedMean, Weight = weight, Mask = mask };
    }

    /// <summary>A loss that is one number has the reduction scalar, every other has the usual ones.</summary>
    private static Reduction ReductionOf(LossEntry entry, bool isScalar, Request request) => (isScalar, request.Reduction) switch
    {
        (true, null or "scalar") => Reduction.Mean,
        (true, { } word) => throw new EvaluateException(EvaluateErrors.Reduction, $"{entry.Key}: reduction {Wording.Quote(word)}: this loss is one number, not a mean of terms; leave the reduction out, or write scalar."),
        _ => Evaluator.ReductionOf(entry, request),
    };

    private static LossTensor Numbers<TElement, TKind>(LossEntry entry, string name, Tensor given, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var elements = InputReader.Elements<TElement, TKind>(given, entry, name, borrowed);
        var shape = ShapeOf(entry, name, given);
        return elements is float[] single ? LossTensor.Of(single.AsSpan(0, given.Count), shape) : LossTensor.Of(((double[])(object)elements).AsSpan(0, given.Count), shape);
    }

    private static LossTensor Labels(LossEntry entry, string name, Tensor given)
    {
        var labels = new int[given.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var value = given.Values[i];
            if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue)
                throw new EvaluateException(EvaluateErrors.Label, $"{entry.Key}: '{name}' at index {i.ToString(CultureInfo.InvariantCulture)} is {value.ToString("R", CultureInfo.InvariantCulture)}; it must be a whole number.");
            labels[i] = (int)value;
        }

        return LossTensor.Of(labels, ShapeOf(entry, name, given));
    }

    private static Shape ShapeOf(LossEntry entry, string name, Tensor given) => given.Shape.Length <= Shape.MostAxes
        ? Shape.Of(given.Shape)
        : throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: '{name}' has {given.Shape.Length.ToString(CultureInfo.InvariantCulture)} axes, {TensorShape.Format(given.Shape)}; a tensor has at most {Shape.MostAxes.ToString(CultureInfo.InvariantCulture)}. Join axes that the loss does not distinguish, such as those of the batch.");

    private static LossTensor[] Gradients(LossEntry entry, LossTensor value, LossTensor[] inputs, bool createGraph)
    {
        if (!value.RequiresGradient) return [.. inputs.Select(x => LossTensor.Zeros(x.Shape, x.Type))];
        try
        {
            return Autograd.Gradient(value.Rank == 0 ? value : value.Sum(), inputs, createGraph);
        }
        catch (TrainingException problem) when (createGraph)
        {
            throw NoSecond(entry, problem);
        }
    }

    /// <summary>The diagonal of the second derivative, element by element, because a loss on tensors may couple any elements.</summary>
    private static List<(string, ShapedNumbers)> Hessians<TElement, TKind>(LossEntry entry, bool isScalar, LossTensor[] inputs, LossTensor[] gradients, string[] names)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        if (isScalar || entry.StopsGradient) throw new EvaluateException(EvaluateErrors.NoHessian, $"{entry.Key}: it has no Hessian; do not request it.");
        var answers = new List<(string, ShapedNumbers)>();
        for (var i = 0; i < inputs.Length; i++)
        {
            var diagonal = new double[inputs[i].Count];
            var flat = gradients[i].Reshape([inputs[i].Count]);
            for (var k = 0; k < diagonal.Length && gradients[i].RequiresGradient; k++) diagonal[k] = Second(entry, flat.Slice(0, k, 1).Reshape(Shape.Scalar), inputs[i])[k];
            answers.Add((names[i], Shaped<TElement, TKind>(LossTensor.Of(diagonal, inputs[i].Shape).To(inputs[i].Type))));
        }

        return answers;
    }

    private static double[] Second(LossEntry entry, LossTensor slope, LossTensor input)
    {
        try
        {
            return Autograd.Gradient(slope, [input])[0].ToArray();
        }
        catch (TrainingException problem)
        {
            throw NoSecond(entry, problem);
        }
    }

    private static EvaluateException NoSecond(LossEntry entry, TrainingException problem) => new(EvaluateErrors.NoHessian, $"{entry.Key}: no second derivative: {problem.Message}");

    private static ShapedNumbers<TElement, TKind> Shaped<TElement, TKind>(LossTensor tensor)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        var shape = new int[tensor.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = tensor.Shape[i];
        return new ShapedNumbers<TElement, TKind>(shape, tensor.Contiguous().Read<TElement>().ToArray());
    }
}

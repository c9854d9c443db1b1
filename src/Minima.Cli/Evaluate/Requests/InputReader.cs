using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Checks the inputs of a request against the entry (names, presence, shapes) and converts them to the elements of the engine.</summary>
internal static class InputReader
{
    public const string SampleWeight = "sample_weight";
    public const string Mask = "mask";

    /// <summary>Refuses unknown and missing inputs, and shapes that differ from that of the first.</summary>
    public static void Check(LossEntry entry, Request request)
    {
        CheckNames(entry, request);
        var first = entry.Inputs[0].Name;
        var expected = request.Inputs[first];
        foreach (var (name, tensor) in request.Inputs)
        {
            RequireShape(entry, name, tensor.Shape, first, expected.Shape);
        }
    }

    /// <summary>Refuses unknown and missing inputs, and booleans where numbers belong.</summary>
    public static void CheckNames(LossEntry entry, Request request)
    {
        foreach (var name in request.Inputs.Keys)
        {
            if (name is not (SampleWeight or Mask) && !entry.Inputs.Any(i => i.Name == name))
            {
                throw Unknown(entry, name);
            }
        }

        foreach (var input in entry.Inputs)
        {
            if (input.BoundTo is null && !input.IsOptional && !request.Inputs.ContainsKey(input.Name))
            {
                var isOfText = entry.IsText && input.Differentiated && input != entry.Inputs[0];
                var orParameter = isOfText ? ", or to 'params' if it is one number for all" : "";
                var near = isOfText ? Wording.DidYouMean(input.Name, request.Parameters.Keys.Concat(request.Inputs.Keys)) : "";
                var place = isOfText ? $", which is at character {Text(TextNames.IndexOf(entry.Formula, input.Name) + 1)} of the text," : "";
                throw new EvaluateException(EvaluateErrors.MissingInput, $"{entry.Key}: input '{Wording.Shorten(input.Name)}'{near}{place} is missing; add it to 'inputs', {Wanted(input.Kind)}{orParameter}. {Wording.Listing("inputs", entry.Inputs.Select(i => Wording.Shorten(i.Name)))}");
            }
        }

        foreach (var (name, tensor) in request.Inputs)
        {
            if (tensor.HasBooleans && name != Mask && !entry.Inputs.Any(i => i.Name == name && i.Kind == InputKind.TensorOfLabels))
            {
                throw new EvaluateException(EvaluateErrors.Number, $"{entry.Key}: input '{name}' holds true or false; only a mask may. Write 1 and 0.");
            }
        }
    }

    /// <summary>Refuses an input of another shape; the message mentions broadcasting if the two would need it.</summary>
    public static void RequireShape(LossEntry entry, string name, ReadOnlySpan<int> shape, string other, ReadOnlySpan<int> expected)
    {
        if (!shape.SequenceEqual(expected))
        {
            throw ShapesDiffer(entry, name, shape, other, expected);
        }
    }

    /// <summary>An input in the elements of the engine, at least as many as the tensor holds. A finite number that becomes infinite is refused.</summary>
    public static TElement[] Elements<TElement, TKind>(Tensor tensor, LossEntry entry, string name, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        if (tensor.Memory is TElement[] same)
        {
            return same; // Doubles already: the engine reads them where they are.
        }

        var elements = borrowed.Take<TElement>(tensor.Count);
        var values = tensor.Values;
        for (var i = 0; i < values.Length; i++)
        {
            elements[i] = TKind.Round(values[i]);
            if (TKind.IsInfinity(elements[i]) && double.IsFinite(values[i]))
            {
                throw new EvaluateException(
                    EvaluateErrors.Number,
                    $"{entry.Key}: '{name}' at index {Text(i)} is {values[i].ToString("R", CultureInfo.InvariantCulture)}, beyond the largest float (3.4e38); use precision float64, or scale the data.");
            }
        }

        return elements;
    }

    /// <summary>The sample weights of a request in the shape of the terms, or empty if it has none.</summary>
    public static ReadOnlySpan<TElement> SampleWeightOf<TElement, TKind>(LossEntry entry, Request request, ReadOnlySpan<int> terms, int count, Borrowed borrowed)
        where TElement : unmanaged
        where TKind : struct, IElement<TElement>
    {
        if (!request.Inputs.TryGetValue(SampleWeight, out var weight))
        {
            return default;
        }

        RequireShape(entry, SampleWeight, weight.Shape, "the terms", terms);
        return Elements<TElement, TKind>(weight, entry, SampleWeight, borrowed).AsSpan(0, count);
    }

    /// <summary>The mask of a request in the shape of the terms, or empty if it has none.</summary>
    public static ReadOnlySpan<bool> MaskOf(LossEntry entry, Request request, ReadOnlySpan<int> terms, int count, Borrowed borrowed)
    {
        if (!request.Inputs.TryGetValue(Mask, out var mask))
        {
            return default;
        }

        RequireShape(entry, Mask, mask.Shape, "the terms", terms);
        return Flags(mask, entry, borrowed).AsSpan(0, count);
    }

    /// <summary>A mask: booleans, or 0 and 1.</summary>
    public static bool[] Flags(Tensor tensor, LossEntry entry, Borrowed borrowed)
    {
        var flags = borrowed.Take<bool>(tensor.Count);
        var values = tensor.Values;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not (0 or 1))
            {
                throw new EvaluateException(
                    EvaluateErrors.Weights,
                    $"{entry.Key}: 'mask' at index {Text(i)} is {values[i].ToString("R", CultureInfo.InvariantCulture)}; it must be true, false, 1 or 0. Fractions belong in 'sample_weight'.");
            }

            flags[i] = values[i] != 0;
        }

        return flags;
    }

    /// <summary>Reads labels: numbers without a fraction, in any notation. Labels of masked rows may be anything.</summary>
    public static int[] Labels(Tensor tensor, LossEntry entry, ReadOnlySpan<bool> mask, Borrowed borrowed)
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
                    $"{entry.Key}: 'target' at index {Text(i)} is {values[i].ToString("R", CultureInfo.InvariantCulture)}; a label must be a whole number, the index of a class. Mask rows without a label; a distribution has the shape of 'prediction'.");
            }

            labels[i] = (int)values[i];
        }

        return labels;
    }

    private static EvaluateException ShapesDiffer(LossEntry entry, string name, ReadOnlySpan<int> shape, string first, ReadOnlySpan<int> expected)
    {
        var broadcasts = TensorShape.WouldBroadcast(shape, expected);
        var remedy = broadcasts
            ? "They would have to broadcast, which Minima never does silently: reshape or expand one of them."
            : "Pass arrays of the same shape.";
        return new EvaluateException(
            broadcasts ? EvaluateErrors.Broadcast : EvaluateErrors.Shape,
            $"{entry.Key}: '{name}' has shape {TensorShape.Format(shape)}, '{first}' {TensorShape.Format(expected)}; they must be equal. {remedy}");
    }

    private static EvaluateException Unknown(LossEntry entry, string name)
    {
        var known = entry.Inputs.Select(i => i.Name).Append(SampleWeight).Append(Mask).ToArray();
        var asParameter = entry.Parameters.Any(p => p.Name == name) ? " It is a param: move it to 'params'."
            : !entry.IsText ? ""
            : name is "p" or "t" ? " In requests p is called 'prediction' and t 'target'."
            : " The formula does not use it.";
        return new EvaluateException(EvaluateErrors.UnknownInput, $"{entry.Key}: there is no input {Wording.Quote(name)}{Wording.DidYouMean(name, known)}.{asParameter} {Wording.Listing("inputs", known.Select(Wording.Shorten))}");
    }

    private static string Wanted(InputKind kind) => kind switch
    {
        InputKind.Label => "one label for each row",
        InputKind.LabelOrRow => "one label for each row, or one number for each class",
        InputKind.Box => "four numbers x1, y1, x2, y2 for each box",
        InputKind.Row => "one number for each class of each row",
        InputKind.Tensor or InputKind.TensorOfLabels => "an array with the axes that `minima explain` shows",
        _ => "an array of the same shape as the others",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

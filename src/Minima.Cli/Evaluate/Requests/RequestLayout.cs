namespace Minima.Cli.Evaluate;

/// <summary>The sizes of the arrays of a request, as the loss reads them.</summary>
/// <param name="TermShape">The shape of the terms.</param>
internal sealed record RequestLayout(int[] TermShape)
{
    private const string Prediction = "prediction";
    private const string Target = "target";

    /// <summary>The number of terms.</summary>
    public int Terms { get; } = Product(TermShape);

    /// <summary>The size of the first axis, for losses of sums.</summary>
    public int? Rows { get; init; }

    /// <summary>The length of the class axis.</summary>
    public int? Classes { get; init; }

    /// <summary>The product of the sizes after the class axis.</summary>
    public int? Inner { get; init; }

    /// <summary>True if the target contains labels.</summary>
    public bool HasLabels { get; init; }

    /// <summary>Checks the shapes of a request against those that the loss takes.</summary>
    /// <exception cref="EvaluateException">Shapes that do not fit, or an input that is missing or unknown.</exception>
    public static RequestLayout Of(Loss loss, Request request)
    {
        var entry = loss.Entry;
        if (entry.IsPoint)
        {
            InputReader.Check(entry, request);
            var shape = request.Inputs[entry.Inputs[0].Name].Shape;
            ParameterReader.CheckLists(entry, loss, shape);
            return new RequestLayout(shape);
        }

        InputReader.CheckNames(entry, request);
        var prediction = request.Inputs[Prediction].Shape;
        if (entry.Row is not null)
        {
            return OfRows(entry, request, prediction, request.Inputs[Target].Shape);
        }

        InputReader.RequireShape(entry, Target, request.Inputs[Target].Shape, Prediction, prediction);
        return entry.Sums is null ? OfBoxes(entry, prediction) : OfSums(loss, prediction);
    }

    private static RequestLayout OfBoxes(LossEntry entry, int[] shape) => shape switch
    {
        [.., 4] => new RequestLayout(shape[..^1]),
        [.., 0] => new RequestLayout([0]),
        _ => throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' has shape {TensorShape.Format(shape)}; the last axis must hold the 4 numbers x1, y1, x2, y2 of a box."),
    };

    private static RequestLayout OfSums(Loss loss, int[] shape) => new(TermsOfSums(loss, shape))
    {
        Rows = loss.Groups == SumGroups.Batch ? 1 : shape[0],
        Classes = loss.Groups is SumGroups.Batch or SumGroups.Rows || shape is [0] ? 1 : shape[1],
    };

    /// <summary>The prediction's shape with one term in place of the elements of each group.</summary>
    private static int[] TermsOfSums(Loss loss, int[] shape)
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

    /// <summary>Reads the class axis and distinguishes labels from target rows by their shape.</summary>
    private static RequestLayout OfRows(LossEntry entry, Request request, int[] shape, int[] target)
    {
        if (shape.Length == 0)
        {
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' is a single number; it must hold rows with one number for each class.");
        }

        var axis = ParameterReader.ClassAxisOf(entry, request, shape);
        if (shape is [0] && target is [0])
        {
            return new RequestLayout([0]) { Classes = 0, HasLabels = entry.Inputs[1].Kind != InputKind.Row }; // [] is no rows, not one row without classes.
        }

        int[] rowShape = [.. shape[..axis], .. shape[(axis + 1)..]];
        var hasLabels = HoldsLabels(entry, target, shape, rowShape);
        if (shape[axis] == 0 && Product(rowShape) > 0)
        {
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' has shape {TensorShape.Format(shape)}: there are rows, but no classes. A row has one number for each class.");
        }

        return new RequestLayout(rowShape) { Classes = shape[axis], Inner = Product(shape.AsSpan(axis + 1)), HasLabels = hasLabels };
    }

    private static bool HoldsLabels(LossEntry entry, int[] target, int[] prediction, int[] rowShape)
    {
        switch (entry.Inputs[1].Kind)
        {
            case InputKind.Row:
                InputReader.RequireShape(entry, "target", target, "prediction", prediction);
                return false;
            case InputKind.LabelOrRow when target.AsSpan().SequenceEqual(prediction):
                return false;
            case InputKind.LabelOrRow when target.Length == prediction.Length:
                InputReader.RequireShape(entry, "target", target, "prediction", prediction);
                return false;
        }

        if (!target.AsSpan().SequenceEqual(rowShape))
        {
            var soft = entry.Inputs[1].Kind == InputKind.LabelOrRow ? ", or one number for each class, in the shape of 'prediction'" : "";
            throw new EvaluateException(
                EvaluateErrors.Shape,
                $"{entry.Key}: 'target' has shape {TensorShape.Format(target)}, 'prediction' {TensorShape.Format(prediction)}; give one label for each row, in shape {TensorShape.Format(rowShape)}{soft}. 'class_axis' says which axis holds the classes.");
        }

        return true;
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
        {
            product *= size;
        }

        return product;
    }
}

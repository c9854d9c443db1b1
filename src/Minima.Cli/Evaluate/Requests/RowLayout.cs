namespace Minima.Cli.Evaluate;

/// <summary>How a request's arrays are rows of classes.</summary>
/// <param name="RowShape">The shape of the terms: that of the prediction without the class axis.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Classes">The length of the class axis.</param>
/// <param name="Inner">The product of the sizes behind the class axis.</param>
/// <param name="HasLabels">The target holds labels.</param>
internal sealed record RowLayout(int[] RowShape, int Rows, int Classes, int Inner, bool HasLabels)
{
    /// <summary>Reads the class axis and tells labels from target rows by their shape.</summary>
    public static RowLayout Of(LossEntry entry, Request request, Tensor prediction, Tensor target)
    {
        var shape = prediction.Shape;
        if (shape.Length == 0)
        {
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' is a single number; it must hold rows with one number for each class.");
        }

        var axis = ParameterReader.ClassAxisOf(entry, request, shape);
        if (shape is [0] && target.Shape is [0])
        {
            return new RowLayout([0], 0, 0, 1, entry.Inputs[1].Kind != InputKind.Row); // [] is no rows, not one row without classes.
        }

        int[] rowShape = [.. shape[..axis], .. shape[(axis + 1)..]];
        var rows = Product(rowShape);
        var hasLabels = HoldsLabels(entry, target.Shape, shape, rowShape);
        if (shape[axis] == 0 && rows > 0)
        {
            throw new EvaluateException(EvaluateErrors.Shape, $"{entry.Key}: 'prediction' has shape {TensorShape.Format(shape)}: there are rows, but no classes. A row has one number for each class.");
        }

        return new RowLayout(rowShape, rows, shape[axis], Product(shape.AsSpan(axis + 1)), hasLabels);
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

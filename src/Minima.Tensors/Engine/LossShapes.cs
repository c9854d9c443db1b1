namespace Minima.Tensors;

/// <summary>Refuses predictions, targets and weights that a loss cannot take, and names the losses that fit.</summary>
internal static class LossShapes
{
    public static void Check(ILossRunner runner, Node prediction, Node? target, int axis, in LossArguments arguments)
    {
        var where = Autograd.CurrentLayer is { } layer ? $" in layer {layer}" : string.Empty;
        var rows = axis < 0 ? prediction.Shape : prediction.Shape.Without(axis);
        if (target is not null) CheckTarget(runner, prediction, target, axis, rows, where);
        else if (axis >= 0) throw new TrainingException($"{runner.Name}{where} was given no target; it takes int labels of the shape {rows}, or one number for each class in the shape {prediction.Shape}.");
        CheckWeight(runner, "weight", arguments.Weight, rows, prediction.Type);
        if (axis >= 0) CheckWeight(runner, "class weight", arguments.ClassWeight, [prediction.Shape[axis]], prediction.Type);
        CheckWeight(runner, "third input", arguments.Third, prediction.Shape, prediction.Type);
        CheckWeight(runner, "fourth input", arguments.Fourth, prediction.Shape, prediction.Type);
        if (!arguments.Mask.IsEmpty && arguments.Mask.Length != rows.Count) throw new TrainingException($"{runner.Name}: the mask has {arguments.Mask.Length} entries for {rows.Count} terms of the shape {rows}.");
    }

    private static void CheckTarget(ILossRunner runner, Node prediction, Node target, int axis, in Shape rows, string where)
    {
        if (axis < 0)
        {
            if (target.Type == ElementType.Int32) throw new TrainingException($"{runner.Name}{where} compares numbers; the target {target.Shape} holds int labels. {Fitting(labels: true)} For numbers, convert by To(ElementType.{prediction.Type}).");
            if (target.Shape != prediction.Shape) throw new TrainingException($"{runner.Name}{where}: the target has the shape {target.Shape}, the prediction {prediction.Shape}; they must be equal. Reshape one, or say BroadcastTo if it is meant to repeat.");
        }
        else if (target.Type == ElementType.Int32)
        {
            if (target.Shape != rows) throw new TrainingException($"{runner.Name}{where}: labels of the shape {target.Shape} were given for a prediction of the shape {prediction.Shape}; one label for each row, the shape {rows}, is expected.");
        }
        else if (target.Shape != prediction.Shape)
        {
            throw new TrainingException($"{runner.Name}{where} takes int labels of the shape {rows}, or one number for each class in the shape {prediction.Shape}; the target is {target.Type} {target.Shape}. {(target.Count == rows.Count ? "If its numbers are classes, read them as labels: CsvDataOptions.Form = TargetForm.Classes, or To(ElementType.Int32). " : string.Empty)}{Fitting(labels: false)}");
        }

        if (target.Type != ElementType.Int32 && target.Type != prediction.Type) throw new TrainingException($"{runner.Name}{where}: the prediction is {prediction.Type}, the target {target.Type}. Convert one by To(ElementType).");
    }

    private static void CheckWeight(ILossRunner runner, string what, Tensor weight, in Shape shape, ElementType type)
    {
        if (weight.IsNone) return;
        if (weight.Shape != shape || weight.Type != type) throw new TrainingException($"{runner.Name}: the {what} is {weight.Type} {weight.Shape}; {type} {shape} is expected.");
    }

    /// <summary>The losses of the catalogue that are the first choice for such targets.</summary>
    private static string Fitting(bool labels)
    {
        var names = Catalogue.All.Where(entry => (entry.Row is not null) == labels && entry.DefaultFor != default).Select(entry => entry.Key).ToArray();
        return $"Losses for {(labels ? "labels" : "numbers")} are {string.Join(", ", names)} and others: minima losses lists them.";
    }
}

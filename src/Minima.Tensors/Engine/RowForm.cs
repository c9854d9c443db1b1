namespace Minima.Tensors;

/// <summary>Losses over rows of classes.</summary>
internal sealed class RowForm : LossForm
{
    public override int AxisOf(in Shape prediction, Index? given)
    {
        var axis = (given ?? ^1).GetOffset(prediction.Rank);
        return (uint)axis < (uint)prediction.Rank ? axis : throw new TrainingException($"The class axis is {axis}, but the prediction of shape {prediction} has no such axis.");
    }

    public override Shape TermsOf(in Shape prediction, int axis) => prediction.Without(axis);

    public override void SetSizes<TElement>(ref LossBatch<TElement> batch, in Shape prediction, int axis)
    {
        var inner = 1;
        for (var i = axis + 1; i < prediction.Rank; i++) inner *= prediction[i];
        (batch.Classes, batch.Inner) = (prediction[axis], inner);
    }

    public override Tensor Spread(Tensor gradient, in Shape elements, int axis) => gradient.Reshape(elements.With(axis, 1)).BroadcastTo(elements);

    /// <returns>[rows, classes], or labels [rows].</returns>
    public override Tensor Counted(Tensor input, int axis, Tensor factors)
    {
        if (input.Type == ElementType.Int32) return input.Reshape([input.Count]);
        var classes = input.Shape[axis];
        int[] order = [.. Enumerable.Range(0, input.Rank).Where(i => i != axis), axis];
        return RecordedLoss.Counted(input.Permute(order).Reshape([input.Count / classes, classes]), factors);
    }

    protected override void CheckInputs(string name, Node prediction, Node? target, int axis, in LossArguments arguments)
    {
        var rows = TermsOf(prediction.Shape, axis);
        if (target is null) throw new TrainingException($"{name}{Where} needs a target: int labels of the shape {rows}, or one number for each class in the shape {prediction.Shape}.");
        if (target.Type == ElementType.Int32)
        {
            if (target.Shape != rows) throw new TrainingException($"{name}{Where}: the labels have the shape {target.Shape}, the prediction {prediction.Shape}; give one label for each row, in the shape {rows}.");
        }
        else if (target.Shape != prediction.Shape)
        {
            throw new TrainingException($"{name}{Where} takes int labels of the shape {rows}, or one number for each class in the shape {prediction.Shape}; the target is {target.Type} {target.Shape}. {(target.Count == rows.Count ? "If the numbers are classes, read them as labels: CsvDataOptions.Form = TargetForm.Classes, or To(ElementType.Int32). " : string.Empty)}{LossForm.Fitting(labels: false)}");
        }

        CheckType(name, prediction, target);
    }
}

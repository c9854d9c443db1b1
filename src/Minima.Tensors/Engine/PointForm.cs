namespace Minima.Tensors;

/// <summary>Losses of elements.</summary>
internal sealed class PointForm : LossForm
{
    public override bool IsOfElements => true;

    public override Shape TermsOf(in Shape prediction, int axis) => prediction;

    public override Tensor Spread(Tensor gradient, in Shape elements, int axis) => gradient;

    public override Tensor Counted(Tensor input, int axis, Tensor factors) => RecordedLoss.Counted(input.Reshape([input.Count]), factors);

    protected override void CheckInputs(string name, Node prediction, Node? target, int axis, in LossArguments arguments)
    {
        if (target is null) return;
        if (target.Type == ElementType.Int32) throw new TrainingException($"{name}{Where} compares numbers, but the target {target.Shape} holds int labels. {LossForm.Fitting(labels: true)} To use them as numbers, convert them with To(ElementType.{prediction.Type}).");
        if (target.Shape != prediction.Shape) throw new TrainingException($"{name}{Where}: the target has the shape {target.Shape}, the prediction {prediction.Shape}; they must be equal. Reshape one, or call BroadcastTo to repeat it.");
        CheckType(name, prediction, target);
    }
}

namespace Minima.Tensors;

/// <summary>Losses of pairs of boxes.</summary>
internal sealed class BoxForm : LossForm
{
    private const int Corners = 4;

    public override Shape TermsOf(in Shape prediction, int axis) => prediction.Without(prediction.Rank - 1);

    public override Tensor Spread(Tensor gradient, in Shape elements, int axis) => gradient.Reshape(gradient.Shape.Insert(gradient.Rank, 1)).BroadcastTo(elements);

    public override Tensor Counted(Tensor input, int axis, Tensor factors) => RecordedLoss.Counted(input.Reshape([input.Count / Corners, Corners]), factors);

    protected override void CheckInputs(string name, Node prediction, Node? target, int axis, in LossArguments arguments)
    {
        if (prediction.Shape.Rank == 0 || prediction.Shape[^1] != Corners) throw new TrainingException($"{name}: the prediction has the shape {prediction.Shape}; it must be [.., 4]: x1, y1, x2, y2 of each box.");
        CheckPair(name, prediction, target, arguments);
    }
}

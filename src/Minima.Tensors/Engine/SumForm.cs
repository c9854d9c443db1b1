namespace Minima.Tensors;

/// <summary>Losses of a few sums over [batch, class, ...], or over any shape if the sums do not distinguish classes.</summary>
internal sealed class SumForm(string name, SumGroups groups, SumInfo sums) : LossForm
{
    public override bool IsScalar => sums.IsScalar;

    /// <summary>The prediction's shape after each group is reduced to one element.</summary>
    public override Shape TermsOf(in Shape prediction, int axis) => groups switch
    {
        SumGroups.Batch => Shape.Scalar,
        SumGroups.Rows => [RowsOf(prediction)],
        SumGroups.Classes => sums.OverClasses ? [RowsOf(prediction)] : [RowsOf(prediction), ClassesOf(prediction)],
        _ => sums.OverClasses ? Shape.Scalar : [ClassesOf(prediction)],
    };

    public override SumLayout LayoutOf(in Shape prediction) => SumLayout.Of(groups, sums.OverClasses, prediction.Count, RowsOf(prediction), ClassesOf(prediction));

    public override void SetSizes<TElement>(ref LossBatch<TElement> batch, in Shape prediction, int axis) => (batch.Rows, batch.Classes) = (RowsOf(prediction), ClassesOf(prediction));

    public override Tensor Spread(Tensor gradient, in Shape elements, int axis)
    {
        Shape wide = Shape.Scalar;
        for (var i = 0; i < elements.Rank; i++)
        {
            var isKept = i == 0 ? groups != SumGroups.ClassesOfBatch : i == 1 && groups != SumGroups.Rows && !sums.OverClasses;
            wide = wide.Insert(i, isKept ? elements[i] : 1);
        }

        return gradient.Reshape(wide).BroadcastTo(elements);
    }

    public override Tensor Counted(Tensor input, int axis, Tensor factors) => input;

    protected override void CheckInputs(string name, Node prediction, Node? target, int axis, in LossArguments arguments) => CheckPair(name, prediction, target, arguments);

    private int RowsOf(in Shape prediction) => groups == SumGroups.Batch || prediction.Rank == 0 ? 1 : prediction[0];

    private int ClassesOf(in Shape prediction) => groups is not (SumGroups.Classes or SumGroups.ClassesOfBatch) ? 1
        : prediction.Rank > 1 ? prediction[1]
        : throw new TrainingException($"{name}: the prediction has the shape {prediction}; it must be [batch, class, ..]. For a single class, insert an axis of length 1.");
}

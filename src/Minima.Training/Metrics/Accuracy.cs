namespace Minima.Training;

/// <summary>The proportion of rows whose largest output is that of their label; of equal outputs the first counts.</summary>
[Metric(
    "accuracy",
    LargerIsBetter = true,
    Summary = "The share of rows whose largest output is that of their label; of equal outputs the first counts.",
    ChineseSummary = "最大输出与标签一致的行所占比例；相等的输出取第一个。",
    Formula = "mean of (argmax output = label)",
    Elsewhere = ["torchmetrics.Accuracy", "keras.metrics.SparseCategoricalAccuracy", "sklearn.metrics.accuracy_score"])]
public sealed partial class Accuracy : Metric
{
    private long _right;
    private long _rows;

    /// <inheritdoc/>
    public override double Value => _rows == 0 ? double.NaN : (double)_right / _rows;

    /// <inheritdoc/>
    public override void Reset() => (_right, _rows) = (0, 0);

    /// <inheritdoc/>
    public override void Add(Tensor output, Tensor target)
    {
        if (target.Type != ElementType.Int32 || output.Count % Math.Max(target.Count, 1) != 0)
        {
            throw new TrainingException($"{Name} compares outputs [rows, classes] with int labels [rows]; it was given {output.Shape} and {target.Type} {target.Shape}.");
        }

        var labels = target.Contiguous().Read<int>();
        if (labels.IsEmpty) return;
        var classes = output.Count / labels.Length;
        if (output.Type == ElementType.Single) Add(output.Contiguous().Read<float>(), labels, classes);
        else Add(output.Contiguous().Read<double>(), labels, classes);
    }

    private void Add<TElement>(ReadOnlySpan<TElement> output, ReadOnlySpan<int> labels, int classes)
        where TElement : struct, IComparable<TElement>
    {
        for (var row = 0; row < labels.Length; row++)
        {
            var scores = output.Slice(row * classes, classes);
            var best = 0;
            for (var k = 1; k < classes; k++)
            {
                if (scores[k].CompareTo(scores[best]) > 0) best = k;
            }

            if (best == labels[row]) _right++;
        }

        _rows += labels.Length;
    }
}

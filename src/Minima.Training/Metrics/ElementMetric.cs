namespace Minima.Training;

/// <summary>A metric over elements, compared one by one.</summary>
public abstract class ElementMetric : Metric
{
    /// <summary>The number of elements added.</summary>
    protected long Count { get; private set; }

    /// <inheritdoc/>
    public override void Reset() => Count = 0;

    /// <inheritdoc/>
    public override void Add(Tensor output, Tensor target)
    {
        if (target.Type == ElementType.Int32 || output.Count != target.Count)
        {
            throw new TrainingException($"{Name} compares numbers one by one; it was given outputs {output.Shape} and targets {target.Type} {target.Shape}.");
        }

        if (output.Type == ElementType.Single) Walk(output.Contiguous().Read<float>(), target.To(ElementType.Single).Contiguous().Read<float>());
        else Walk(output.Contiguous().Read<double>(), target.To(ElementType.Double).Contiguous().Read<double>());
        Count += output.Count;
    }

    /// <summary>Adds one pair.</summary>
    protected abstract void Add(double output, double target);

    private void Walk<TElement>(ReadOnlySpan<TElement> output, ReadOnlySpan<TElement> target)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        for (var i = 0; i < output.Length; i++) Add(double.CreateChecked(output[i]), double.CreateChecked(target[i]));
    }
}

/// <summary>The proportion of correct elements: a logit above 0 predicts 1.</summary>
[Metric(
    "binary_accuracy",
    LargerIsBetter = true,
    Summary = "The share of elements on the right side: a logit above 0 says 1.",
    ChineseSummary = "落在正确一侧的元素所占比例：logit 大于 0 表示 1。",
    Formula = "mean of ((output > 0) = (target > 0.5))",
    Elsewhere = ["torchmetrics.classification.BinaryAccuracy", "keras.metrics.BinaryAccuracy"])]
public sealed partial class BinaryAccuracy : ElementMetric
{
    private long _right;

    /// <inheritdoc/>
    public override double Value => Count == 0 ? double.NaN : (double)_right / Count;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _right = 0;
    }

    /// <inheritdoc/>
    protected override void Add(double output, double target) => _right += output > 0 == target > 0.5 ? 1 : 0;
}

/// <summary>The mean of |output - target|.</summary>
[Metric(
    "mean_absolute_error",
    Summary = "The mean size of the errors.",
    ChineseSummary = "误差大小的均值。",
    Formula = "mean of |output - target|",
    Elsewhere = ["torchmetrics.MeanAbsoluteError", "keras.metrics.MeanAbsoluteError", "sklearn.metrics.mean_absolute_error"])]
public sealed partial class MeanAbsoluteErrorMetric : ElementMetric
{
    private double _sum;

    /// <inheritdoc/>
    public override double Value => Count == 0 ? double.NaN : _sum / Count;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _sum = 0;
    }

    /// <inheritdoc/>
    protected override void Add(double output, double target) => _sum += Math.Abs(output - target);
}

/// <summary>The square root of the mean of (output - target)^2.</summary>
[Metric(
    "root_mean_squared_error",
    Summary = "The root of the mean squared error.",
    ChineseSummary = "均方误差的平方根。",
    Formula = "sqrt(mean of (output - target)^2)",
    Elsewhere = ["keras.metrics.RootMeanSquaredError", "sklearn.metrics.root_mean_squared_error"])]
public sealed partial class RootMeanSquaredErrorMetric : ElementMetric
{
    private double _sum;

    /// <inheritdoc/>
    public override double Value => Count == 0 ? double.NaN : Math.Sqrt(_sum / Count);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _sum = 0;
    }

    /// <inheritdoc/>
    protected override void Add(double output, double target) => _sum += (output - target) * (output - target);
}

/// <summary>1 - (sum of squared errors) / (sum of squared deviations from the mean target); computed by Welford's update, so that a large mean costs no precision.</summary>
[Metric(
    "r2",
    LargerIsBetter = true,
    Summary = "The share of the variance of the targets that the outputs explain.",
    ChineseSummary = "输出所解释的目标方差比例。",
    Formula = "1 - sum of (output - target)^2 / sum of (target - mean target)^2",
    Elsewhere = ["torchmetrics.R2Score", "keras.metrics.R2Score", "sklearn.metrics.r2_score"])]
public sealed partial class R2 : ElementMetric
{
    private double _errors;
    private double _mean;
    private double _spread;
    private long _seen;

    /// <inheritdoc/>
    public override double Value => _seen == 0 ? double.NaN : _spread == 0 ? (_errors == 0 ? 1 : 0) : 1 - (_errors / _spread);

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        (_errors, _mean, _spread, _seen) = (0, 0, 0, 0);
    }

    /// <inheritdoc/>
    protected override void Add(double output, double target)
    {
        _errors += (output - target) * (output - target);
        _seen++;
        var difference = target - _mean;
        _mean += difference / _seen;
        _spread += difference * (target - _mean);
    }
}

using Minima.Training;

namespace Minima.Tabular;

/// <summary>The figure that is shown next to the loss during training.</summary>
internal static class NetworkMetrics
{
    /// <summary>The name of a figure, as in logs, and in Chinese as in scores.</summary>
    public static Localized Title(string name)
    {
        var known = Enum.GetValues<PredictionTask>().Select(task => Metrics.Find(task, name)).FirstOrDefault(metric => metric is not null);
        return known is null ? Localized.Same(name) : new(name, known.Title.Chinese);
    }

    public static IReadOnlyList<Metric> For(NetworkTraining training)
    {
        var (meaning, loss) = (training.Meaning, training.Loss);
        if (meaning.IsOfClasses) return [loss.OneHot ? new OneHotAccuracy() : new Accuracy()];
        switch (meaning.Kind)
        {
            case PredictionTask.Binary:
                return [new ThresholdAccuracy(training.Reader.Judge([[0]], [0])[0].Threshold, loss.MarginLabels ? 0 : 0.5)];
            case PredictionTask.MultiLabel:
                var labels = training.Reader.Judge([.. meaning.Targets.Select(_ => new double[1])], new double[meaning.Outputs])[0].Labels;
                return [new ThresholdAccuracy(labels[0].Threshold, loss.MarginLabels ? 0 : 0.5)];
            default:
                return meaning.Targets.Count == 1 && meaning.LinkKind is PredictionLink.Identity or PredictionLink.Log ? [new LinkedAbsoluteError(meaning.LinkKind, loss.Targets[0].Unit)] : [];
        }
    }
}

/// <summary>The proportion of elements on the right side of a threshold.</summary>
internal sealed class ThresholdAccuracy(double threshold, double half) : ElementMetric
{
    private long _right;

    public override string Name => "accuracy";

    public override bool LargerIsBetter => true;

    public override double Value => Count == 0 ? double.NaN : (double)_right / Count;

    public override void Reset()
    {
        base.Reset();
        _right = 0;
    }

    protected override void Add(double output, double target) => _right += output > threshold == target > half ? 1 : 0;
}

/// <summary>The mean of |prediction - target| in the units of the target.</summary>
internal sealed class LinkedAbsoluteError(PredictionLink link, double unit) : ElementMetric
{
    private double _sum;

    public override string Name => Metrics.MeanAbsolute.Key;

    public override bool LargerIsBetter => false;

    public override double Value => Count == 0 ? double.NaN : _sum / Count;

    public override void Reset()
    {
        base.Reset();
        _sum = 0;
    }

    /// <summary>Uses the first output if a network predicts more than one number for a target.</summary>
    public override void Add(Tensor output, Tensor target) => base.Add(output.Count > target.Count ? output.Slice(output.Rank - 1, 0, 1) : output, target);

    protected override void Add(double output, double target) => _sum += Math.Abs(InverseLink.Number(link, unit * output) - (unit * target));
}

/// <summary>The proportion of rows whose largest output is at the 1 of the target; of equal outputs the first counts.</summary>
internal sealed class OneHotAccuracy : Metric
{
    private long _right;
    private long _rows;

    public override string Name => "accuracy";

    public override bool LargerIsBetter => true;

    public override double Value => _rows == 0 ? double.NaN : (double)_right / _rows;

    public override void Reset() => (_right, _rows) = (0, 0);

    public override void Add(Tensor output, Tensor target)
    {
        var classes = target.Shape[^1];
        var (dense, truth) = (output.Contiguous(), target.Contiguous());
        for (var row = 0; row < target.Shape[0]; row++)
        {
            var best = 0;
            for (var k = 1; k < classes; k++)
            {
                if (DataRows.Number(dense, (row * classes) + k) > DataRows.Number(dense, (row * classes) + best)) best = k;
            }

            _right += DataRows.Number(truth, (row * classes) + best) > 0.5 ? 1 : 0;
        }

        _rows += target.Shape[0];
    }
}

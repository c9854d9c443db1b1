namespace Minima.Cli.Compare;

/// <summary>One outer fold with every target that candidates may be trained on.</summary>
internal sealed class FoldViews
{
    private readonly ComparisonData _data;
    private readonly OuterFold[] _targets;
    private readonly OuterFold? _classes;
    private readonly TargetColumn[] _columns;
    private readonly TargetColumn? _asClasses;

    private FoldViews(ComparisonData data, OuterFold[] targets, OuterFold? classes, TargetColumn[] columns, TargetColumn? asClasses)
    {
        _data = data;
        _targets = targets;
        _classes = classes;
        _columns = columns;
        _asClasses = asClasses;
    }

    /// <summary>The robust scale of the residuals; 1 for classes.</summary>
    public double Scale => _targets[0].Scale;

    public Split Split => _targets[0].Split;

    public static FoldViews Create(ComparisonData data, OuterSplit rows, CancellationToken cancellation)
    {
        var first = OuterFold.Create(data, rows, data.Targets[0], cancellation);
        return Of(data, first, [.. data.Targets], data.AsClasses, cancellation);
    }

    /// <summary>The same fold with other targets: some of them spoilt.</summary>
    public FoldViews With(TargetColumn[] targets, TargetColumn? asClasses, CancellationToken cancellation) =>
        Of(_data, _targets[0].WithTarget(targets[0], cancellation), targets, asClasses, cancellation);

    /// <summary>Fewer training rows, for fits at a known penalty.</summary>
    public FoldViews Smaller(int[] positions) => new(
        _data,
        [.. _targets.Select((fold, k) => fold.Smaller(_data, positions, _columns[k].Values))],
        _asClasses is null ? null : _classes!.Smaller(_data, positions, _asClasses.Values),
        _columns,
        _asClasses);

    /// <summary>Trains a candidate on what it is for.</summary>
    /// <param name="candidate">The loss.</param>
    /// <param name="metric">What a tuned parameter is to make good.</param>
    /// <param name="seeds">What the default found, by label, or null.</param>
    /// <param name="cancellation">Asked before every evaluation.</param>
    public (Predictions Predictions, IReadOnlyList<TrainedFold> Trained, double[] Losses) Train(
        Candidate candidate, Metric metric, IReadOnlyList<Solutions>? seeds, CancellationToken cancellation)
    {
        if (candidate.AsClasses)
        {
            var classes = LossTrainer.Train(candidate, _asClasses!, _classes!, null, cancellation, _data.Others, TuningMetric(metric, numeric: false));
            return (classes.Predictions, [classes], classes.Losses);
        }

        var trained = _columns.Select((column, k) => LossTrainer.Train(
            candidate, column, _targets[k], seeds?[k], cancellation, _data.Others, TuningMetric(metric, _data.Task.Task == CompareTask.Ordinal))).ToArray();
        return (Combine([.. trained.Select(fold => fold.Predictions)]), trained, Mean([.. trained.Select(fold => fold.Losses)]));
    }

    /// <summary>One fit at the penalty of each label.</summary>
    public Predictions TrainAt(Candidate candidate, double l2, CancellationToken cancellation) => candidate.AsClasses
        ? LossTrainer.TrainAt(candidate, _asClasses!, _classes!, l2, _data.Others, cancellation)
        : Combine([.. _columns.Select((column, k) => LossTrainer.TrainAt(candidate, column, _targets[k], l2, _data.Others, cancellation))]);

    /// <summary>Inside one fold a parameter is tuned on a single target: for several labels by the log-loss of each, for grades as numbers by their distance.</summary>
    private Metric TuningMetric(Metric metric, bool numeric) => _data.Task.Task switch
    {
        CompareTask.MultiLabel => Metrics.Binary[0],
        CompareTask.Ordinal when numeric => Metrics.Regression[0],
        _ => metric,
    };

    private static FoldViews Of(ComparisonData data, OuterFold first, TargetColumn[] targets, TargetColumn? asClasses, CancellationToken cancellation) => new(
        data,
        [first, .. targets.Skip(1).Select(label => first.WithTarget(label, cancellation))],
        asClasses is null ? null : first.WithTarget(asClasses, cancellation),
        targets,
        asClasses);

    private Predictions Combine(Predictions[] byTarget)
    {
        if (_data.Task.Task == CompareTask.MultiLabel) return Predictions.OfLabels(byTarget);
        if (_data.Task.Task != CompareTask.Ordinal) return byTarget[0];
        var truth = Array.ConvertAll(Split.TestRows, row => _data.AsClasses!.Values[row]);
        return Predictions.OfGrades(truth, ConstantPredictors.Grades(_data), byTarget[0].Score);
    }

    private static double[] Mean(double[][] terms)
    {
        if (terms.Length == 1) return terms[0];
        var mean = new double[terms[0].Length];
        foreach (var label in terms)
        {
            for (var i = 0; i < mean.Length; i++) mean[i] += label[i] / terms.Length;
        }

        return mean;
    }
}

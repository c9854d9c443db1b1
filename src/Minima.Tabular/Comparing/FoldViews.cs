namespace Minima.Tabular;

/// <summary>One outer fold with every target that candidates may be trained on.</summary>
internal sealed class FoldViews
{
    private readonly ComparisonData _data;
    private readonly OuterFold[] _targets;
    private readonly OuterFold? _classes;
    private readonly TargetColumn[] _columns;
    private readonly TargetColumn? _asClasses;
    private readonly FoldTrainers? _trainers;

    private FoldViews(ComparisonData data, OuterFold[] targets, OuterFold? classes, TargetColumn[] columns, TargetColumn? asClasses, FoldTrainers? trainers)
    {
        _data = data;
        _trainers = trainers;
        _targets = targets;
        _classes = classes;
        _columns = columns;
        _asClasses = asClasses;
    }

    /// <summary>The robust scale of the residuals; 1 for classes.</summary>
    public double Scale => _targets[0].Scale;

    public Split Split => _targets[0].Split;

    /// <param name="data">The table.</param>
    /// <param name="rows">The split of the rows.</param>
    /// <param name="trainers">Train models other than linear ones; null if none is compared.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static FoldViews Create(ComparisonData data, OuterSplit rows, FoldTrainers? trainers, CancellationToken cancellation)
    {
        var first = OuterFold.Create(data, rows, data.Targets[0], cancellation);
        return Of(data, first, [.. data.Targets], data.AsClasses, trainers, cancellation);
    }

    /// <summary>The same fold with other targets, some of them corrupted.</summary>
    public FoldViews With(TargetColumn[] targets, TargetColumn? asClasses, CancellationToken cancellation) =>
        Of(_data, _targets[0].WithTarget(targets[0], cancellation), targets, asClasses, _trainers, cancellation);

    /// <summary>The fold with fewer training rows, for fits at a known penalty.</summary>
    public FoldViews Smaller(int[] positions) => new(
        _data,
        [.. _targets.Select((fold, k) => fold.Smaller(_data, positions, _columns[k].Values))],
        _asClasses is null ? null : _classes!.Smaller(_data, positions, _asClasses.Values),
        _columns,
        _asClasses,
        _trainers);

    /// <summary>Trains a candidate on its kind of target.</summary>
    /// <param name="candidate">The loss.</param>
    /// <param name="metric">The metric for which a parameter is tuned.</param>
    /// <param name="seeds">The solutions of the default, by label, or null.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public (Predictions Predictions, IReadOnlyList<TrainedFold> Trained, double[] Losses) Train(
        Candidate candidate, TableMetric metric, IReadOnlyList<Solutions>? seeds, CancellationToken cancellation)
    {
        candidate = Prepared(candidate);
        if (candidate.Batch is { Count: > 1 } && !candidate.AsClasses && _columns.Length > 1)
        {
            var joint = Train(candidate, _columns[0], _targets[0], null, metric, cancellation);
            return (joint.Predictions, [joint], joint.Losses);
        }

        if (candidate.AsClasses)
        {
            var classes = Train(candidate, _asClasses!, _classes!, null, TuningMetric(metric, numeric: false), cancellation);
            return (classes.Predictions, [classes], classes.Losses);
        }

        var trained = _columns.Select((column, k) => Train(
            candidate, column, _targets[k], seeds?[k], TuningMetric(metric, _data.Task.Task == PredictionTask.Ordinal), cancellation)).ToArray();
        return (Combine([.. trained.Select(fold => fold.Predictions)]), trained, Mean([.. trained.Select(fold => fold.Losses)]));
    }

    /// <summary>The candidate with the values that it reads from the training rows besides one target.</summary>
    private Candidate Prepared(Candidate candidate)
    {
        if (candidate.Counts.Count == 0 && !(candidate.Batch is { Count: > 1 } && _columns.Length > 1)) return candidate;
        var facts = _columns.Length > 1 ? new RowFacts(null, null) { Targets = [.. _columns.Select(column => column.Values)] } : candidate.Facts;
        return candidate.With(facts, TrainingCounts.Again(candidate.Counts, _columns, _asClasses, Split.TrainRows));
    }

    /// <summary>The kind of the targets.</summary>
    public TargetKind Kind => _columns[0].Kind;

    /// <summary>The shape of a candidate's gradient, which identifies candidates with the same minimiser; null if only training can show that.</summary>
    public SlopeShape? Shape(Candidate candidate, CancellationToken cancellation) =>
        candidate.Model != ComparedModel.Linear || candidate.Batch is not null || candidate.Heads is not null || candidate.AsClasses || Kind == TargetKind.MultiClass || (candidate.Entry.IsText && Kind == TargetKind.Binary)
            ? null
            : PenaltyReference.Shape(candidate, Kind, _targets[0], cancellation);

    /// <summary>The result of a candidate that adopts the models of another one with the same minimiser.</summary>
    public (Predictions Predictions, IReadOnlyList<TrainedFold> Trained, double[] Losses) Adopt(
        Candidate candidate, Predictions predictions, IReadOnlyList<TrainedFold> models, CancellationToken cancellation)
    {
        var adopted = _columns.Select((column, k) => LossTrainer.Adopt(candidate, column, _targets[k], models[k], _data.Others, cancellation)).ToArray();
        return (predictions, adopted, Mean([.. adopted.Select(fold => fold.Losses)]));
    }

    /// <summary>One fit with the chosen penalty or number of epochs.</summary>
    public Predictions TrainAt(Candidate candidate, FoldTraining chosen, CancellationToken cancellation)
    {
        candidate = Prepared(candidate);
        if (candidate.AsClasses) return TrainAt(candidate, _asClasses!, _classes!, chosen, cancellation);
        return candidate.Batch is { Count: > 1 } && _columns.Length > 1
            ? TrainAt(candidate, _columns[0], _targets[0], chosen, cancellation)
            : Combine([.. _columns.Select((column, k) => TrainAt(candidate, column, _targets[k], chosen, cancellation))]);
    }

    private Predictions TrainAt(Candidate candidate, TargetColumn target, OuterFold fold, FoldTraining chosen, CancellationToken cancellation) => _trainers?.Of(candidate.Model) is not { } trainer
        ? LossTrainer.TrainAt(candidate, target, fold, chosen.L2, _data.Others, cancellation)
        : trainer.TrainAt(candidate, target, fold, chosen, cancellation);

    private TrainedFold Train(Candidate candidate, TargetColumn target, OuterFold fold, Solutions? seeds, TableMetric metric, CancellationToken cancellation) => _trainers?.Of(candidate.Model) is not { } trainer
        ? LossTrainer.Train(candidate, target, fold, seeds, cancellation, _data.Others, metric)
        : trainer.Train(candidate, target, fold, metric, cancellation);

    /// <summary>The metric for which a parameter is tuned inside a fold, on a single target: for several labels the log-loss of each, for grades as numbers their distance.</summary>
    private TableMetric TuningMetric(TableMetric metric, bool numeric) => _data.Task.Task switch
    {
        PredictionTask.MultiLabel => Metrics.Binary[0],
        PredictionTask.Vector or PredictionTask.Boxes => Metrics.RootMeanSquare,
        PredictionTask.Ordinal when numeric => Metrics.Regression[0],
        _ => metric,
    };

    private static FoldViews Of(ComparisonData data, OuterFold first, TargetColumn[] targets, TargetColumn? asClasses, FoldTrainers? trainers, CancellationToken cancellation) => new(
        data,
        [first, .. targets.Skip(1).Select(label => first.WithTarget(label, cancellation))],
        asClasses is null ? null : first.WithTarget(asClasses, cancellation),
        targets,
        asClasses,
        trainers);

    private Predictions Combine(Predictions[] byTarget)
    {
        if (_data.Task.Task == PredictionTask.MultiLabel) return Predictions.OfLabels(byTarget);
        if (PredictionTasks.HasSeveralTargets(_data.Task.Task)) return Predictions.OfRows(byTarget);
        if (_data.Task.Task != PredictionTask.Ordinal) return byTarget[0];
        var truth = Array.ConvertAll(Split.TestRows, row => _data.AsClasses!.Values[row]);
        return Predictions.OfGrades(truth, ConstantPredictors.Grades(_data), byTarget[0].Score).At(Split.TestRows);
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

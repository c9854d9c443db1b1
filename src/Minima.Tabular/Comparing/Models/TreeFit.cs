using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees on one split of a comparison.</summary>
internal sealed class TreeFit
{
    private readonly Candidate _candidate;
    private readonly TargetColumn _target;
    private readonly Split _split;
    private readonly ComparisonData _data;

    /// <summary>The unit by which targets and predictions are divided for a loss with a unit of its own.</summary>
    private readonly double _unit;

    /// <param name="candidate">The loss.</param>
    /// <param name="target">The target.</param>
    /// <param name="split">The rows.</param>
    /// <param name="data">The table.</param>
    /// <param name="scale">The scale for parameters in the target's units, and for losses with a unit of their own.</param>
    public TreeFit(Candidate candidate, TargetColumn target, Split split, ComparisonData data, double scale)
    {
        (_candidate, _target, _split, _data) = (candidate, target, split, data);
        var isNumber = target.Kind == TargetKind.Regression && candidate.Batch is null && candidate.Heads is null;
        Loss = candidate.Create(isNumber ? scale : 1);
        _unit = isNumber && candidate.Entry.HasUnitResidual ? scale : 1;
    }

    public Loss Loss { get; }

    private bool IsOfClasses => _target.Kind == TargetKind.MultiClass && _candidate.Batch is null;

    /// <summary>Grows on the training rows.</summary>
    public GrownTrees Grow(BoostOptions options, CancellationToken cancellation) => Grow(_split.TrainRows, null, options, cancellation);

    /// <summary>Grows on the training rows and judges every round on the held-out ones.</summary>
    public GrownTrees GrowHeldOut(BoostOptions options, CancellationToken cancellation)
    {
        int[] rows = [.. _split.TrainRows, .. _split.TestRows];
        return Grow(rows, [.. rows.Select((_, i) => i >= _split.TrainRows.Length)], options, cancellation);
    }

    /// <summary>Predictions of the held-out rows on the scale of the loss; for a batch or a distribution the raw scores.</summary>
    /// <param name="grown">The trees.</param>
    /// <param name="rounds">The first rounds only; null for all.</param>
    public double[] Raw(GrownTrees grown, int? rounds) => BoostedPrediction.Raw(grown.Model, grown.Model.PredictRaw(Columns(_split.TestRows), rounds, threads: 1));

    /// <summary>Predictions to judge, from those on the scale of the loss.</summary>
    /// <param name="grown">The trees.</param>
    /// <param name="raw">The result of <see cref="Raw"/>.</param>
    /// <param name="rounds">The rounds that made them; null for all.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public Predictions Predictions(GrownTrees grown, double[] raw, int? rounds, CancellationToken cancellation)
    {
        var predictions = _candidate.Heads is not null ? OfHeads(grown, raw, cancellation)
            : grown.Batch is not null ? OfBatch(grown, raw, rounds ?? grown.Model.Rounds)
            : IsOfClasses ? RowLink.Apply(_candidate.Entry.Link, _split.TestTarget, raw)
            : _candidate.Entry.IsText && _target.Kind == TargetKind.Binary ? TextLink.Apply(Loss, Inputs(), _split.TestTarget, raw)
            : InverseLink.Apply(_candidate, _target.Kind, _split.TestTarget, raw);
        if (grown.Batch is null && _candidate.Facts is { Queries: not null } facts) predictions = Tabular.Predictions.OfLists(predictions.Target, predictions.Score, facts.QueriesOf(_split.TestRows));
        return predictions.At(_split.TestRows);
    }

    /// <summary>The loss of each held-out row; empty if rows share terms, or for a distribution, whose metrics are more informative.</summary>
    public double[] HeldOutTerms(double[] raw)
    {
        if (_candidate.Batch is not null || _candidate.Heads is not null) return [];
        var terms = new double[_split.TestTarget.Length];
        if (!Array.TrueForAll(raw, double.IsFinite))
        {
            Array.Fill(terms, double.PositiveInfinity);
            return terms;
        }

        LossBatch<double> batch;
        if (IsOfClasses)
        {
            batch = new KnownClasses(Loss, Array.ConvertAll(_split.TestTarget, value => (int)value), _target.Classes.Count).Batch(raw, []);
        }
        else
        {
            batch = new() { Prediction = _unit == 1 ? raw : Array.ConvertAll(raw, value => value / _unit), Target = Seen(_split.TestRows) };
            foreach (var (index, values) in Inputs()) batch[_candidate.Entry.Inputs[index].Name] = values;
        }

        batch.Terms = terms;
        batch.Reduction = Reduction.None;
        batch.Threads = 1;
        Loss.Evaluate(batch);
        return terms;
    }

    private Predictions OfBatch(GrownTrees grown, double[] raw, int rounds)
    {
        var (plan, batch) = (_candidate.Batch!, grown.Batch!);
        if (plan.Outputs > 0)
        {
            var thresholds = batch.ThresholdsAt(rounds);
            double[] steps = thresholds.Length == 0 ? raw : [.. raw.SelectMany(score => thresholds.Select(threshold => score - threshold))];
            return JointReading.Of(plan.Task, plan.Read, steps, _split.TestTarget, [], plan.Count);
        }

        return BatchPredictions.Of(_candidate, _split, raw, () => new(
            plan, batch.LossAt(rounds), [.. batch.InputsAt(rounds).Select(input => input.Value!.Value)], batch.Basis(_split.TrainTarget, _candidate.Facts!.EventsOf(_split.TrainRows), grown.Model.PredictRaw(Columns(_split.TrainRows), rounds, threads: 1))));
    }

    private Predictions OfHeads(GrownTrees grown, double[] raw, CancellationToken cancellation)
    {
        if (!Array.TrueForAll(raw, double.IsFinite)) return Tabular.Predictions.OfNumbers(_split.TestTarget, [.. _split.TestTarget.Select(_ => double.NaN)]);
        var of = new HeadReader(grown.Heads!, Loss, TargetRange.Of(_split.TrainTarget)).Of(raw);
        var (scores, median) = ForecastScores.Of(_candidate.Heads!.Scored, _split.TestTarget, of, cancellation);
        return Tabular.Predictions.OfDistributions(_split.TestTarget, median, scores);
    }

    private (int Index, double[] Values)[] Inputs() => FitProblem.Inputs(_candidate, _data.Others, _split.TestRows);

    private TreeColumn[] Columns(int[] rows) => [.. _data.Columns.Select(column => BoostedTable.ValuesOf(column, rows))];

    private TreeData Data(int[] rows) => new(Columns(rows), Seen(rows))
    {
        Classes = IsOfClasses ? _target.Classes.Count : 0,
        Inputs = FitProblem.Inputs(_candidate, _data.Others, rows).ToDictionary(input => _candidate.Entry.Inputs[input.Index].Name, input => input.Values, StringComparer.Ordinal),
    };

    private GrownTrees Grow(int[] rows, bool[]? heldOut, BoostOptions options, CancellationToken cancellation)
    {
        var data = Data(rows) with { HeldOut = heldOut };
        if (_candidate.Heads is { } heads)
        {
            var learned = BoostedHeads.Learned(heads);
            return new(TreeBooster.Fit(data, new BoostedHeads(learned, Loss, data.Target, 0, cancellation), options, null, cancellation)) { Heads = learned };
        }

        if (_candidate.Batch is null) return new(TreeBooster.Fit(data, Loss, options, null, cancellation).Scaled(_unit));
        var batch = new BoostedBatch(_candidate, Loss, BatchFitProblem.Rows(_candidate.Facts ?? new(null, null), data.Target, rows), cancellation);
        return new(TreeBooster.Fit(data, batch, options, null, cancellation)) { Batch = batch };
    }

    /// <summary>Targets on the scale of the loss.</summary>
    private double[] Seen(int[] rows) => Array.ConvertAll(rows, row => _candidate.MarginLabels ? (2 * _target.Values[row]) - 1 : _target.Values[row] / _unit);
}

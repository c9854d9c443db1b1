using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees on one split of a comparison.</summary>
internal sealed class TreeFit
{
    private readonly Candidate _candidate;
    private readonly TargetColumn _target;
    private readonly Split _split;
    private readonly ComparisonData _data;

    /// <summary>A loss with a unit of its own sees targets and predictions divided by it.</summary>
    private readonly double _unit;

    /// <param name="candidate">The loss.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="split">The rows.</param>
    /// <param name="data">The table.</param>
    /// <param name="scale">For parameters in the target's units, and for losses with a unit of their own.</param>
    public TreeFit(Candidate candidate, TargetColumn target, Split split, ComparisonData data, double scale)
    {
        (_candidate, _target, _split, _data) = (candidate, target, split, data);
        var isNumber = target.Kind == TargetKind.Regression;
        Loss = candidate.Create(isNumber ? scale : 1);
        _unit = isNumber && candidate.Entry.HasUnitResidual ? scale : 1;
    }

    public Loss Loss { get; }

    private bool IsOfClasses => _target.Kind == TargetKind.MultiClass;

    /// <summary>Grows on the training rows.</summary>
    public TreeModel Grow(BoostOptions options, CancellationToken cancellation) => Grow(Data(_split.TrainRows), options, cancellation);

    /// <summary>Grows on the training rows and judges every round on the held-out ones.</summary>
    public TreeModel GrowHeldOut(BoostOptions options, CancellationToken cancellation)
    {
        int[] rows = [.. _split.TrainRows, .. _split.TestRows];
        bool[] heldOut = [.. rows.Select((_, i) => i >= _split.TrainRows.Length)];
        return Grow(Data(rows) with { HeldOut = heldOut }, options, cancellation);
    }

    /// <summary>Predictions of the held-out rows as the loss takes them.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="rounds">The first rounds only; null for all.</param>
    public double[] Raw(TreeModel model, int? rounds) => BoostedPrediction.Raw(model, model.PredictRaw(Columns(_split.TestRows), rounds, threads: 1));

    /// <summary>Predictions to judge, of those that the loss takes.</summary>
    public Predictions Predictions(double[] raw)
    {
        var predictions = IsOfClasses ? RowLink.Apply(_candidate.Entry.Link, _split.TestTarget, raw)
            : _candidate.Entry.IsText && _target.Kind == TargetKind.Binary ? TextLink.Apply(Loss, Inputs(), _split.TestTarget, raw)
            : InverseLink.Apply(_candidate, _target.Kind, _split.TestTarget, raw);
        return predictions.At(_split.TestRows);
    }

    /// <summary>The loss of each held-out row.</summary>
    public double[] HeldOutTerms(double[] raw)
    {
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

    private (int Index, double[] Values)[] Inputs() => FitProblem.Inputs(_candidate, _data.Others, _split.TestRows);

    private TreeColumn[] Columns(int[] rows) => [.. _data.Columns.Select(column => BoostedTable.ValuesOf(column, rows))];

    private TreeData Data(int[] rows) => new(Columns(rows), Seen(rows))
    {
        Classes = IsOfClasses ? _target.Classes.Count : 0,
        Inputs = FitProblem.Inputs(_candidate, _data.Others, rows).ToDictionary(input => _candidate.Entry.Inputs[input.Index].Name, input => input.Values, StringComparer.Ordinal),
    };

    private TreeModel Grow(TreeData data, BoostOptions options, CancellationToken cancellation) => TreeBooster.Fit(data, Loss, options, null, cancellation).Scaled(_unit);

    /// <summary>Targets as the loss wants them.</summary>
    private double[] Seen(int[] rows) => Array.ConvertAll(rows, row => _candidate.MarginLabels ? (2 * _target.Values[row]) - 1 : _target.Values[row] / _unit);
}

namespace Minima.Tabular;

/// <summary>The score of a linear model on rows that stay in a source: the sheet of <see cref="ScoreSheet.Of(Predictor, Table, CancellationToken)"/> from sums, counts and ranks.</summary>
internal sealed class SourceScore
{
    private readonly IDataSource _source;
    private readonly OutputReader _reader;
    private readonly SourceReading _reading;
    private readonly SourceColumn _target;
    private readonly ISourceScores _scores;
    private readonly CancellationToken _cancellation;
    private readonly List<Localized> _notes = [];

    private SourceScore(IDataSource source, LinearModel model, CancellationToken cancellation)
    {
        if (model.Grades.Count > 0) throw new UsageException("score: the model predicts grades by their ordinal numbers, and rows stay where they are with --from; read the rows from a file.");
        _source = source;
        _reader = LinearScore.Reader(model);
        _reading = SourceReading.OfScore(_reader);
        _cancellation = cancellation;
        var (design, facts) = SourceModel.Of(source, model, withTarget: true, cancellation);
        _target = SourceModel.RequireTarget(source, model, facts, cancellation);
        SourceModel.RequireKnown(source, model, facts, cancellation);
        _scores = source.Scores(design, model.Coefficients[0], model.Intercepts[0], _reading);
        if (_target.Missing > 0) _notes.Add(ComparisonTargets.LeftOut((int)Math.Min(_target.Missing, int.MaxValue)));
    }

    public static ScoreSheet Of(IDataSource source, LinearModel model, CancellationToken cancellation) => new SourceScore(source, model, cancellation).Sheet();

    private long Rows => _target.Rows - _target.Missing;

    private ScoreSheet Sheet()
    {
        var metrics = _reader.Metrics;
        var names = ConstantPredictors.Names(_reader.Meaning.Kind).Prepend(new("model", "模型"));
        var values = _reader.Meaning.Kind == PredictionTask.Binary ? OfClasses() : OfNumbers();
        var sheet = new ScoreSheet(
            metrics,
            [.. _reader.Meaning.Targets],
            [.. names.Zip(values, (name, byKey) => new ScoreColumn(name, [[.. metrics.Select(metric => byKey is null ? null : Finite(byKey[metric.Key]))]]))],
            (int)Math.Min(Rows, int.MaxValue))
        { Notes = _notes };
        return Loss(sheet);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private ScoreSheet Loss(ScoreSheet sheet)
    {
        if (_reader.Losses[0] is not { } loss) return sheet with { WhyNoLoss = _reader.WhyNoLoss };
        sheet = sheet with { LossName = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key };
        var domain = loss.DomainOf(1);
        foreach (var end in (double[])[_target.Low, _target.High])
        {
            if (_reader.Meaning.Kind == PredictionTask.Binary || domain.Contains(end)) continue;
            return sheet with { WhyNoLoss = new(FormattableString.Invariant($"the target has {end}, and {loss.Entry.Key} takes one that is {domain}"), FormattableString.Invariant($"目标值中有 {end}，不在 {loss.Entry.Key} 的定义域内")) };
        }

        return sheet with { Losses = [_scores.MeanLoss(loss, [.. _reader.Inputs.Select(input => (loss.Entry.Inputs[input.Index].Name, input.Value))], _cancellation)] };
    }

    private IReadOnlyList<Dictionary<string, double?>?> OfNumbers()
    {
        double[] constants = [_scores.TargetMean(_cancellation), _source.Median(_target, _cancellation)];
        return new SourceMetrics(_scores, _cancellation).OfNumbers(constants, constants[0], !_target.Low.Equals(_target.High), hasRanks: true);
    }

    private IReadOnlyList<Dictionary<string, double?>?> OfClasses()
    {
        var model = new SourceMetrics(_scores, _cancellation).OfClasses(out var order, out var totals);
        if (totals is null) return [null, null];
        if (order is null) _notes.Add(NoOrder);
        return [model, SourceMetrics.OfRate(totals, (double)totals.Ones / totals.Rows)];
    }

    /// <summary>The note that several parts of a source lack the order of all rows.</summary>
    public static Localized NoOrder { get; } = new(
        "AUC and average precision depend on the order of all rows, which no part of the source knows; give the rows in one part for them.",
        "AUC 和平均精确率取决于所有行的次序，而数据源的任何一个分片都不知道；要得到它们，请把各行放在一个分片中。");
}

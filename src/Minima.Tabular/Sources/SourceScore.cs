namespace Minima.Tabular;

/// <summary>The score of a linear model on rows that stay where they are: the sheet of <see cref="ScoreSheet.Of(Predictor, Table, CancellationToken)"/> from sums, counts and ranks.</summary>
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

    private IEnumerable<Dictionary<string, double?>?> OfNumbers()
    {
        double[] constants = [_scores.TargetMean(_cancellation), _source.Median(_target, _cancellation)];
        if (_scores.Numbers(constants, constants[0], _cancellation) is not { } totals) return [null, null, null];

        // The quantile of a level lies between two numbers that are beside each other in order.
        var places = ((double[])[0.5, 0.9]).Select(level => level * (Rows - 1)).ToArray();
        long[] ranks = [.. places.SelectMany(place => (long[])[(long)place + 1, Math.Min((long)place + 2, Rows)])];
        var errors = _scores.AbsoluteErrors(constants, [.. totals.Select(total => total.Largest)], ranks, _cancellation);
        return totals.Zip(errors, (total, error) => new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            [Metrics.MeanAbsolute.Key] = total.Absolute / Rows,
            [Metrics.RootMeanSquare.Key] = Math.Sqrt(total.Squares / Rows),
            [Metrics.MedianAbsolute.Key] = Interpolated(error[0], error[1], places[0]),
            [Metrics.Percentile.Key] = Interpolated(error[2], error[3], places[1]),
            [Metrics.Bias.Key] = total.Signed / Rows,
            [Metrics.RSquared.Key] = _target.Low.Equals(_target.High) ? null : 1 - (total.Squares / total.TargetSquares),
            [Metrics.Coverage.Key] = (double)total.Covered / Rows,
        });
    }

    private static double Interpolated(double low, double high, double place) => RobustScale.QuantileOfSorted([low, high], place - Math.Floor(place));

    private IEnumerable<Dictionary<string, double?>?> OfClasses()
    {
        if (_scores.Classes(_cancellation) is not { } totals) return [null, null];
        var order = _scores.Order(_cancellation);
        if (order is null)
        {
            _notes.Add(new(
                "AUC and average precision depend on the order of all rows, which no part of the source knows; give the rows in one part for them.",
                "AUC 和平均精确率取决于所有行的次序，而数据源的任何一个分片都不知道；要得到它们，请把各行放在一个分片中。"));
        }

        return [ByKey(totals, order), ByKey(Constant(totals), new((Int128)totals.Ones * (totals.Rows - totals.Ones), totals.Ones * ((double)totals.Ones / totals.Rows)))];
    }

    /// <summary>The share of class 1 as the probability of every row.</summary>
    private static ClassTotals Constant(ClassTotals totals)
    {
        var (ones, zeros) = (totals.Ones, totals.Rows - totals.Ones);
        var rate = (double)ones / totals.Rows;
        var isOne = rate > 0.5;
        return new(
            totals.Rows, ones, isOne ? ones : 0, isOne ? zeros : 0,
            -((ones * Math.Log(Clamped(rate))) + (zeros * Math.Log(Clamped(1 - rate)))),
            (ones * (1 - rate) * (1 - rate)) + (zeros * rate * rate),
            [(totals.Rows, rate * totals.Rows, ones)]);

        static double Clamped(double probability) => Math.Clamp(probability, BinaryMetrics.SmallestProbability, 1 - BinaryMetrics.SmallestProbability);
    }

    private static Dictionary<string, double?> ByKey(ClassTotals totals, OrderTotals? order)
    {
        var (ones, zeros) = (totals.Ones, totals.Rows - totals.Ones);
        var (truePositive, trueNegative) = (totals.TruePositive, zeros - totals.FalsePositive);
        var hasProbabilities = totals.Bins.Count > 0;
        var predicted = ones + totals.TruePositive + totals.FalsePositive;
        return new(StringComparer.Ordinal)
        {
            ["log-loss"] = hasProbabilities ? totals.LogLoss / totals.Rows : null,
            ["brier"] = hasProbabilities ? totals.Squares / totals.Rows : null,
            ["accuracy"] = (double)(truePositive + trueNegative) / totals.Rows,
            ["balanced-accuracy"] = ones == 0 || zeros == 0 ? null : (((double)truePositive / ones) + ((double)trueNegative / zeros)) / 2,
            ["f1"] = predicted == 0 ? null : 2.0 * truePositive / predicted,
            ["auc"] = order is null || ones == 0 || zeros == 0 ? null : (double)order.HalfPairs / (2.0 * ones * zeros),
            ["average-precision"] = order is null || ones == 0 ? null : order.Precision / ones,
            ["ece"] = hasProbabilities ? totals.Bins.Where(bin => bin.Rows > 0).Sum(bin => bin.Rows * Math.Abs((bin.Predicted / bin.Rows) - ((double)bin.Ones / bin.Rows))) / totals.Rows : null,
        };
    }
}

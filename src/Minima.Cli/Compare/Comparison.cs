using System.Collections.Concurrent;

namespace Minima.Cli.Compare;

/// <summary>
/// Trains the same linear model with every candidate on every outer fold. Losses run side by side, their results are put down by
/// index, so that the numbers do not depend on the threads.
/// </summary>
internal sealed class Comparison
{
    private readonly CompareRequest _request;
    private readonly Dataset _data;
    private readonly Metric _metric;
    private readonly ICompareProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<Metric> _metrics;

    private Comparison(
        CompareRequest request, Dataset data, Metric metric, ICompareProgress progress, CancellationToken cancellation)
    {
        _request = request;
        _data = data;
        _metric = metric;
        _progress = progress;
        _cancellation = cancellation;
        _metrics = Metrics.For(data.Target.Kind);
    }

    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static ComparisonResult Run(
        CompareRequest request,
        string origin,
        Dataset data,
        IReadOnlyList<LossRequest> losses,
        Metric metric,
        ICompareProgress progress,
        CancellationToken cancellation) =>
        new Comparison(request, data, metric, progress, cancellation).Run(origin, losses);

    private ComparisonResult Run(string origin, IReadOnlyList<LossRequest> requests)
    {
        var folds = Folds.Create(_data.Target, _request.Folds, _request.Seed);
        var scales = new double[folds.Length];
        Candidates? candidates = null;
        TrainedFold[][] trained = [];
        var refusals = new ConcurrentDictionary<int, string>();
        for (var k = 0; k < folds.Length; k++)
        {
            var fold = OuterFold.Create(_data, folds[k], _request.Seed, _cancellation);
            scales[k] = fold.Scale;
            if (candidates is null)
            {
                candidates = Candidates.For(_data.Target, fold.Scale, requests);
                trained = [.. candidates.Chosen.Select(_ => new TrainedFold[folds.Length])];
                _progress.Start(candidates.Chosen.Count * folds.Length);
            }

            TrainAll(candidates.Chosen, fold, k, trained, refusals);
        }

        return Gather(origin, candidates!, folds, scales, trained, refusals);
    }

    private void TrainAll(
        IReadOnlyList<Candidate> candidates, OuterFold fold, int k, TrainedFold[][] trained, ConcurrentDictionary<int, string> refusals)
    {
        // First alone: losses with several minima start from its weights too.
        Train(0, null);
        var seeds = trained[0][k]?.Solutions;
        var others = Partitioner.Create(Enumerable.Range(1, candidates.Count - 1), EnumerablePartitionerOptions.NoBuffering);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _request.Threads, CancellationToken = _cancellation };
        Parallel.ForEach(others, options, index => Train(index, seeds));

        void Train(int index, Solutions? from)
        {
            var candidate = candidates[index];
            if (!refusals.ContainsKey(index))
            {
                // Weights of a number and of its logarithm have different meanings.
                var usable = _data.Target.Kind != TargetKind.Regression || candidate.Entry.Link == candidates[0].Entry.Link;
                try
                {
                    trained[index][k] = LossTrainer.Train(candidate, _data.Target, fold, usable ? from : null, _cancellation);
                }
                catch (LossException refusal)
                {
                    refusals.TryAdd(index, refusal.Message);
                }
            }

            _progress.Advance(candidate.Name);
        }
    }

    private ComparisonResult Gather(
        string origin,
        Candidates candidates,
        Fold[] folds,
        double[] scales,
        TrainedFold[][] trained,
        ConcurrentDictionary<int, string> refusals)
    {
        var rows = new List<ComparisonRow>();
        var excluded = candidates.Excluded.ToList();
        for (var i = 0; i < trained.Length; i++)
        {
            if (refusals.TryGetValue(i, out var message)) excluded.Add(new Exclusion(candidates.Chosen[i].Name, message));
            else rows.Add(Row(candidates.Chosen[i], trained[i], scales));
        }

        var constants = ConstantPredictors.Of(_data, folds, _metrics);
        var control = rows.Where(row => row.Kind == RowKind.Default);
        var others = rows.Where(row => row.Kind == RowKind.Loss);
        var plan = new FoldPlan(FoldKind.Shuffled, null, folds.Length, 1, [.. folds.Select((fold, k) => new FoldSize(0, k, fold.Train.Length, fold.Test.Length))]);
        var all = PairedDifferences.Attach([.. constants, .. control, .. Ordered(others)], _metrics, plan.Overlap);
        if (!all.Any(row => row.Kind == RowKind.Default))
            throw new InvalidOperationException($"the default loss cannot be trained here: {excluded[^1].Reason}");
        return new ComparisonResult
        {
            Data = Summary(origin),
            Task = new TaskChoice(Task(), _request.Task is not null, "", []),
            Request = _request,
            Metrics = _metrics,
            Folds = plan,
            Metric = _metric,
            Rows = all,
            Excluded = excluded,
            ResidualScale = _data.Target.Kind == TargetKind.Regression ? scales.Average() : null,
            Verdict = Verdict.Of(all, _metric),
            Command = _request.Command(origin, _data.Target.Name, _metric.Key),
        };
    }

    private CompareTask Task() => _data.Target.Kind switch
    {
        TargetKind.Binary => CompareTask.Binary,
        TargetKind.MultiClass => CompareTask.MultiClass,
        _ => CompareTask.Regression,
    };

    private DataSummary Summary(string origin)
    {
        var target = _data.Target;
        var shares = new double[target.Classes.Count];
        foreach (var value in target.Classes.Count > 0 ? target.Values : []) shares[(int)value] += 1.0 / target.Values.Length;
        return new DataSummary
        {
            Name = origin,
            Bundled = _request.Path is null,
            Rows = _data.Rows,
            RowsUsed = _data.Rows,
            Features = _data.Features.Columns.Length,
            Targets = [target.Name],
            Classes = target.Classes,
            Shares = shares,
            Range = target.Classes.Count > 0 ? null : (target.Values.Min(), target.Values.Max()),
            Notes = _data.Features.Notes,
        };
    }

    /// <summary>By the chosen metric; losses that do not define it follow, by the next metric they do define.</summary>
    private IEnumerable<ComparisonRow> Ordered(IEnumerable<ComparisonRow> rows)
    {
        Metric[] metrics = [_metric, .. _metrics.Where(metric => metric != _metric)];
        var ordered = rows.OrderBy(row => Array.FindIndex(metrics, metric => row.Find(metric)?.Mean is not null) is var first and >= 0 ? first : metrics.Length);
        foreach (var metric in metrics)
        {
            ordered = ordered.ThenBy(row => row.Find(metric)?.Mean is { } mean ? metric.Badness(mean) : double.PositiveInfinity);
        }

        return ordered.ThenBy(row => row.Name, StringComparer.Ordinal);
    }

    private ComparisonRow Row(Candidate candidate, TrainedFold[] folds, double[] scales)
    {
        var values = _metrics.Select(metric => new MetricValue(metric, [.. folds.Select(fold => metric.Compute(fold.Predictions))]));
        return new ComparisonRow(
            candidate.IsDefault ? RowKind.Default : RowKind.Loss,
            candidate.Name,
            Parameters(candidate, folds, scales),
            [.. values],
            [.. folds.Select(fold => fold.L2)])
        {
            Loss = candidate.Create(scales.Average()),
            Problems = Problems(folds),
            Failed = folds.Any(fold => fold.Problem is not null),
        };
    }

    private static List<string> Problems(TrainedFold[] folds)
    {
        var problems = new List<string>();
        foreach (var group in folds.Where(fold => fold.Problem is not null).GroupBy(fold => fold.Problem, StringComparer.Ordinal))
            problems.Add(FormattableString.Invariant($"{group.Key} ({group.Count()} of {folds.Length} folds)"));
        var constant = folds.Count(fold => fold.IsConstant);
        if (constant > 0) problems.Add(FormattableString.Invariant($"the fit is a constant, no feature is used ({constant} of {folds.Length} folds)"));
        return problems;
    }

    private static List<ParameterReading> Parameters(Candidate candidate, TrainedFold[] folds, double[] scales)
    {
        var readings = new List<ParameterReading>();
        for (var i = 0; i < candidate.Entry.Parameters.Count; i++)
        {
            var parameter = candidate.Entry.Parameters[i];
            var first = folds[0].Parameters[i];
            var isLearned = parameter.BindsInput is { } input && candidate.Learned.Any(learned => learned.Index == input);
            if (isLearned) continue;
            var index = i;
            var isNumber = first is double;
            var average = isNumber ? folds.Average(fold => (double)fold.Parameters[index]!) : 0;
            if (!candidate.IsGiven(parameter) && parameter.InTargetUnits && isNumber && parameter.Default is double multiple)
                readings.Add(new(parameter.Name, average, multiple, scales.Average(), ParameterOrigin.Scaled));
            else if (parameter.InTargetUnits && isNumber)
                readings.Add(new(parameter.Name, first, average / scales.Average(), scales.Average(), ParameterOrigin.Given));
            else
                readings.Add(new(parameter.Name, first, null, null, candidate.IsGiven(parameter) ? ParameterOrigin.Given : ParameterOrigin.Default));
        }

        for (var k = 0; k < candidate.Learned.Count; k++)
        {
            var index = k;
            readings.Add(new(candidate.Learned[k].Name, folds.Average(fold => fold.Learned[index]), null, null, ParameterOrigin.Learned));
        }

        return readings;
    }
}

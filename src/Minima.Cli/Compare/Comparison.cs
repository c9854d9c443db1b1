using System.Collections.Concurrent;
using System.Diagnostics;

namespace Minima.Cli.Compare;

/// <summary>
/// Trains the same linear model with every candidate on every outer fold. Losses run side by side, their results are put down by
/// index, so that the numbers do not depend on the threads.
/// </summary>
internal sealed class Comparison
{
    /// <summary>At most so many held-out rows are shown one by one.</summary>
    public const int ShownRows = 5_000;

    private static readonly double[] LearningShares = [0.1, 0.2, 0.4, 0.7];

    private readonly CompareRequest _request;
    private readonly ComparisonData _data;
    private readonly IReadOnlyList<LossRequest> _losses;
    private readonly Metric _metric;
    private readonly ICompareProgress _progress;
    private readonly Stopwatch _clock;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly ConcurrentDictionary<int, string> _refusals = new();
    private readonly List<OuterSplit> _done = [];
    private readonly List<double> _scales = [];
    private readonly List<string> _warnings = [];
    private Candidates? _candidates;
    private List<FoldOutcome?>[] _outcomes = [];
    private List<FoldOutcome>[] _constants = [];
    private double?[][][] _robustness = [];
    private List<(double Rows, double?[] ByFold)>[] _learning = [];
    private bool _complete = true;

    private Comparison(
        CompareRequest request,
        ComparisonData data,
        IReadOnlyList<LossRequest> losses,
        Metric metric,
        ICompareProgress progress,
        Stopwatch clock,
        CancellationToken cancellation)
    {
        _request = request;
        _data = data;
        _losses = losses;
        _metric = metric;
        _progress = progress;
        _clock = clock;
        _cancellation = cancellation;
        _metrics = Metrics.For(data.Task.Task);
    }

    private IReadOnlyList<Candidate> Chosen => _candidates!.Chosen;

    /// <param name="request">What to compare and how.</param>
    /// <param name="data">The table.</param>
    /// <param name="losses">The losses that were asked for; all when empty.</param>
    /// <param name="metric">What orders the rows.</param>
    /// <param name="progress">Hears of every training.</param>
    /// <param name="cancellation">Ends the run; folds that are done are kept.</param>
    /// <param name="clock">Runs since the command began; a budget is measured by it.</param>
    /// <exception cref="OperationCanceledException">The token asked for it before a fold was done.</exception>
    public static ComparisonResult Run(
        CompareRequest request,
        ComparisonData data,
        IReadOnlyList<LossRequest> losses,
        Metric metric,
        ICompareProgress progress,
        CancellationToken cancellation,
        Stopwatch? clock = null)
    {
        clock ??= Stopwatch.StartNew();
        var read = clock.Elapsed.TotalSeconds;
        CheckCorruption(request, data.Task.Task);
        List<string> warnings = [];
        var planned = request.Budget is { } budget
            ? BudgetPlan.Of(request, data, budget, clock, (pilot, silent) => new Comparison(pilot, data, losses, metric, silent, clock, cancellation).Pilot(), warnings)
            : request;
        var comparison = new Comparison(planned, data, losses, metric, progress, clock, cancellation);
        comparison._warnings.AddRange(warnings);
        var result = comparison.Run();
        return result with { Timings = comparison.Times(read) };
    }

    private static void CheckCorruption(CompareRequest request, CompareTask task)
    {
        if (request.Corruption is not { } corruption) return;
        if (corruption.Kind == CorruptionKind.Outliers == CompareTasks.IsNumeric(task)) return;
        throw new UsageException(CompareTasks.IsNumeric(task)
            ? "compare: --corrupt labels=... is for classes, and the target is a number; take --corrupt outliers=5%."
            : "compare: --corrupt outliers=... is for numbers, and the target holds classes; take --corrupt labels=10%.");
    }

    /// <summary>One fold with everything, to learn what it costs.</summary>
    private void Pilot()
    {
        var (_, splits) = FoldMaker.Create(_data, _request, Rows());
        TrainFold(splits[0], splits, shown: []);
    }

    private ComparisonResult Run()
    {
        var rows = Rows();
        var (kind, splits) = FoldMaker.Create(_data, _request, rows);
        if (_request.StopAfter is { } most && most < splits.Count) splits.RemoveRange(most, splits.Count - most);
        var shown = Shown(splits);
        try
        {
            foreach (var split in splits)
            {
                TrainFold(split, splits, shown);
                if (_request.Budget is not { } budget || _clock.Elapsed < budget || _done.Count == splits.Count) continue;
                _warnings.Add(FormattableString.Invariant($"The time was up after {_done.Count} of {splits.Count} folds; --stop-after {_done.Count} gives the same ones again."));
                break;
            }
        }
        catch (Exception interrupted) when (_done.Count > 0 && _cancellation.IsCancellationRequested && interrupted is OperationCanceledException or AggregateException)
        {
            _complete = false;
            _warnings.Add(FormattableString.Invariant($"Interrupted after {_done.Count} of {splits.Count} folds; --stop-after {_done.Count} gives the same ones again."));
        }

        return Gather(kind, splits, rows, shown);
    }

    /// <summary>The rows to deal: those with a target, without those of a test file; fewer where that was asked for.</summary>
    private int[] Rows()
    {
        var rows = Array.FindAll(_data.Used, row => row < _data.TestFrom);
        if (_request.Rows is not { } most || most >= rows.Length) return rows;
        return Array.ConvertAll(FoldMaker.Sample(rows.Length, most, _request.Seed), position => rows[position]);
    }

    /// <summary>The rows whose predictions the result has: of the first repeat, all or by chance some.</summary>
    private HashSet<int> Shown(List<OuterSplit> splits)
    {
        var tested = splits.Where(split => split.Repeat == 0).SelectMany(split => split.Fold.Test).Order().ToArray();
        return [.. FoldMaker.Sample(tested.Length, ShownRows, _request.Seed).Select(position => tested[position])];
    }

    private void TrainFold(OuterSplit split, List<OuterSplit> splits, HashSet<int> shown)
    {
        var views = FoldViews.Create(_data, split, _cancellation);
        if (_candidates is null) Start(views.Scale, splits);
        int[] positions = split.Repeat > 0 ? [] : [.. Enumerable.Range(0, split.Fold.Test.Length).Where(i => shown.Contains(split.Fold.Test[i]))];
        var outcomes = new FoldOutcome?[Chosen.Count];
        TrainAll(index =>
        {
            outcomes[index] = Train(index, views, split, positions, Seeds(index, outcomes[0]));
        });
        var robustness = split.Repeat == 0 && _request.Corruption is { } corruption ? Spoil(corruption, views, split) : null;
        var learning = split.Repeat == 0 && _request.Learning ? Learn(views, split, outcomes) : null;

        // Put down together, so that an interruption leaves no half fold.
        for (var i = 0; i < outcomes.Length; i++)
        {
            // What the default found is needed no more.
            _outcomes[i].Add(outcomes[i] is { Trained: { } trained } outcome ? outcome with { Trained = trained with { Solutions = [] } } : null);
            if (robustness is not null) _robustness[i] = [.. _robustness[i], robustness[i]];
            if (learning is not null) _learning[i].AddRange(learning[i]);
        }

        foreach (var (predictions, k) in ConstantPredictors.Of(_data, split.Fold).Select((predictions, k) => (predictions, k)))
            _constants[k].Add(Measure(predictions, split, positions, [], null));
        _scales.Add(views.Scale);
        _done.Add(split);
    }

    private void Start(double scale, List<OuterSplit> splits)
    {
        _candidates = Candidates.For(_data, scale, _losses);
        if (Chosen.Count == 0 || !Chosen[0].IsDefault)
            throw new DataException($"compare: the default loss cannot be trained here: {_candidates.Excluded[0].Reason}. Take another --task.");
        _outcomes = [.. Chosen.Select(_ => new List<FoldOutcome?>())];
        _robustness = [.. Chosen.Select(_ => Array.Empty<double?[]>())];
        _learning = [.. Chosen.Select(_ => new List<(double, double?[])>())];
        _constants = [.. ConstantPredictors.Names(_data.Task.Task).Select(_ => new List<FoldOutcome>())];
        var first = splits.Count(split => split.Repeat == 0);
        var further = (_request.Corruption is { } corruption ? corruption.Levels.Count - 1 : 0) + (_request.Learning ? 1 : 0);
        _progress.Start(Chosen.Count * (splits.Count + (first * further)));
    }

    /// <summary>The default first and alone, for losses with several minima start from its weights too; then the others side by side.</summary>
    private void TrainAll(Action<int> train)
    {
        Guarded(0);
        var others = Partitioner.Create(Enumerable.Range(1, Chosen.Count - 1), EnumerablePartitionerOptions.NoBuffering);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _request.Threads, CancellationToken = _cancellation };
        Parallel.ForEach(others, options, Guarded);

        void Guarded(int index)
        {
            if (!_refusals.ContainsKey(index))
            {
                try
                {
                    train(index);
                }
                catch (LossException refusal)
                {
                    _refusals.TryAdd(index, refusal.Message);
                }
            }

            _progress.Advance(Chosen[index].Name);
        }
    }

    /// <summary>Weights of a number and of its logarithm have different meanings, as have those of a number and of classes.</summary>
    private IReadOnlyList<Solutions>? Seeds(int index, FoldOutcome? control)
    {
        var candidate = Chosen[index];
        if (index == 0 || candidate.AsClasses || control?.Trained is not { } trained) return null;
        return _data.Targets[0].Kind != TargetKind.Regression || candidate.Entry.Link == Chosen[0].Entry.Link ? trained.Solutions : null;
    }

    private FoldOutcome Train(int index, FoldViews views, OuterSplit split, int[] positions, IReadOnlyList<Solutions>? seeds)
    {
        var began = Stopwatch.GetTimestamp();
        var (predictions, trained, losses) = views.Train(Chosen[index], _metric, seeds, _cancellation);
        var training = new FoldTraining(
            trained[0].L2,
            trained[0].Learned,
            trained[0].Parameters,
            trained.Select(fold => fold.Problem).FirstOrDefault(problem => problem is not null),
            trained.All(fold => fold.IsConstant),
            trained[0].Tuned,
            Stopwatch.GetElapsedTime(began).TotalSeconds)
        {
            Solutions = [.. trained.Select(fold => fold.Solutions)],
        };
        return Measure(predictions, split, positions, losses, training);
    }

    private FoldOutcome Measure(Predictions predictions, OuterSplit split, int[] positions, double[] losses, FoldTraining? training)
    {
        double?[] Compute(Predictions these) => [.. _metrics.Select(metric => metric.Compute(these))];

        var parts = split.Parts.Count > 0 ? split.Parts.Select(part => Compute(predictions.Subset(part))).ToArray() : [Compute(predictions)];
        return new FoldOutcome(
            parts,
            split.Parts.Count > 0 ? Compute(predictions) : [],
            positions.Length > 0 ? predictions.Subset(positions) : null,
            losses.Length > 0 ? Array.ConvertAll(positions, position => losses[position]) : [],
            training);
    }

    /// <summary>The chosen metric of each candidate at each level but 0.</summary>
    private double?[][] Spoil(Corruption corruption, FoldViews views, OuterSplit split)
    {
        var values = Chosen.Select(_ => new double?[corruption.Levels.Count - 1]).ToArray();
        for (var level = 1; level < corruption.Levels.Count; level++)
        {
            var (targets, asClasses) = Corrupter.Of(
                _data, split.Fold.Train, corruption.Kind, corruption.Levels[level], views.Scale, _request.Seed + (ulong)(1000 * split.Index) + (ulong)level);
            var spoilt = views.With(targets, asClasses, _cancellation);
            var seeds = new IReadOnlyList<Solutions>?[1];
            var here = level - 1;
            TrainAll(index =>
            {
                var usable = Seeds(index, seeds[0] is { } found ? new FoldOutcome([], [], null, [], new FoldTraining(0, [], [], null, false, null, 0) { Solutions = found }) : null);
                var (predictions, trained, _) = spoilt.Train(Chosen[index], _metric, usable, _cancellation);
                if (index == 0) seeds[0] = [.. trained.Select(fold => fold.Solutions)];
                values[index][here] = _metric.Compute(predictions);
            });
        }

        return values;
    }

    private List<(double Rows, double?[] ByFold)>[] Learn(FoldViews views, OuterSplit split, FoldOutcome?[] outcomes)
    {
        var rows = split.Fold.Train.Length;
        var most = Math.Min(rows, FoldMaker.SampleRows);
        var result = Chosen.Select(_ => new List<(double, double?[])>()).ToArray();
        var sizes = LearningShares.Select(share => (int)(share * most)).Where(size => size >= 10).ToArray();
        var smaller = sizes.Select(size => views.Smaller(FoldMaker.Sample(rows, size, _request.Seed + (ulong)split.Index))).ToArray();
        TrainAll(index =>
        {
            if (outcomes[index]?.Trained is not { } trained) return;
            var candidate = trained.Tuned is { } tuned ? Chosen[index].At(tuned) : Chosen[index];
            for (var k = 0; k < sizes.Length; k++)
                result[index].Add((sizes[k], [_metric.Compute(smaller[k].TrainAt(candidate, trained.L2, _cancellation))]));
            var whole = Enumerable.Range(0, _metrics.Count).First(m => _metrics[m] == _metric);
            result[index].Add((rows, [outcomes[index]!.Whole.Length > 0 ? outcomes[index]!.Whole[whole] : outcomes[index]!.Values[0][whole]]));
        });
        return result;
    }

    private ComparisonResult Gather(FoldKind kind, List<OuterSplit> splits, int[] used, HashSet<int> shown)
    {
        var excluded = _candidates!.Excluded.ToList();
        var gather = new ComparisonGather(_data, _metrics, _metric, _done, _scales) { ShownRows = shown };
        var rows = new List<ComparisonRow>();
        for (var i = 0; i < Chosen.Count; i++)
        {
            if (_refusals.TryGetValue(i, out var message)) excluded.Add(new Exclusion(Chosen[i].Name, message));
            else rows.Add(gather.Row(Chosen[i], [.. _outcomes[i].Select(outcome => outcome!)], _request.Corruption, _robustness[i], _learning[i]));
        }

        if (rows.Count == 0 || rows[0].Kind != RowKind.Default)
            throw new DataException($"compare: the default loss cannot be trained here: {excluded[^1].Reason.TrimEnd('.')}. Take another --task.");
        var names = ConstantPredictors.Names(_data.Task.Task);
        var constants = names.Select((name, k) => gather.Constant(name, _constants[k]));
        var plan = new FoldPlan(
            kind,
            _request.Group?.Trim() ?? _request.Time?.Trim() ?? (_request.Test is { } test ? Path.GetFileName(test) : null),
            kind == FoldKind.TestFile ? Math.Max(1, splits[0].Parts.Count) : _request.Folds,
            kind is FoldKind.TestFile or FoldKind.Time ? 1 : FoldMaker.Repeats(_request, used.Length),
            [.. _done.SelectMany(split => split.Parts.Count == 0
                ? [new FoldSize(split.Repeat, split.Index, split.Fold.Train.Length, split.Fold.Test.Length)]
                : split.Parts.Select((part, k) => new FoldSize(0, k, split.Fold.Train.Length, part.Length)))]);
        var all = PairedDifferences.Attach([.. constants, rows[0], .. gather.Ordered(rows.Skip(1))], _metrics, plan.Overlap);
        var effective = _request with { Repeats = plan.Repeats, StopAfter = _done.Count < splits.Count ? _done.Count : _request.StopAfter };
        return new ComparisonResult
        {
            Data = gather.Summary(_request, used, splits[0]),
            Task = _data.Task,
            Request = _request,
            Metrics = _metrics,
            Metric = _metric,
            Rows = all,
            Excluded = excluded,
            Folds = plan,
            ResidualScale = CompareTasks.IsNumeric(_data.Task.Task) ? _scales.Average() : null,
            Verdict = Verdict.Of(all, _metric),
            Command = effective.Command(_data.Name, string.Join(',', _data.Targets.Select(target => target.Name)), _metric.Key),
            Warnings = _warnings,
            Complete = _complete,
            Corruption = _request.Corruption,
        };
    }

    private Timings Times(double read) => new(
        read,
        _clock.Elapsed.TotalSeconds - read,
        _clock.Elapsed.TotalSeconds,
        [.. Chosen.Select((candidate, i) => (candidate.Name, Seconds: _outcomes[i].Sum(outcome => outcome?.Trained?.Seconds ?? 0)))
            .GroupBy(pair => pair.Name, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(pair => pair.Seconds)))]);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>
/// Trains the same model with every candidate on every outer fold. Losses run in parallel and store their results by
/// index, so that the numbers do not depend on the threads.
/// </summary>
public sealed class Comparison
{
    /// <summary>The most held-out rows that are shown one by one.</summary>
    internal const int ShownRows = 5_000;

    private static readonly double[] LearningShares = [0.1, 0.2, 0.4, 0.7];

    private readonly ComparisonOptions _options;
    private readonly ComparisonData _data;
    private readonly Wanted _wanted;
    private readonly TableMetric? _asked;
    private readonly IReadOnlyList<TableMetric> _among;
    private readonly TableMetric _tuning;
    private readonly IProgress<ComparisonProgress>? _progress;
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock;
    private readonly CancellationToken _cancellation;
    private readonly IReadOnlyList<TableMetric> _metrics;
    private readonly FoldTrainers? _trainers;
    private readonly ConcurrentDictionary<int, Localized> _refusals = new();
    private readonly IReadOnlyList<TableMetric> _summed;
    private readonly AlarmPlan? _plan;
    private readonly List<OuterSplit> _done = [];
    private readonly List<double> _scales = [];
    private readonly List<Localized> _warnings = [];
    private Candidates? _candidates;
    private List<FoldOutcome?>[] _outcomes = [];
    private List<FoldOutcome>[] _constants = [];
    private HeldOutTally[] _tallies = [];
    private double?[][][][] _robustness = [];
    private List<(double Rows, double?[] ByFold)>[] _learning = [];
    private bool _complete = true;
    private int _trainings;
    private int _trained;

    private Comparison(
        ComparisonOptions options, ComparisonData data, Wanted wanted, IProgress<ComparisonProgress>? progress, Stopwatch clock, CancellationToken cancellation)
    {
        _options = options;
        _data = data;
        _wanted = wanted;
        var metrics = Judge.Metrics(data.Task.Task, wanted);
        _plan = AlarmPlan.Of(data.Task.Task, options.Threshold, options.Cost);
        TableMetric[] first = [.. new[] { options.Metric is { } own && (own.IsLoss || (Metrics.GainAt(own.Key) is not null && metrics.All(metric => metric.Key != own.Key))) ? own : null, options.Cost?.WithoutIt }.OfType<TableMetric>()];
        _metrics = [.. first, .. metrics.Where(metric => !Array.Exists(first, other => other.Key == metric.Key)), .. RowMetrics.ByTarget(data.Task.Task, data.Targets)];
        _asked = options.Metric is null ? null : _metrics.First(known => known.Key == options.Metric.Key);
        _among = MetricChoice.Among(_asked, wanted, _metrics);

        // Until the judging metric is chosen, a parameter is tuned by the one that every loss defines.
        _tuning = _among[^1];
        _summed = [.. _among, .. _metrics.Where(metric => metric == options.Cost?.WithoutIt || metric == Metrics.Bias)];
        _progress = progress;
        _clock = clock;
        _cancellation = cancellation;
        _trainers = options.OtherModel is null ? null : new FoldTrainers(data, options.Seed, options.Depths);
    }

    private IReadOnlyList<Candidate> Chosen => _candidates!.Chosen;

    /// <summary>Trains the same model with every loss on the same folds and compares them by metrics on held-out rows.</summary>
    /// <param name="table">The rows, with a target.</param>
    /// <param name="options">The losses and settings; null for every loss of the catalogue that fits.</param>
    /// <param name="progress">Receives a report of every training, one after the other, from several threads.</param>
    /// <param name="cancellation">Ends the run; completed folds are kept, and the result is not complete.</param>
    /// <exception cref="TrainingException">The table and the options do not go together: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="LossException">A loss cannot be created with its parameters.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was complete.</exception>
    public static ComparisonResult Run(Table table, ComparisonOptions? options = null, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        ComparisonOptions.Check(options);
        ComparisonReader.Check(table.Options, options.Repeats);
        var clock = Stopwatch.StartNew();
        var data = ComparedTables.Read(table, options, cancellation);
        try
        {
            return Run(Asked(options, data), data, progress, cancellation, clock);
        }
        catch (AggregateException problem) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(problem.Message, problem, cancellation);
        }
    }

    /// <summary>The options with the functional, metric and cost resolved for the table.</summary>
    /// <exception cref="UsageException">The functional, metric or cost does not exist for the table.</exception>
    internal static ComparisonOptions Asked(ComparisonOptions options, ComparisonData data)
    {
        var task = data.Task.Task;
        CheckFacts(options, task);
        if (options.Cost is { } cost)
        {
            if (options.Metric is not null && options.Metric.Key != DecisionCost.Key) throw new UsageException("compare: --cost and --metric both decide how losses are judged; give one of them.");
            options = options with { Cost = cost.On(task, data.AsClasses ?? data.Targets[0], data.Others, data.Columns.Select(column => column.Name), data.Used) };
            if (options is { Wanted: { } wanted, Cost: { Loss: not null, Metric.Scores: { } scored } } && !scored.IsSame(wanted))
                throw new UsageException($"compare: --cost {Wording.Quote(cost.ToString())} is best at {scored.Title.English}, and --want {wanted} asks for {wanted.Title.English}; leave out one of the two.");
        }

        if (options.Threshold is { } rule)
        {
            if (options.Cost is not null || (options.Metric is not null && options.Metric.Key != rule.Metric.Key)) throw new UsageException("compare: --threshold, --cost and --metric each decide how losses are judged; give one of them.");
            if (task != PredictionTask.Binary) throw new UsageException($"compare: --threshold {rule} is for two classes, and the task of the target is {PredictionTasks.Word(task)}; leave it out, or choose another task with --task.");
            if (rule.Goal == ThresholdGoal.Precision && data.Used.Average(row => data.Targets[0].Values[row]) is var share && share >= rule.Level)
                throw new UsageException($"compare: --threshold {rule} has no effect: {NumberFormat.Short(100 * share)} % of the rows are {DataException.Quote(data.Targets[0].Classes[1])}, so predicting this class for every row reaches it. Ask for a larger fraction, or for a recall or a fraction of alarms.");
            return options with { Wanted = options.Wanted ?? Wanted.DefaultOf(task), Metric = rule.Metric };
        }

        var question = options.Cost is { IsOfClasses: true } decisions ? new AskedQuestion(options.Wanted ?? Wanted.DefaultOf(task), decisions.Metric) : AskedQuestion.For(options.Wanted, options.Cost?.Metric ?? options.Metric, task);
        if (options.Cost is null && question.Metric is { IsLoss: true } metric)
            DecisionCost.Check($"--metric {Wording.Quote(metric.Key)}", metric, Array.ConvertAll(data.Used, row => data.Targets[0].Values[row]), data.Used);
        return options with { Wanted = question.Wanted, Metric = question.Metric };
    }

    /// <param name="options">The losses and settings.</param>
    /// <param name="data">The table.</param>
    /// <param name="progress">Receives a report of every training.</param>
    /// <param name="cancellation">Ends the run; completed folds are kept.</param>
    /// <param name="clock">The clock that was started before the table was read; a budget is measured by it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was complete.</exception>
    internal static ComparisonResult Run(
        ComparisonOptions options, ComparisonData data, IProgress<ComparisonProgress>? progress, CancellationToken cancellation, Stopwatch? clock = null)
    {
        clock ??= Stopwatch.StartNew();
        var question = options.Wanted ?? options.Metric?.Scores ?? Wanted.DefaultOf(data.Task.Task);
        var read = clock.Elapsed.TotalSeconds;
        CheckFacts(options, data.Task.Task);
        CheckCorruption(options, data.Task.Task);
        DistributionChecks.Check(options, question, data);
        List<Localized> warnings = [];
        var planned = options.TimeBudget is { } budget
            ? BudgetPlan.Of(options, data, budget, clock, pilot => new Comparison(pilot, data, question, null, clock, cancellation).Pilot(), warnings)
            : options;
        var comparison = new Comparison(planned, data, question, progress, clock, cancellation);
        comparison._warnings.AddRange(warnings);
        var result = comparison.Run();
        return result with { Timings = comparison.Times(read) };
    }

    /// <summary>Refuses options that do not exist for times until an event and for queries.</summary>
    private static void CheckFacts(ComparisonOptions options, PredictionTask task)
    {
        if (PredictionTasks.HasSeveralTargets(task) && task != PredictionTask.MultiLabel && (options.Cost is not null || options.Corruption is not null))
            throw new UsageException($"compare: {(options.Cost is not null ? "--cost" : "--corrupt")} is for one target, and --target names several; leave it out, or name one.");
        if (!PredictionTasks.NeedsColumn(task)) return;
        var option = options.Models.Contains(ComparedModel.Network) ? $"--model {ComparedModels.Word(ComparedModel.Network)}" : options.Cost is not null ? "--cost" : options.Corruption is not null ? "--corrupt" : null;
        if (option is not null) throw new UsageException($"compare: {option} does not go with {(task == PredictionTask.Survival ? "--event" : "--query")}; leave out one of the two.");
    }

    private static void CheckCorruption(ComparisonOptions options, PredictionTask task)
    {
        if (options.Corruption is not { } corruption) return;
        if (corruption.Kind == CorruptionKind.Outliers == PredictionTasks.IsNumeric(task)) return;
        throw new UsageException(PredictionTasks.IsNumeric(task)
            ? "compare: --corrupt labels=... is for classes, and the target is a number; take --corrupt outliers=5%."
            : "compare: --corrupt outliers=... is for numbers, and the target holds classes; take --corrupt labels=10%.");
    }

    /// <summary>Runs one complete fold to measure its cost.</summary>
    private void Pilot()
    {
        var (_, splits) = FoldMaker.Create(_data, _options, Rows());
        TrainFold(splits[0], splits, shown: []);
    }

    private ComparisonResult Run()
    {
        var rows = Rows();
        var (kind, splits) = FoldMaker.Create(_data, _options, rows);
        if (_options.StopAfter is { } most && most < splits.Count) splits.RemoveRange(most, splits.Count - most);
        var shown = Shown(splits);
        try
        {
            foreach (var split in splits)
            {
                TrainFold(split, splits, shown);
                if (_options.TimeBudget is not { } budget || _clock.Elapsed < budget || _done.Count == splits.Count) continue;
                _warnings.Add(new(
                    $"The time was up after {_done.Count} of {splits.Count} folds; --stop-after {_done.Count} gives the same ones again.",
                    $"时限已到，完成了 {splits.Count} 折中的 {_done.Count} 折；用 --stop-after {_done.Count} 可再次得到同样的折。"));
                break;
            }
        }
        catch (Exception interrupted) when (_done.Count > 0 && _cancellation.IsCancellationRequested && interrupted is OperationCanceledException or AggregateException)
        {
            _complete = false;
            _warnings.Add(Interrupted(_done.Count, splits.Count));
        }

        return Gather(kind, splits, rows, shown);
    }

    /// <summary>The rows to assign to folds: those with a target, without those of a test file; fewer on request.</summary>
    private int[] Rows()
    {
        var rows = Array.FindAll(_data.Used, row => row < _data.TestFrom);
        if (_options.Rows is not { } most || most >= rows.Length) return rows;
        return FoldMaker.Sample(_data, rows, most, _options.Folds, _options.Seed);
    }

    /// <summary>The rows whose predictions the result contains: all or a random sample of the first repeat; none if predictions are not in the unit of the target.</summary>
    private HashSet<int> Shown(List<OuterSplit> splits)
    {
        if (PredictionTasks.NeedsColumn(_data.Task.Task) || (PredictionTasks.HasSeveralTargets(_data.Task.Task) && _data.Targets[0].Kind == TargetKind.Regression)) return [];
        var tested = splits.Where(split => split.Repeat == 0).SelectMany(split => split.Fold.Test).Order().ToArray();
        return [.. RowSampling.Of(tested.Length, ShownRows, _options.Seed).Select(position => tested[position])];
    }

    private void TrainFold(OuterSplit split, List<OuterSplit> splits, HashSet<int> shown)
    {
        var views = FoldViews.Create(_data, split, _trainers, _cancellation);
        if (_candidates is null) Start(views.Scale, splits);
        int[] positions = split.Repeat > 0 ? [] : [.. Enumerable.Range(0, split.Fold.Test.Length).Where(i => shown.Contains(split.Fold.Test[i]))];
        var outcomes = new FoldOutcome?[Chosen.Count];
        var leaders = SameMinimisers.Leaders(Chosen, views, _cancellation);
        var models = new (Predictions Predictions, IReadOnlyList<TrainedFold> Trained)?[Chosen.Count];
        TrainAll(leaders, index =>
        {
            var began = Stopwatch.GetTimestamp();
            var (predictions, trained, terms) = Train(index, leaders, models, views, Seeds(index, outcomes[0]));
            outcomes[index] = Outcome(predictions, trained, terms, split, positions, Stopwatch.GetElapsedTime(began).TotalSeconds) with
            {
                Plain = _data.Task.Task == PredictionTask.Binary ? Recalibration.Of(Chosen[index], predictions) : null,
            };
        });
        var robustness = split.Repeat == 0 && _options.Corruption is { } corruption ? Spoil(corruption, views, split, leaders) : null;
        var learning = split.Repeat == 0 && _options.LearningCurve ? Learn(views, split, outcomes, leaders) : null;

        // Stored together, so that an interruption leaves no half fold.
        for (var i = 0; i < outcomes.Length; i++)
        {
            // The solutions of the default are no longer needed.
            _outcomes[i].Add(outcomes[i] is { Trained: { } trained } outcome ? outcome with { Trained = trained with { Solutions = [] }, Tested = null } : null);
            if (outcomes[i]?.Tested is { } tested) _tallies[_constants.Length + i].Add(tested, split.Fold.Test, split.Repeat == 0);
            if (robustness is not null) _robustness[i] = [.. _robustness[i], robustness[i]];
            if (learning is not null) _learning[i].AddRange(learning[i]);
        }

        var controls = ConstantPredictors.Of(_data, split.Fold, _wanted);
        if (_data.Baseline is not null) controls = [.. controls, Baseline(split.Fold)];
        if (_data.Task.Task == PredictionTask.Survival) controls = [.. controls, .. NaiveTimes.Of(_data, split, _cancellation)];
        if (_wanted.IsOfDistribution) controls = [.. controls, NaiveResiduals.Of(_data, split, _wanted, _cancellation)];
        for (var k = 0; k < controls.Count; k++)
        {
            var outcome = Measure(controls[k], split, positions, [], null);
            _constants[k].Add(outcome with { Tested = null });
            _tallies[k].Add(outcome.Tested!, split.Fold.Test, split.Repeat == 0);
        }

        _scales.Add(views.Scale);
        _done.Add(split);
    }

    private void Start(double scale, List<OuterSplit> splits)
    {
        _candidates = Candidates.For(_data, scale, _options.Losses, _options.Models, _wanted, _options.Cost);
        if (Chosen.Count == 0 || !Chosen[0].IsDefault) throw NoDefault(_candidates.Excluded[0].Reason);
        _outcomes = [.. Chosen.Select(_ => new List<FoldOutcome?>())];
        _robustness = [.. Chosen.Select(_ => Array.Empty<double?[][]>())];
        _learning = [.. Chosen.Select(_ => new List<(double, double?[])>())];
        _constants = [.. Controls().Select(_ => new List<FoldOutcome>())];
        var units = RowUnits.Of(_data.Used, _data.Groups, _data.Times, _options.Seed);
        var groups = _wanted.IsOfDistribution ? CoverageGroups.Of(_data) : null;
        _tallies =
        [
            .. Enumerable.Range(0, _constants.Length + Chosen.Count).Select(_ => new HeldOutTally(
                new(units, _summed), _plan is not null ? new(units, _plan) : null, _data.Task.Task == PredictionTask.Survival ? new() : null, groups is null ? null : new(groups, _wanted))),
        ];
        var first = splits.Count(split => split.Repeat == 0);
        var further = (_options.Corruption is { } corruption ? corruption.Levels.Count - 1 : 0) + (_options.LearningCurve ? 1 : 0);
        _trainings = Chosen.Count * (splits.Count + (first * further));
        _progress?.Report(new(0, _trainings, ""));
    }

    /// <summary>The user's own predictions. Under a rule for the threshold, scores get theirs on the training rows, and decisions stay unchanged.</summary>
    private Predictions Baseline(Fold fold)
    {
        var predictions = BaselineColumn.Of(_data, fold.Test);
        return _plan?.Rule is null || predictions.Probability is null ? predictions : predictions.With(RankedScores.Of([BaselineColumn.Of(_data, fold.Train)]));
    }

    /// <summary>The rows without a training: the constants, and the column of the user's own predictions.</summary>
    private IReadOnlyList<(RowKind Kind, Localized Name)> Controls()
    {
        var constants = ConstantPredictors.Names(_data.Task.Task, _wanted).Select(name => (RowKind.Constant, name));
        if (_wanted.IsOfDistribution) return [.. constants, (RowKind.Naive, NaiveResiduals.Name)];
        if (_data.Task.Task == PredictionTask.Survival) return [.. constants, .. NaiveTimes.Names.Select(name => (RowKind.Naive, name))];
        var (english, chinese) = Localized.Quote(_data.BaselineName ?? "");
        return _data.Baseline is null ? [.. constants] : [.. constants, (RowKind.Baseline, new Localized($"column {english}", $"列{chinese}"))];
    }

    /// <summary>The warning that the result has only some of the folds.</summary>
    internal static Localized Interrupted(int done, int planned) => new(
        $"Interrupted after {done} of {planned} folds; --stop-after {done} gives the same ones again.",
        $"在 {planned} 折中完成 {done} 折后中断；用 --stop-after {done} 可再次得到同样的折。");

    internal static DataException NoDefault(Localized reason) =>
        new($"compare: the default loss cannot be trained here: {reason.English}. Take another --task.");

    /// <summary>
    /// Trains the default first and alone, because losses with several minima also start from its weights; then the others in parallel, and last those
    /// that adopt the model of another.
    /// </summary>
    private void TrainAll(int[] leaders, Action<int> train)
    {
        Guarded(0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = _cancellation };
        foreach (var group in Enumerable.Range(1, Chosen.Count - 1).ToLookup(index => leaders[index] != index).OrderBy(group => group.Key))
            Parallel.ForEach(Partitioner.Create(group, EnumerablePartitionerOptions.NoBuffering), options, Guarded);

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
                    _refusals.TryAdd(index, Candidates.Refused(refusal.Message, Chosen[index].Name));
                }
                catch (BoostException refusal)
                {
                    _refusals.TryAdd(index, Candidates.Refused(refusal.Message, Chosen[index].Name));
                }
            }

            lock (_gate) _progress?.Report(new(++_trained, _trainings, Chosen[index].Title));
        }
    }

    /// <summary>The solutions of the default, if their weights have the same meaning: those of a number and of its logarithm, or of classes, differ.</summary>
    private IReadOnlyList<Solutions>? Seeds(int index, FoldOutcome? control)
    {
        var candidate = Chosen[index];
        if (index == 0 || candidate.AsClasses || candidate.Model != ComparedModel.Linear || Chosen[0].Model != ComparedModel.Linear || control?.Trained is not { } trained) return null;
        return _data.Targets[0].Kind != TargetKind.Regression || candidate.Entry.Link == Chosen[0].Entry.Link ? trained.Solutions : null;
    }

    /// <summary>Trains a candidate, or adopts the model of the one with the same minimiser.</summary>
    private (Predictions Predictions, IReadOnlyList<TrainedFold> Trained, double[] Losses) Train(
        int index, int[] leaders, (Predictions Predictions, IReadOnlyList<TrainedFold> Trained)?[] models, FoldViews views, IReadOnlyList<Solutions>? seeds)
    {
        var result = leaders[index] != index && models[leaders[index]] is { } model
            ? views.Adopt(Chosen[index], model.Predictions, model.Trained, _cancellation)
            : views.Train(Chosen[index], _tuning, seeds, _cancellation);
        models[index] = (result.Predictions, result.Trained);
        return result;
    }

    private FoldOutcome Outcome(Predictions predictions, IReadOnlyList<TrainedFold> trained, double[] losses, OuterSplit split, int[] positions, double seconds) => Measure(
        predictions,
        split,
        positions,
        losses,
        new FoldTraining(
            trained[0].L2,
            trained[0].Learned,
            trained[0].Parameters,
            trained.Select(fold => fold.Problem).FirstOrDefault(problem => problem is not null),
            trained.All(fold => fold.IsConstant),
            trained[0].Tuned,
            seconds)
        {
            Solutions = [.. trained.Select(fold => fold.Solutions)],
            Epochs = trained[0].Epochs,
            Trees = trained[0].Trees,
            PenaltyAtLimit = trained.Any(fold => fold.PenaltyAtLimit),
            IsCertain = predictions.AreCertain,
            Model = [.. trained.SelectMany(fold => Coefficients(fold))],
        });

    /// <summary>The weights in the target's units, without learned inputs, which no prediction uses.</summary>
    private static IEnumerable<double> Coefficients(TrainedFold fold) =>
        [fold.OutputScale.Offset, .. fold.Weights.SkipLast(fold.Learned.Count).Select(weight => fold.OutputScale.Factor * weight)];

    private FoldOutcome Measure(Predictions predictions, OuterSplit split, int[] positions, double[] losses, FoldTraining? training)
    {
        double?[] Compute(Predictions these) => [.. _metrics.Select(metric => metric.Compute(these))];

        predictions = ((_plan ?? AlarmPlan.OfLabels(_data.Task.Task, _options.Cost))?.Prepared(predictions) ?? predictions).At(split.Fold.Test);
        var parts = split.Parts.Count > 0 ? split.Parts.Select(part => Compute(predictions.Subset(part))).ToArray() : [Compute(predictions)];
        return new FoldOutcome(
            parts,
            split.Parts.Count > 0 ? Compute(predictions) : [],
            positions.Length > 0 ? predictions.Subset(positions) : null,
            losses.Length > 0 ? Array.ConvertAll(positions, position => losses[position]) : [],
            training)
        {
            Tested = predictions,
        };
    }

    /// <summary>The possible judging metrics of each candidate at each level but 0.</summary>
    private double?[][][] Spoil(Corruption corruption, FoldViews views, OuterSplit split, int[] leaders)
    {
        var values = Chosen.Select(_ => Enumerable.Repeat(new double?[_among.Count], corruption.Levels.Count - 1).ToArray()).ToArray();
        for (var level = 1; level < corruption.Levels.Count; level++)
        {
            var (targets, asClasses) = Corrupter.Of(
                _data, split.Fold.Train, corruption.Kind, corruption.Levels[level], views.Scale, _options.Seed + (ulong)(1000 * split.Index) + (ulong)level);
            var spoilt = views.With(targets, asClasses, _cancellation);
            var seeds = new IReadOnlyList<Solutions>?[1];
            var here = level - 1;
            var models = new (Predictions Predictions, IReadOnlyList<TrainedFold> Trained)?[Chosen.Count];
            TrainAll(leaders, index =>
            {
                var usable = Seeds(index, seeds[0] is { } found ? new FoldOutcome([], [], null, [], new FoldTraining(0, [], [], null, false, null, 0) { Solutions = found }) : null);
                var (predictions, trained, _) = Train(index, leaders, models, spoilt, usable);
                if (index == 0) seeds[0] = [.. trained.Select(fold => fold.Solutions)];
                values[index][here] = Compute(predictions);
            });
        }

        return values;
    }

    private List<(double Rows, double?[] ByFold)>[] Learn(FoldViews views, OuterSplit split, FoldOutcome?[] outcomes, int[] leaders)
    {
        var rows = split.Fold.Train.Length;
        var most = Math.Min(rows, RowSampling.Most);
        var result = Chosen.Select(_ => new List<(double, double?[])>()).ToArray();
        var sizes = LearningShares.Select(share => (int)(share * most)).Where(size => size >= 10).ToArray();
        var smaller = sizes.Select(size => views.Smaller(RowSampling.Of(rows, size, _options.Seed + (ulong)split.Index))).ToArray();
        TrainAll(leaders, index =>
        {
            if (outcomes[index]?.Trained is not { } trained) return;
            if (leaders[index] != index && result[leaders[index]].Count > 0)
            {
                result[index] = result[leaders[index]];
                return;
            }

            var candidate = trained.Tuned is { } tuned ? Chosen[index].At(tuned) : Chosen[index];
            for (var k = 0; k < sizes.Length; k++)
                result[index].Add((sizes[k], Compute(smaller[k].TrainAt(candidate, trained, _cancellation))));
            var values = outcomes[index]!.Whole.Length > 0 ? outcomes[index]!.Whole : outcomes[index]!.Values[0];
            result[index].Add((rows, [.. _among.Select(metric => values[Place(metric)])]));
        });
        return result;
    }

    /// <summary>The metrics of which one will order the rows.</summary>
    private double?[] Compute(Predictions predictions) => [.. _among.Select(metric => metric.Compute(predictions))];

    private int Place(TableMetric metric) => Enumerable.Range(0, _metrics.Count).First(m => _metrics[m] == metric);

    /// <summary>The metric that orders the rows, among those that the losses turn out to define.</summary>
    private MetricChoice Choose()
    {
        var place = Place(_among[0]);
        return MetricChoice.Of(_among, Defines(0), _among.Count == 1 ? 0 : Enumerable.Range(1, Chosen.Count - 1).Count(i => !_refusals.ContainsKey(i) && !Defines(i)));

        bool Defines(int index) => _outcomes[index].All(outcome => outcome is not null && outcome.Values.All(part => part[place] is not null));
    }

    private ComparisonResult Gather(FoldKind kind, List<OuterSplit> splits, int[] used, HashSet<int> shown)
    {
        var excluded = _candidates!.Excluded.ToList();
        if (_refusals.TryGetValue(0, out var refusal)) throw NoDefault(refusal);
        var (metric, why) = Choose();
        var at = Enumerable.Range(0, _among.Count).First(m => _among[m] == metric);
        var gather = new ComparisonGather(_data, _metrics, metric, _done, _scales) { ShownRows = shown };
        var rows = new List<ComparisonRow>();
        var models = new List<IReadOnlyList<double[]>>();
        for (var i = 0; i < Chosen.Count; i++)
        {
            if (_refusals.TryGetValue(i, out var message)) excluded.Add(new Exclusion(Chosen[i].Title, message));
            else
            {
                double?[][] robustness = [.. _robustness[i].Select(fold => fold.Select(level => level[at]).ToArray())];
                rows.Add(WithTotals(_constants.Length + i, gather.Row(
                    Chosen[i],
                    [.. _outcomes[i].Select(outcome => outcome!)],
                    _options.Corruption,
                    robustness,
                    [.. _learning[i].Select(point => (point.Rows, (double?[])[point.ByFold[at]]))])));
                models.Add([.. _outcomes[i].Select(outcome => outcome!.Trained!.Model)]);
            }
        }

        var constants = Controls().Select((control, k) => WithTotals(k, gather.Control(control.Kind, control.Name, _constants[k])));
        var plan = new FoldPlan(
            kind,
            _data.SplitBy,
            kind == FoldKind.TestFile ? Math.Max(1, splits[0].Parts.Count) : _options.Folds,
            kind is FoldKind.TestFile or FoldKind.Time ? 1 : FoldMaker.Repeats(_data, _options, used.Length),
            [.. _done.SelectMany(split => split.Parts.Count == 0
                ? [new FoldSize(split.Repeat, split.Index, split.Fold.Train.Length, split.Fold.Test.Length)]
                : split.Parts.Select((part, k) => new FoldSize(0, k, split.Fold.Train.Length, part.Length)))]);
        var (all, verdict) = gather.Judged(constants, rows, models, _wanted, plan.Overlap);
        var checks = TableWarnings.Of(_data);
        _warnings.AddRange(checks.Select(TableWarnings.Line));
        if (TableWarnings.OfDefault(rows[0]) is { } determined) _warnings.Add(determined);
        return new ComparisonResult
        {
            Data = gather.Summary(used, splits[0]),
            Task = _data.Task,
            Options = _options with { Repeats = plan.Repeats, StopAfter = _done.Count < splits.Count ? _done.Count : _options.StopAfter },
            Metrics = _metrics,
            Metric = metric,
            MetricWhy = why,
            CostWhy = _options.Cost?.Why((_data.AsClasses ?? _data.Targets[0]).Classes, Chosen[0].Name) ?? Localized.Nothing,
            Wanted = _wanted,
            Rows = all,
            Excluded = excluded,
            Folds = plan,
            ResidualScale = PredictionTasks.IsNumeric(_data.Task.Task) ? _scales.Average() : null,
            Verdict = verdict,
            Saving = _options.Cost is null && _data.Baseline is null ? null : Saving.Of(all, verdict, metric, _wanted, PredictionTasks.Default(_data.Task.Task).Key, _options.Cost, plan.Overlap),
            MetricIsOpen = _among.Count > 1 && Chosen.Any(candidate => candidate.Tuned is not null),
            Warnings = _warnings,
            Checks = checks,
            IsComplete = _complete,
            Corruption = _options.Corruption,
        };
    }

    /// <summary>A row of the result with its totals over folds.</summary>
    private ComparisonRow WithTotals(int place, ComparisonRow row) => _tallies[place].Told(row, _data.Targets[0].Classes, _done.Max(split => split.Repeat) + 1);

    private Timings Times(double read) => new(
        read,
        _clock.Elapsed.TotalSeconds - read,
        _clock.Elapsed.TotalSeconds,
        [.. Chosen.Select((candidate, i) => (candidate.Title, Seconds: _outcomes[i].Sum(outcome => outcome?.Trained?.Seconds ?? 0)))
            .GroupBy(pair => pair.Title, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(pair => pair.Seconds)))]);
}

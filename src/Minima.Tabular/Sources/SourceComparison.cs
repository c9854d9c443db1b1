using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>
/// Fits the same linear model with each loss on rows that stay in a source, and judges them on folds by a hash. Each fit and each score consists of sums over the rows of a fold; the treatment of
/// columns is determined on all rows.
/// </summary>
internal sealed class SourceComparison
{
    /// <summary>The number of distinct numbers of the target that determine its task.</summary>
    private const int MostNumbers = 10_000;

    /// <summary>The largest number of rows that they represent.</summary>
    private const int MostRows = 200_000;

    /// <summary>The metrics that sums do not give, because they need sorted rows and many queries.</summary>
    private static readonly string[] Ranks = [Metrics.MedianAbsolute.Key, Metrics.Percentile.Key];

    private readonly IDataSource _source;
    private readonly ComparisonOptions _options;
    private readonly TableOptions _tableOptions;
    private readonly IProgress<ComparisonProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly SourceTable _table;
    private readonly SourceColumn _target;
    private readonly ComparisonData _data;
    private readonly Wanted _wanted;
    private readonly IReadOnlyList<TableMetric> _metrics;
    private readonly IReadOnlyList<TableMetric> _among;
    private readonly List<Localized> _warnings = [];
    private readonly List<FoldSize> _folds = [];
    private readonly List<double> _scales = [];
    private readonly List<Candidate> _chosen = [];
    private readonly List<Exclusion> _excluded;
    private readonly List<List<FoldOutcome>> _outcomes;
    private readonly Dictionary<Candidate, LossShape> _shapes = [];

    /// <summary>The model of each candidate on the previous fold, which shares most of its rows.</summary>
    private readonly Dictionary<Candidate, LinearModel> _before = [];
    private readonly List<FoldOutcome>[] _constants;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _read;

    private SourceComparison(IDataSource source, string target, ComparisonOptions options, TableOptions table, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        (_tableOptions, _progress, _cancellation) = (table, progress, cancellation);
        Refuse(options, table);
        List<string> notes = [];
        var roles = new SourceRoles(source, target, Ignored(table), null, [], notes);
        _target = source.Describe([roles.Target], cancellation)[0];
        if (_target.Rows == 0) throw SourceFit.NoRow(source);
        List<Localized> lines = [];
        if (_target.Missing > 0) lines.Add(ComparisonTargets.LeftOut((int)Math.Min(_target.Missing, int.MaxValue)));
        _source = source.Part(new(_target, null));
        var column = Sample(_target);
        SourceEncodings.TellTexts(_target, notes);
        int[] used = [.. Enumerable.Range(0, column.Kind == TableColumnKind.Category ? column.Codes.Length : column.Values.Length)];
        if (used.Length == 0) throw DataException.Create($"{source.Name}, column {DataException.Quote(_target.Name)}", "it is empty in every row", "a target is expected", "Name another column with --target.");
        var (choice, targets, _) = ComparisonTargets.Of(source.Name, [column], used, options.Task ?? table.Task, table.PositiveClass, [], lines);
        if (choice.Task is not (PredictionTask.Binary or PredictionTask.MultiClass or PredictionTask.Regression or PredictionTask.Count or PredictionTask.Positive))
            throw new UsageException($"compare: --from compares losses of one number or of classes, and the target {DataException.Quote(_target.Name)} is {PredictionTasks.Word(choice.Task)}; take --task regression for numbers, or read the rows from a file.");
        _table = new(_source, roles, choice.Task switch { PredictionTask.Binary => TargetKind.Binary, PredictionTask.MultiClass => TargetKind.MultiClass, _ => TargetKind.Regression }, table.PositiveClass, notes, cancellation);
        var width = _table.Design.Features;
        _data = new()
        {
            Name = source.Name,
            Columns = [],
            Task = choice,
            Targets = targets,
            Used = used,
            TestFrom = used.Length,
            Lines = new int[used.Length],
            SplitBy = table.Group,
            Notes = [.. lines, .. _table.Notes.Where(note => !note.StartsWith("Target ", StringComparison.Ordinal)).Select(note => new Localized(note, LibraryMessages.All.Translate(note)))],
        };
        if (width == 0) throw DataException.Create(source.Name, "no column is left besides the target", "at least one column that varies is expected", "Name a table with more columns, or --ignore fewer.");
        _options = Comparison.Asked(options, _data);
        if (_options.Cost is { IsOfClasses: true }) throw NeedsRows("a --cost of decisions between classes");
        _wanted = _options.Wanted!;
        TableMetric[] first = _options.Metric is { IsLoss: true } own ? [own] : [];
        _metrics = [.. first, .. Judge.Metrics(choice.Task, _wanted).Where(metric => Gives(metric) && first.All(other => other.Key != metric.Key))];
        var asked = _options.Metric is { } named ? _metrics.FirstOrDefault(metric => metric.Key == named.Key) ?? throw NoMetric(named) : null;
        _among = MetricChoice.Among(asked, _wanted, _metrics);
        var candidates = Candidates.For(_data, 1, _options.Losses, _options.Models, _wanted, _options.Cost);
        _excluded = [.. candidates.Excluded];
        foreach (var candidate in candidates.Chosen)
        {
            if (Obstacle(candidate) is not { } obstacle) _chosen.Add(candidate);
            else if (candidate.IsDefault) throw new DataException($"compare: the default loss {candidate.Name} cannot be compared with --from: {obstacle.English}. Take another --task or --want, or read the rows from a file.");
            else _excluded.Add(new(candidate.Title, obstacle));
        }

        if (_chosen.Count == 0 || !_chosen[0].IsDefault)
            throw Comparison.NoDefault(_excluded[0].Reason);
        _outcomes = [.. _chosen.Select(_ => new List<FoldOutcome>())];
        _constants = [.. Named().Select(_ => new List<FoldOutcome>())];
        _read = _clock.Elapsed.TotalSeconds;
    }

    /// <summary>Compares losses on a source.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was completed.</exception>
    public static ComparisonResult Run(IDataSource source, string target, ComparisonOptions options, TableOptions table, IProgress<ComparisonProgress>? progress, CancellationToken cancellation) =>
        new SourceComparison(source, target, options, table, progress, cancellation).Run();

    /// <summary>Fits the loss of a row on all rows of the source that have a target.</summary>
    public static LinearModel Refit(IDataSource source, BestModel best, TableOptions table, CancellationToken cancellation)
    {
        var target = source.Describe([best.Target], cancellation)[0];
        return source.Part(new(target, null)).Fit(target.Name, best.Row.Loss!, null, table with { Ignore = Ignored(table) }, null, cancellation);
    }

    /// <summary>The columns that are not features: the ignored ones, and that of the groups.</summary>
    private static IReadOnlyList<string> Ignored(TableOptions table) => table.Group is { } group ? [.. table.Ignore, group] : table.Ignore;

    private static void Refuse(ComparisonOptions options, TableOptions table)
    {
        SourceRoles.RefuseMarks(table.MissingMarks);
        var option = table.Test is not null ? "--test" : table.Time is not null ? "--time" : table.Baseline is not null ? "--baseline" : table.Event is not null ? "--event"
            : table.Query is not null ? "--query" : table.Order.Count > 0 ? "--order" : options.Rows is not null ? "--rows" : options.TimeBudget is not null ? "--time-budget" : options.Corruption is not null ? "--corrupt"
            : options.Threshold is not null ? "--threshold" : options.Cost is { IsOfClasses: true } ? "a --cost of decisions between classes" : options.Cost is { Loss.Entry.Inputs.Count: > 2 } ? "--cost with a column" : options.Models is not [ComparedModel.Linear] ? "--model"
            : null;
        if (option is not null) throw NeedsRows(option);
    }

    private static UsageException NeedsRows(string option) => new($"compare: {option} needs the rows, which stay where they are with --from; leave it out, or have --rows draw rows and read them.");

    private UsageException NoMetric(TableMetric metric) => new(
        $"compare: the metric {DataException.Quote(metric.Key)} needs the rows, which stay where they are with --from; there are {string.Join(", ", _metrics.Select(known => known.Key))}.");

    /// <summary>Checks if sums over rows, or counts of their order, give the metric; ranks of errors only on request.</summary>
    private bool Gives(TableMetric metric) => IsSeveral ? SourceClassFold.Gives(metric) : metric.Tuned is null && metric.Key != Metrics.QuantileKey && (!Ranks.Contains(metric.Key) || _options.Metric?.Key == metric.Key);

    /// <summary>The target with values that represent all rows: the distinct numbers with their frequencies, or the texts.</summary>
    private TableColumn Sample(SourceColumn target)
    {
        if (target.Kind == TableColumnKind.Category)
        {
            if (target.HasManyLevels) throw new UsageException($"compare: --from compares losses of one number or of classes, and the target {DataException.Quote(target.Name)} has more than {CellColumn.MostLevels} texts; read the rows from a file.");
            return TableColumn.OfTexts(target.Name, [.. target.Levels.SelectMany((level, k) => Enumerable.Repeat(k, Shown(level.Rows)))], [.. target.Levels.Select(level => level.Text)], 0);
        }

        if (target.Infinite > 0) throw SourceEncodings.Infinite(_source, target);
        var numbers = target.Kind == TableColumnKind.Number ? _source.Numbers(target.Name, MostNumbers, _cancellation) : throw DataException.Create($"{_source.Name}, column {DataException.Quote(target.Name)}", "it holds neither numbers nor texts", "numbers or two classes are expected", "Name another column with --target.");
        return TableColumn.OfNumbers(target.Name, [.. numbers.SelectMany(number => Enumerable.Repeat(number.Value, Shown(number.Rows))), .. numbers.Count < MostNumbers ? [] : (double[])[target.Low, target.High]]);

        int Shown(long rows)
        {
            var all = target.Rows - target.Missing;
            return (int)(all <= MostRows ? rows : Math.Max(1, (long)((double)rows * MostRows / all)));
        }
    }

    /// <summary>The reason why sums over rows cannot train a candidate, or null.</summary>
    private Localized? Obstacle(Candidate candidate)
    {
        if (IsSeveral && candidate.Entry.Link == PredictionLink.Sparsemax) return new("its probabilities are found by ordering the scores of each row, which a comparison by sums does not", "其概率要对每行的得分排序得到，按求和进行的比较不做排序");
        if (IsSeveral && candidate is { Batch: null, Heads: null, Tuned: null, Entry.Row: not null })
            return SourceClassFit.Takes(Spec(candidate, 1).Made!, _table.Target.Classes.Count) ? null : new("its gradient jumps, or it is not a formula of the log-probabilities of the classes, or of the scores of few classes, as sums over rows of several classes need", "其梯度有跳跃，或它不是各类别对数概率（或少数几个类别得分）的公式，而对多类别的各行求和需要这样的公式");
        if (candidate.Batch is not null || candidate.Heads is not null || candidate.Entry.Row is not null) return new("it is no loss of one prediction and one target for each row", "它不是每行一个预测值与一个目标值的损失");
        if (candidate.LearnsParameters)
            return new($"it learns '{candidate.Entry.Parameters[0].Name}' beside the prediction, which a fit by sums does not", $"除预测值外它还学习“{candidate.Entry.Parameters[0].Name}”，按求和进行的拟合不学习它");
        if (candidate.Inputs is [var input, ..]) return new($"it reads the column '{input.Column}' beside the target, which a comparison by sums does not", $"除目标值外它还读取列“{input.Column}”，按求和进行的比较不读取");
        if (candidate.Tuned is { } tuned) return new($"a range of '{tuned.Name}' is tuned on rows, which stay where they are; give one value, or several losses", $"“{tuned.Name}”的取值范围要在各行上调参，而各行不离开原处；请给出一个值，或给出几个损失");
        if (candidate.Entry.HasUnitResidual) return new("it has a built-in unit of 1 for the residual, and predictions of sums are in the unit of the target; a loss with a parameter for this unit says which", "它自带残差的单位 1，而按求和得到的预测值以目标的单位计；请改用带有该单位参数的损失");
        var fit = new SourceFit(_source, _table, Spec(candidate, 1), new(), null, _cancellation);
        if (candidate.Learned.Count > 0) return fit.Bends() ? new("its slope jumps where the prediction is the target, and a fit by sums that learns a number beside it needs a continuous slope", "其斜率在预测值等于目标值处有跳跃，而按求和进行的拟合若同时学习一个数，则需要连续的斜率") : null;
        var shape = fit.Shape();
        _shapes[candidate] = shape;
        if (fit.TakesFewPasses(shape) is not { } isQuick) return new("its slope jumps at kinks that are not lines in the target, or that cross each other, so that sums over rows do not find its optimum", "其斜率发生跳跃之处不是目标值的线性函数，或彼此相交，因此对各行求和找不到其最优点");
        return isQuick || _options.Losses.Count > 0 ? null : new("its kinks take hundreds of passes over the rows; --loss compares it", "处理它的折点要逐遍扫过各行数百次；可用 --loss 指名比较");
    }

    private bool IsClasses => _data.Task.Task == PredictionTask.Binary;

    private bool IsSeveral => _data.Task.Task == PredictionTask.MultiClass;

    private static LossSpec Spec(Candidate candidate, double scale) => candidate.Create(scale);

    private ComparisonResult Run()
    {
        var repeats = _options.Repeats ?? 1;
        var folds = Enumerable.Range(0, repeats).SelectMany(repeat => Enumerable.Range(0, _options.Folds).Select(index => (Repeat: repeat, Index: index))).Take(_options.StopAfter ?? int.MaxValue).ToArray();
        var complete = true;
        _progress?.Report(new(0, folds.Length * _chosen.Count, ""));
        try
        {
            foreach (var (repeat, index) in folds) Train(repeat, index, folds.Length * _chosen.Count);
        }
        catch (OperationCanceledException) when (_folds.Count > 0 && _cancellation.IsCancellationRequested)
        {
            complete = false;
            _warnings.Add(Comparison.Interrupted(_folds.Count, folds.Length));
        }

        return Gather(complete, folds.Length);
    }

    private void Train(int repeat, int index, int trainings)
    {
        var columns = _tableOptions.Group is { } group ? [group] : _source.Columns;
        var fold = new SourceFold(columns, _options.Seed + (ulong)repeat, index, _options.Folds, false);
        var (train, test) = (_source.Part(new(_target, fold)), _source.Part(new(_target, fold with { IsHeldOut = true })));
        var (trained, tested) = (train.Describe([_target.Name], _cancellation)[0], test.Describe([_target.Name], _cancellation)[0]);
        foreach (var side in (SourceColumn[])[trained, tested]) RequireBoth(side, index);
        var moments = SourceMoments.Of(train, _table.Design, _cancellation);
        var outcomes = new FoldOutcome[_chosen.Count];
        var several = IsSeveral ? new SourceClassFold(test, _table.Design, _metrics, _cancellation) : null;
        double[] constants = IsClasses ? [moments.Raw.TargetMean] : IsSeveral ? Shares(train, index) : Constants(train, trained, moments.Raw.TargetMean);
        var (scale, centre) = (1.0, 0.0);
        ClassTotals? classes = null;
        for (var k = 0; k < _chosen.Count; k++)
        {
            var began = Stopwatch.GetTimestamp();
            var candidate = _chosen[k];
            var spec = Spec(candidate, scale);
            var (model, problem) = Fitted(candidate, spec, train, moments);
            var values = new double?[_metrics.Count];
            var reading = model is null || several is not null ? null : SourceReading.Find(LinearScore.Reader(model));
            if (model is not null && several is not null)
            {
                values = several.Measure(model);
            }
            else if (model is not null && reading is null)
            {
                problem = new("its predictions represent a quantity that only a search finds, for which a database has no expression", "其预测值的含义要通过搜索得到，数据库没有相应的表达式");
            }
            else if (model is not null && reading is not null)
            {
                if (k == 0 && !IsClasses) scale = Scale(train, model, trained);
                var scores = test.Scores(Design(model), model.Coefficients[0], model.Intercepts[0], reading);
                if (k == 0 && !IsClasses) centre = scores.TargetMean(_cancellation);
                values = Measure(scores, centre, tested, ref classes);
            }

            double[] weights = model is null ? [] : [.. model.Coefficients.SelectMany(row => row.Zip(moments.Deviations, (weight, deviation) => weight * deviation)), .. model.Intercepts];
            outcomes[k] = new([values], [], null, [], new(0, [.. candidate.Learned.Select(input => model?.Inputs.First(found => found.Name == input.Name).Value ?? double.NaN)], spec.Made!.Parameters, problem, model is not null && model.Coefficients.All(row => row.All(weight => weight == 0)), null, Stopwatch.GetElapsedTime(began).TotalSeconds) { Model = weights });
            _progress?.Report(new((_folds.Count * _chosen.Count) + k + 1, trainings, candidate.Title));
        }

        double?[][] known = several is not null ? [several.OfShares(constants)] : OfConstants(test, constants, centre, tested, classes);

        // Stored together, so that an interruption leaves no incomplete fold.
        for (var k = 0; k < outcomes.Length; k++) _outcomes[k].Add(outcomes[k]);
        for (var k = 0; k < known.Length; k++) _constants[k].Add(new([known[k]], [], null, [], null));
        _scales.Add(scale);
        _folds.Add(new(repeat, index, Rows(trained), Rows(tested)));
    }

    /// <summary>The proportion of each class in the training rows of a fold.</summary>
    private double[] Shares(IDataSource train, int index)
    {
        var shares = SourceClassFold.Shares(train, _table.Design, _cancellation);
        return Array.IndexOf(shares, 0) is >= 0 and var missing
            ? throw DataException.Create(_source.Name, $"fold {index + 1} of {_options.Folds} has no training row of the class {DataException.Quote(_table.Target.Classes[missing])}", "rows of every class are expected in every fold; a hash assigns rows to folds", "Give more rows, fewer --folds, or another --seed.")
            : shares;
    }

    private static int Rows(SourceColumn column) => (int)Math.Min(column.Rows, int.MaxValue);

    /// <summary>Rejects a fold without rows, or with one class only.</summary>
    private void RequireBoth(SourceColumn side, int index)
    {
        var isBoth = side.Rows > 0 && (!IsClasses || (side.Kind == TableColumnKind.Category ? side.Levels.Count == 2 : side.Low < side.High));
        if (!isBoth)
            throw DataException.Create(_source.Name, $"fold {index + 1} of {_options.Folds} has {(side.Rows == 0 ? "no row on one side" : "only one class on one side")}", "rows of both classes are expected in every fold; a hash assigns rows to folds", "Give more rows, fewer --folds, or another --seed.");
    }

    /// <summary>The names of <see cref="Constants"/>. The constant of least cost is not among them, as it would take dozens of queries per fold.</summary>
    private IReadOnlyList<Localized> Named() => ConstantPredictors.Names(_data.Task.Task, _wanted.Cost is null ? _wanted : Wanted.Mean);

    /// <summary>The mean, the median, and the wanted quantile if there is one, of training rows.</summary>
    private double[] Constants(IDataSource train, SourceColumn trained, double mean) =>
        [mean, train.Median(trained, _cancellation), .. _wanted.Functional == WantedFunctional.Quantile ? [train.Quantile(trained, _wanted.Level, _cancellation)] : Array.Empty<double>()];

    /// <summary>The metrics of each constant.</summary>
    private double?[][] OfConstants(IDataSource test, double[] constants, double centre, SourceColumn tested, ClassTotals? classes)
    {
        if (IsClasses) return [classes is null ? new double?[_metrics.Count] : Values(SourceMetrics.OfRate(classes, constants[0]))];
        ClassTotals? none = null;
        return [.. constants.Select(constant => Measure(test.Scores(_table.Design, new double[_table.Design.Features], constant, SourceReading.Raw), centre, tested, ref none))];
    }

    private double?[] Measure(ISourceScores scores, double centre, SourceColumn tested, ref ClassTotals? classes)
    {
        var metrics = new SourceMetrics(scores, _cancellation);
        if (!IsClasses)
        {
            var found = metrics.OfNumbers([], centre, !tested.Low.Equals(tested.High), _metrics.Any(metric => Ranks.Contains(metric.Key)))[0];
            return [.. _metrics.Select(metric => found is null ? null : metric.Loss is { } loss ? Finite(scores.MeanOfAnswers(loss, _cancellation)) : Finite(found.GetValueOrDefault(metric.Key)))];
        }

        var values = metrics.OfClasses(out _, out var totals);
        classes ??= totals;
        return values is null ? new double?[_metrics.Count] : Values(values);
    }

    private double?[] Values(Dictionary<string, double?> found) => [.. _metrics.Select(metric => Finite(found.GetValueOrDefault(metric.Key)))];

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private (LinearModel? Model, Localized? Problem) Fitted(Candidate candidate, LossSpec spec, IDataSource train, SourceMoments moments)
    {
        try
        {
            var before = _before.GetValueOrDefault(candidate);
            if (IsSeveral) return (_before[candidate] = new SourceClassFit(train, _table, spec, new(), null, _cancellation) { Moments = moments, Neighbour = before }.Run(), null);
            return (_before[candidate] = new SourceFit(train, _table, spec, new(), null, _cancellation) { Moments = moments, KnownShape = _shapes.GetValueOrDefault(candidate), Neighbour = before }.Run(), null);
        }
        catch (FitException refusal)
        {
            return (null, new(refusal.Message, LibraryMessages.All.Translate(refusal.Message)));
        }
    }

    /// <summary>The design of all columns without transforms, with the two labels of the model's classes.</summary>
    private SourceDesign Design(LinearModel model) => _table.Design with { IsMargin = model.Mapping is [{ Value: < 0 }, _] };

    /// <summary>The robust scale of the residuals of the default; called only if a loss has a parameter in units of the target.</summary>
    private double Scale(IDataSource train, LinearModel model, SourceColumn trained)
    {
        if (!_chosen.Any(candidate => candidate.Entry.Parameters.Any(parameter => parameter.InTargetUnits && !candidate.IsGiven(parameter)))) return 1;
        var scores = train.Scores(Design(model), model.Coefficients[0], model.Intercepts[0], SourceReading.OfScore(LinearScore.Reader(model)));
        var median = new SourceMetrics(scores, _cancellation).Quantiles([], scores.Numbers([], 0, _cancellation)!, 0.5)[0][0];

        // A target that the columns determine leaves rounding errors, which are not a unit.
        return Math.Max(RobustScale.ToSigma * median, 1e-6 * (trained.High - trained.Low));
    }

    private ComparisonResult Gather(bool complete, int planned)
    {
        if (_outcomes[0].FirstOrDefault(fold => fold.Trained!.Problem is not null) is { } failed)
            throw new FitException($"compare: the default loss {_chosen[0].Name} cannot be fitted in every fold: {failed.Trained!.Problem!.Value.English.TrimEnd('.')}.");
        var first = Enumerable.Range(0, _metrics.Count).First(m => _metrics[m] == _among[0]);
        bool Defines(int k) => _outcomes[k].All(fold => fold.Values[0][first] is not null);
        var (metric, why) = MetricChoice.Of(_among, Defines(0), _among.Count == 1 ? 0 : Enumerable.Range(1, _chosen.Count - 1).Count(k => !Defines(k)));
        var gather = new ComparisonGather(_data, _metrics, metric, [], _scales) { ShownRows = [] };
        List<ComparisonRow> rows = [.. _chosen.Select((candidate, k) => gather.Row(candidate, _outcomes[k], null, [], []))];
        var plan = new FoldPlan(_tableOptions.Group is null ? FoldKind.Shuffled : FoldKind.Grouped, _tableOptions.Group, _options.Folds, _options.Repeats ?? 1, _folds);
        var constants = Named().Select((name, k) => gather.Control(RowKind.Constant, name, _constants[k]));
        var (all, verdict) = gather.Judged(constants, rows, [.. _outcomes.Select(folds => (IReadOnlyList<double[]>)[.. folds.Select(fold => fold.Trained!.Model)])], _wanted, plan.Overlap);
        if (TableWarnings.OfDefault(rows[0]) is { } determined) _warnings.Add(determined);
        return new()
        {
            Data = Summary(),
            Task = _data.Task,
            Options = _options with { Repeats = plan.Repeats, StopAfter = _folds.Count < planned ? _folds.Count : _options.StopAfter },
            Metrics = _metrics,
            Metric = metric,
            MetricWhy = why,
            CostWhy = _options.Cost?.Why(_data.Targets[0].Classes, _chosen[0].Name) ?? Localized.Nothing,
            Wanted = _wanted,
            Rows = all,
            Excluded = _excluded,
            Folds = plan,
            ResidualScale = PredictionTasks.IsNumeric(_data.Task.Task) ? _scales.Average() : null,
            Verdict = verdict,
            Saving = _options.Cost is null ? null : Saving.Of(all, verdict, metric, _wanted, PredictionTasks.Default(_data.Task.Task).Key, _options.Cost, plan.Overlap),
            Warnings = _warnings,
            IsComplete = complete,
            Timings = new(_read, _clock.Elapsed.TotalSeconds - _read, _clock.Elapsed.TotalSeconds, [.. _chosen.Select((candidate, k) => (candidate.Title, _outcomes[k].Sum(fold => fold.Trained!.Seconds)))]),
        };
    }

    private DataSummary Summary()
    {
        var known = _target.Rows - _target.Missing;
        var classes = _data.Targets[0].Classes;
        return new()
        {
            Name = _source.Name,
            IsFromSource = true,
            Rows = Rows(_target),
            RowsUsed = (int)Math.Min(known, int.MaxValue),
            Features = _table.Design.Features,
            Targets = [_target.Name],
            Classes = classes,
            Shares = [.. classes.Select((_, k) => _data.Targets[0].Values.Count(value => (int)value == k) / (double)_data.Targets[0].Values.Length)],
            Range = classes.Count > 0 ? null : (_target.Low, _target.High),
            Notes = _data.Notes,
        };
    }
}

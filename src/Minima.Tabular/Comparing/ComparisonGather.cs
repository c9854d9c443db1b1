namespace Minima.Tabular;

/// <summary>Builds the rows of a result from the outcomes of the folds.</summary>
internal sealed class ComparisonGather(
    ComparisonData data, IReadOnlyList<TableMetric> metrics, TableMetric chosen, IReadOnlyList<OuterSplit> splits, IReadOnlyList<double> scales)
{
    public ComparisonRow Control(RowKind kind, Localized name, IReadOnlyList<FoldOutcome> folds)
    {
        var row = new ComparisonRow(kind, name.English, [], Values(folds), []);
        return row with { Title = name, Rows = Sample(folds), Calibration = Calibrated(folds) };
    }

    public ComparisonRow Row(
        Candidate candidate,
        IReadOnlyList<FoldOutcome> folds,
        Corruption? corruption,
        double?[][] robustness,
        IReadOnlyList<(double Rows, double?[] ByFold)> learning)
    {
        var trained = folds.Select(fold => fold.Trained!).ToArray();
        var typical = candidate.Tuned is not null ? candidate.At(Median([.. trained.Select(fold => fold.Tuned!.Value)]))
            : candidate.LearnsParameters ? candidate.At(candidate.Entry.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, (object?)Average(trained, i))).ToDictionary(StringComparer.Ordinal))
            : candidate.Heads?.Constants is { Count: > 0 } constants ? candidate.At(constants.ToDictionary(constant => constant.Name, constant => (object?)Average(trained, constant.Index), StringComparer.Ordinal))
            : candidate.Batch?.LearnedParameters is { Count: > 0 } own ? candidate.At(own.ToDictionary(i => candidate.Entry.Parameters[i].Name, i => (object?)Average(trained, i), StringComparer.Ordinal))
            : candidate;
        return new ComparisonRow(
            candidate.IsDefault ? RowKind.Default : RowKind.Loss,
            candidate.Title,
            Parameters(candidate, trained),
            Values(folds),
            [.. trained.Where(fold => fold is { Epochs: null, Trees: null }).Select(fold => fold.L2)])
        {
            Trained = candidate.Model,
            Epochs = [.. trained.Select(fold => fold.Epochs).OfType<int>()],
            Trees = [.. trained.Select(fold => fold.Trees).OfType<TreeSetting>()],
            Loss = typical.Create(scales.Average()),
            AsClasses = candidate.AsClasses,
            Problems = Problems(candidate, trained),
            Recalibration = Recalibration.Of([.. folds.Select(fold => fold.Plain)]),
            Failed = trained.Any(fold => fold.Problem is not null),
            IsCertain = trained.Any(fold => fold.IsCertain),
            Rows = Sample(folds),
            Calibration = Calibrated(folds),
            Robustness = corruption is null || robustness.Length == 0 ? [] : Robustness(corruption, folds, robustness),
            Learning = Learning(learning),
        };
    }

    /// <summary>Orders rows by the chosen metric; losses that do not define it follow, by the next metric they do define.</summary>
    private IEnumerable<ComparisonRow> Ordered(IEnumerable<ComparisonRow> rows)
    {
        TableMetric[] order = [chosen, .. metrics.Where(metric => metric != chosen)];
        var ordered = rows.OrderBy(row => Array.FindIndex(order, metric => row.Find(metric)?.Mean is not null) is var first and >= 0 ? first : order.Length);
        foreach (var metric in order)
        {
            ordered = ordered.ThenBy(row => row.Find(metric)?.Mean is { } mean ? metric.Badness(mean) : double.PositiveInfinity);
        }

        return ordered.ThenBy(row => row.Name, StringComparer.Ordinal);
    }

    /// <summary>All rows in order with their differences to the default, and the verdict.</summary>
    /// <param name="constants">Rows without a training.</param>
    /// <param name="rows">The default, then the other losses.</param>
    /// <param name="models">The trained model of each fold, for each of these rows.</param>
    /// <param name="wanted">The requested functional.</param>
    /// <param name="overlap">The overlap of the folds (<see cref="FoldPlan.Overlap"/>).</param>
    public (IReadOnlyList<ComparisonRow> Rows, Verdict Verdict) Judged(IEnumerable<ComparisonRow> constants, List<ComparisonRow> rows, IReadOnlyList<IReadOnlyList<double[]>> models, Wanted wanted, double overlap)
    {
        SameModels.Mark(rows, models);

        // If the metric is not consistent for the requested functional, losses are judged without objections.
        var judged = chosen.Scores is { } scored && scored.IsSame(wanted) ? wanted : null;
        if (judged is not null)
        {
            for (var i = 1; i < rows.Count; i++) rows[i] = rows[i] with { Objection = Identification.Objection(rows[i], chosen, judged, overlap) };
        }

        var all = PairedDifferences.Attach([.. constants, rows[0], .. SameModels.Together(rows[0], [.. Ordered(rows.Skip(1))])], metrics, overlap);
        return (all, Verdict.Of(all, chosen, judged, overlap));
    }

    public DataSummary Summary(int[] used, OuterSplit first)
    {
        var target = data.AsClasses ?? data.Targets[0];
        var tested = data.TestFrom < data.Lines.Length ? data.Used.Count(row => row >= data.TestFrom) : 0;
        double[] shares;
        IReadOnlyList<string> classes = target.Classes;
        if (data.Task.Task == PredictionTask.MultiLabel)
        {
            classes = [.. data.Targets.Select(label => label.Name)];
            shares = [.. data.Targets.Select(label => used.Average(row => label.Values[row]))];
        }
        else
        {
            shares = new double[classes.Count];
            foreach (var row in classes.Count > 0 ? used : []) shares[(int)target.Values[row]] += 1.0 / used.Length;
        }

        return new DataSummary
        {
            Name = data.Name,
            Bundled = data.IsBundled,
            Rows = data.Rows,
            RowsUsed = used.Length,
            TestRows = tested,
            Features = data.Columns.Sum(column => ColumnTreatment.Fit(column, first.Fold.Train).Width),
            Targets = [.. data.Targets.Select(label => label.Name)],
            Classes = classes,
            Shares = shares,
            Range = classes.Count > 0 || data.Targets.Count > 1 ? null : (used.Min(row => target.Values[row]), used.Max(row => target.Values[row])),
            Notes = data.Notes,
        };
    }

    private MetricValue[] Values(IReadOnlyList<FoldOutcome> folds) =>
    [
        .. metrics.Select((metric, m) => new MetricValue(metric, [.. folds.SelectMany(fold => fold.Values.Select(part => part[m]))])
        {
            Whole = folds.Count == 1 && folds[0].Whole.Length > 0 ? folds[0].Whole[m] : null,
        }),
    ];

    /// <summary>The shown rows of the first repeat, in the order of the file.</summary>
    private RowSample Sample(IReadOnlyList<FoldOutcome> folds)
    {
        var found = new List<(int Row, int Fold, int At)>();
        for (var k = 0; k < folds.Count; k++)
        {
            if (folds[k].Sample is null) continue;
            var shown = Shown(k);
            for (var i = 0; i < shown.Length; i++) found.Add((shown[i], k, i));
        }

        if (found.Count == 0) return RowSample.Empty;
        found.Sort();
        var classes = folds.First(fold => fold.Sample is not null).Sample!.ClassProbabilities is not null;
        var losses = folds.All(fold => fold.Sample is null || fold.SampleLosses.Length > 0);
        return new RowSample(
            [.. found.Select(row => data.Lines[row.Row])],
            [.. found.Select(row => folds[row.Fold].Sample!.Target[row.At])],
            [.. found.Select(row => folds[row.Fold].Sample!.Shown(row.At))],
            classes ? [.. found.Select(row => folds[row.Fold].Sample!.Confidence(row.At) ?? double.NaN)] : null,
            losses ? [.. found.Select(row => folds[row.Fold].SampleLosses[row.At])] : null);
    }

    private int[] Shown(int fold)
    {
        var sample = ShownRows;
        return Array.FindAll(splits[fold].Fold.Test, sample.Contains);
    }

    /// <summary>The rows that are shown; set before rows are built.</summary>
    public required HashSet<int> ShownRows { get; init; }

    private IReadOnlyList<CalibrationBin> Calibrated(IReadOnlyList<FoldOutcome> folds)
    {
        var samples = folds.Where(fold => fold.Sample is not null).Select(fold => fold.Sample!).ToArray();
        return samples.Length == 0 ? [] : Calibration.Of(Predictions.Together(samples), PredictionTasks.IsNumeric(data.Task.Task));
    }

    private List<CurvePoint> Robustness(Corruption corruption, IReadOnlyList<FoldOutcome> folds, double?[][] robustness)
    {
        var at = Enumerable.Range(0, metrics.Count).First(m => metrics[m] == chosen);
        var clean = folds.Take(robustness.Length).Select(fold => fold.Whole.Length > 0 ? fold.Whole[at] : fold.Values[0][at]).ToArray();
        var points = new List<CurvePoint> { Point(0, clean) };
        for (var level = 1; level < corruption.Levels.Count; level++)
        {
            var here = level - 1;
            points.Add(Point(corruption.Levels[level], [.. robustness.Select(fold => fold[here])]));
        }

        return points;
    }

    private static List<CurvePoint> Learning(IReadOnlyList<(double Rows, double?[] ByFold)> points)
    {
        // Folds differ by about a row; the k-th size of each is one point.
        var folds = points.Aggregate(new List<List<(double Rows, double? Value)>>(), (lists, point) =>
        {
            if (lists.Count == 0 || lists[^1][^1].Rows > point.Rows) lists.Add([]);
            lists[^1].Add((point.Rows, point.ByFold[0]));
            return lists;
        });
        if (folds.Count == 0) return [];
        var sizes = folds.Min(fold => fold.Count);
        return [.. Enumerable.Range(0, sizes).Select(k => Point(folds.Average(fold => fold[k].Rows), [.. folds.Select(fold => fold[k].Value)]))];
    }

    private static CurvePoint Point(double x, double?[] byFold) =>
        new(x, byFold.All(value => value is not null) ? byFold.Average() : null, byFold);

    private static List<Localized> Problems(Candidate candidate, FoldTraining[] folds)
    {
        var problems = new List<Localized>();
        foreach (var group in folds.Where(fold => fold.Problem is not null).GroupBy(fold => fold.Problem!.Value))
            problems.Add(group.Key + Count(group.Count()));
        var constant = folds.Count(fold => fold.IsConstant);
        if (constant > 0) problems.Add(new Localized("the fit is a constant, no feature is used", "拟合结果为常数，没有用到任何特征") + Count(constant));
        var limited = folds.Count(fold => fold.PenaltyAtLimit);
        if (limited > 0)
        {
            problems.Add(new Localized(
                $"the best l2 penalty is at the limit of what is tried, {NumberFormat.Short(PenaltyGrid.Strongest)} times the curvature of the loss, where the model is all but a constant, or {NumberFormat.Short(PenaltyGrid.Weakest)} times",
                $"最佳 l2 惩罚处在可试范围的端点：损失曲率的 {NumberFormat.Short(PenaltyGrid.Strongest)} 倍（此时模型近乎常数）或 {NumberFormat.Short(PenaltyGrid.Weakest)} 倍") + Count(limited));
        }

        if (candidate.Tuned is { } range)
        {
            foreach (var end in (double[])[range.Low, range.High])
            {
                // The search refines to a few digits only, so it reaches an end approximately.
                var there = folds.Count(fold => Math.Abs(fold.Tuned!.Value - end) <= 0.01 * Math.Abs(end));
                if (2 * there <= folds.Length) continue;
                var value = NumberFormat.Short(end);
                problems.Add(new Localized(
                    $"the best {range.Name} lies at the end of its range, {value}: try a wider one",
                    $"{range.Name} 的最佳值在所给范围的端点 {value}，可放宽范围再试") + Count(there));
            }
        }

        return problems;

        Localized Count(int count) => new($" ({count} of {folds.Length} folds)", $"（{folds.Length} 折中的 {count} 折）");
    }

    private List<ParameterReading> Parameters(Candidate candidate, FoldTraining[] folds)
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
            if (candidate.IsLearned(i))
                readings.Add(new(parameter.Name, average, null, null, ParameterOrigin.Learned));
            else if (candidate.Tuned is { } tuned && tuned.Name == parameter.Name)
                readings.Add(new(parameter.Name, Median([.. folds.Select(fold => fold.Tuned!.Value)]), null, null, ParameterOrigin.Tuned) { ByFold = [.. folds.Select(fold => fold.Tuned!.Value)] });
            else if (!candidate.IsGiven(parameter) && parameter.InTargetUnits && isNumber && parameter.Default is double multiple)
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

    private static double Average(FoldTraining[] folds, int parameter) => folds.Average(fold => (double)fold.Parameters[parameter]!);

    private static double Median(double[] values) => RobustScale.Median(values);
}

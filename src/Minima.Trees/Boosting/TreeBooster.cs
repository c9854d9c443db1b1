namespace Minima.Trees;

/// <summary>Boosts trees with any loss: of the catalogue, or a formula as text.</summary>
public static class TreeBooster
{
    /// <summary>Rows beyond which bins come from a sample of so many.</summary>
    private const int BinSample = 1 << 20;

    /// <summary>Boosts a model.</summary>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, Loss loss, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new BoostOptions();
        var (objective, start, trees, losses) = Run(data, curvature => Objective(loss, data, curvature, options.Window, options.Collective ?? Collective.Alone), options, progress, cancellation);
        var point = objective as PointObjective;
        return new TreeModel(ColumnsOf(data), start, trees)
        {
            Loss = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key,
            LossParameters = loss.Entry.Parameters.Select((parameter, i) => (parameter.Name, Value: loss.Parameters[i])).Where(item => item.Value is double or int).ToDictionary(item => item.Name, item => Convert.ToDouble(item.Value, System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Curvature = objective.Curvature,
            CurvatureReason = objective.CurvatureReason,
            Map = point?.Map ?? ScoreMap.Identity,
            Answer = point?.Answer ?? ScoreMap.Softmax,
            HeldOutLoss = losses,
        };
    }

    /// <summary>Boosts a model of several numbers a row. <see cref="TreeModel.Predict"/> gives their raw scores, row after row.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="objective">The loss, with the start of its scores.</param>
    /// <param name="options">Rounds, rate, growth; null for the defaults.</param>
    /// <param name="progress">Hears of every round.</param>
    /// <param name="cancellation">Asked in every round.</param>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, RowObjective objective, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new BoostOptions();
        return OfScores(objective.Name, objective.Parameters, data, curvature => new CodedObjective(objective, data, curvature), options, progress, cancellation);
    }

    /// <summary>Boosts a model with a loss whose rows may share terms. <see cref="TreeModel.Predict"/> gives raw scores, row after row.</summary>
    /// <param name="data">The rows. Rows that share terms are held out together by <see cref="TreeData.Group"/>; those that are held out have a loss of their own.</param>
    /// <param name="objective">The loss, with the start of its scores.</param>
    /// <param name="options">Rounds, rate, growth; null for the defaults.</param>
    /// <param name="progress">Hears of every round.</param>
    /// <param name="cancellation">Asked in every round.</param>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, TableObjective objective, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new BoostOptions();
        return OfScores(objective.Name, objective.Parameters, data, curvature => new SharedObjective(objective, data, curvature, options.Seed), options, progress, cancellation);
    }

    /// <summary>The bytes that a fit takes beside the table, at most: codes, slopes, scores, the numbers and the order of rows, histograms.</summary>
    /// <param name="outputs">1, the number of classes, or that of learned numbers a row.</param>
    public static long EstimateBytes(int rows, int columns, int outputs, BoostOptions? options = null)
    {
        options ??= new BoostOptions();
        var hands = new Team(options.Threads).Hands;
        var cells = (long)rows * ((columns + 7) / 8 * 8);
        var histograms = Math.Min(Math.Max(Histograms.Budget, Histograms.Bytes(hands, 1, 1)), Histograms.Bytes(hands, TreeGrower.SlotsOf(options, rows), columns));
        if (options.Engine == BoostEngine.XGBoost) return cells + 6L * rows + 16L * rows * outputs + ((long)rows * columns * XGBoostGrower.BytesOfCell) + (8L * rows);
        return cells + 6L * rows + 16L * rows * outputs + histograms;
    }

    private static TreeModel OfScores(string name, IReadOnlyDictionary<string, double> parameters, TreeData data, Func<Curvature?, IBoostObjective> make, BoostOptions options, IProgress<BoostProgress>? progress, CancellationToken cancellation)
    {
        var (objective, start, trees, losses) = Run(data, make, options, progress, cancellation);
        return new TreeModel(ColumnsOf(data), start, trees)
        {
            Loss = name,
            LossParameters = parameters,
            Curvature = objective.Curvature,
            CurvatureReason = objective.CurvatureReason,
            Map = ScoreMap.Identity,
            Answer = ScoreMap.Identity,
            HeldOutLoss = losses,
        };
    }

    private static ModelColumn[] ColumnsOf(TreeData data) => [.. data.Columns.Select(column => new ModelColumn(column.Name, column.IsCategory))];

    private static (IBoostObjective Objective, double[] Start, RegressionTree[][] Trees, double[] HeldOutLoss) Run(TreeData data, Func<Curvature?, IBoostObjective> make, BoostOptions options, IProgress<BoostProgress>? progress, CancellationToken cancellation)
    {
        options.Check();
        data.Check();
        if (options.Engine == BoostEngine.XGBoost) XGBoostLibrary.Require();
        if (options.Engine == BoostEngine.Minima && options.MinRows > 1 && data.Rows > 1 << 25) throw new BoostException($"rows are counted in tables of up to {1 << 25} rows, and this one has {data.Rows}; hold leaves by their curvature instead, with least rows 1.");
        var parts = new Parts(data, options);
        var team = new Team(options.Threads);
        var objective = make(options.Curvature);
        if (options.Window > 0 && objective is not PointObjective) throw new BoostException("a window is for losses of one number a row, and this loss learns several or is over rows together; leave it out.");
        if (parts.Ranks.Ranks > 1 && objective is SharedObjective) throw new BoostException("rows of this loss share terms, or thresholds, and each process sees its own rows alone; boost it in one process.");
        var heldOut = parts.HeldOut(data, options);
        int[] training = [.. Enumerable.Range(0, data.Rows).Where(row => heldOut is null || !heldOut[row])];
        var bins = Bins(data, training, heldOut is not null, options, parts, team);
        cancellation.ThrowIfCancellationRequested();
        using var rows = new CodedRows(data, bins, objective.Outputs, team);
        using ITreeGrower grower = options.Engine == BoostEngine.XGBoost ? new XGBoostGrower(rows, data, options, training, team, parts.Ranks) : new TreeGrower(rows, options, team);
        var (start, trees, losses) = new Boosting(rows, objective, grower, options, heldOut, data.Weight, team, parts).Run(training, progress, cancellation);
        return (objective, start, trees, losses);
    }

    private static IBoostObjective Objective(Loss loss, TreeData data, Curvature? curvature, double? window, Collective ranks) =>
        Analysis.LossAnalysis.CanAnalyse(loss) ? new PointObjective(loss, data, curvature, ranks, window)
        : loss.Entry.Row is { } ? new ClassObjective(loss, data, curvature, ranks)
        : throw new BoostException($"{loss.Entry.Key}: it is a {loss.Entry.Shape}; trees are boosted with losses of one number a row and losses over classes.");

    /// <summary>The bins of the columns: of the rows of all parts together.</summary>
    private static ColumnBins[] Bins(TreeData data, int[] training, bool hasHeldOut, BoostOptions options, Parts parts, Team team)
    {
        var bins = new ColumnBins[data.Columns.Count];
        var (first, total) = parts.Ranks.Place(training.Length);
        var sample = Parts.Some(training, first, total, BinSample, options.Seed, purposeRound: 0);
        if (parts.Ranks.Ranks == 1)
        {
            int[] looked = total > BinSample || hasHeldOut ? sample : [];
            team.Each(bins.Length, (_, c) => bins[c] = ColumnBins.Of(data.Columns[c], data.Weight, looked, options.Bins - 1));
            return bins;
        }

        double[] Look(double[] column) => parts.Ranks.Gather<double>(Array.ConvertAll(sample, row => column[row]));
        var weights = data.Weight is null ? null : Look(data.Weight);
        for (var c = 0; c < bins.Length; c++) bins[c] = ColumnBins.Of(data.Columns[c] with { Values = Look(data.Columns[c].Values) }, weights, [], options.Bins - 1);
        return bins;
    }
}

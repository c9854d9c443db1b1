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
        var (objective, start, trees, losses) = Run(data, curvature => Objective(loss, data, curvature), options, progress, cancellation);
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

    /// <summary>The bytes that a fit takes beside the table, at most: codes, slopes, scores, the order of rows, histograms.</summary>
    /// <param name="outputs">1, the number of classes, or that of learned numbers a row.</param>
    public static long EstimateBytes(int rows, int columns, int outputs, BoostOptions? options = null)
    {
        options ??= new BoostOptions();
        var hands = new Team(options.Threads).Hands;
        var cells = (long)rows * ((columns + 7) / 8 * 8);
        var histograms = Math.Min(Math.Max(Histograms.Budget, Histograms.Bytes(hands, 1, 1)), Histograms.Bytes(hands, TreeGrower.SlotsOf(options, rows), columns));
        if (options.Engine == BoostEngine.XGBoost) return cells + 2L * rows + 16L * rows * outputs + ((long)rows * columns * XGBoostGrower.BytesOfCell) + (8L * rows);
        return cells + 2L * rows + 16L * rows * outputs + histograms;
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
        if (options.MinRows > 1 && data.Rows > 1 << 25) throw new BoostException($"rows are counted in tables of up to {1 << 25} rows, and this one has {data.Rows}; hold leaves by their curvature instead, with least rows 1.");
        var team = new Team(options.Threads);
        var objective = make(options.Curvature);
        var heldOut = HeldOut(data, options);
        int[] training = [.. Enumerable.Range(0, data.Rows).Where(row => heldOut is null || !heldOut[row])];
        var sample = training.Length > BinSample ? Draw.Some(training.Length, (double)BinSample / training.Length, options.Seed, Draw.Quantiles, 0).Select(i => training[i]).ToArray() : heldOut is null ? [] : training;
        var bins = new ColumnBins[data.Columns.Count];
        team.Each(bins.Length, (_, c) => bins[c] = ColumnBins.Of(data.Columns[c], data.Weight, sample, options.Bins - 1));
        cancellation.ThrowIfCancellationRequested();
        using var rows = new CodedRows(data, bins, objective.Outputs, team);
        using ITreeGrower grower = options.Engine == BoostEngine.XGBoost ? new XGBoostGrower(rows, data, options, training, team) : new TreeGrower(rows, options, team);
        var (start, trees, losses) = new Boosting(rows, objective, grower, options, heldOut, data.Weight, team).Run(training, progress, cancellation);
        return (objective, start, trees, losses);
    }

    private static IBoostObjective Objective(Loss loss, TreeData data, Curvature? curvature) =>
        Analysis.LossAnalysis.CanAnalyse(loss) ? new PointObjective(loss, data, curvature)
        : loss.Entry.Row is { } ? new ClassObjective(loss, data, curvature)
        : throw new BoostException($"{loss.Entry.Key}: it is a {loss.Entry.Shape}; trees are boosted with losses of one number a row and losses over classes.");

    /// <summary>Which rows are held out, or null where none is: whole groups, as a function of the seed.</summary>
    private static bool[]? HeldOut(TreeData data, BoostOptions options)
    {
        var held = data.HeldOut;
        if (held is null && options.HeldOut > 0)
        {
            var groups = data.Group?.Distinct().Order().ToArray() ?? [.. Enumerable.Range(0, data.Rows)];
            var chosen = Draw.Some(groups.Length, options.HeldOut, options.Seed, Draw.HeldOut, 0).Select(i => groups[i]).ToHashSet();
            held = [.. Enumerable.Range(0, data.Rows).Select(row => chosen.Contains(data.Group?[row] ?? row))];
        }

        if (held is not null && Array.TrueForAll(held, row => row)) throw new BoostException("every row is held out; none is left to train on.");
        if (held is not null && Array.TrueForAll(held, row => !row)) held = null;
        return held is null && options.EarlyStop > 0 ? throw new BoostException("early stopping needs rows that are held out; say which, or a share of them.") : held;
    }
}

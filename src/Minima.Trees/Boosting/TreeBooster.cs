namespace Minima.Trees;

/// <summary>Boosts trees with any loss: of the catalogue, or a formula as text.</summary>
public static class TreeBooster
{
    /// <summary>If a table has more rows than this, bins come from a sample of this many.</summary>
    private const int BinSample = 1 << 20;

    /// <summary>Convex losses, for any unit of the target, that trees may learn instead of a function of the residual that is not convex.</summary>
    private static readonly string[] ConvexLosses = ["(p - t)^2", "abs(p - t)"];

    private static readonly Dictionary<string, double[]> NoInputs = [];

    /// <summary>Boosts a model.</summary>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, Loss loss, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new BoostOptions();
        var (objective, reason, rounds) = Run(data, curvature => Objective(loss, data, curvature, options.Window, options.Collective ?? Collective.Alone), options, progress, cancellation);
        var point = objective as PointObjective;
        return new TreeModel(ColumnsOf(data), rounds.Start, rounds.Trees)
        {
            Loss = loss.Entry.IsText ? loss.Entry.Formula : loss.Entry.Key,
            LossParameters = loss.Entry.Parameters.Select((parameter, i) => (parameter.Name, Value: loss.Parameters[i])).Where(item => item.Value is double or int).ToDictionary(item => item.Name, item => Convert.ToDouble(item.Value, System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Curvature = objective.Curvature,
            CurvatureReason = reason,
            Map = point?.Map ?? ScoreMap.Identity,
            Answer = point?.Answer ?? ScoreMap.Softmax,
            HeldOutLoss = rounds.HeldOutLoss,
        };
    }

    /// <summary>Boosts a model of several numbers per row. <see cref="TreeModel.Predict"/> returns their raw scores, row after row.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="objective">The loss, with the start of its scores.</param>
    /// <param name="options">Rounds, rate, growth; null for the defaults.</param>
    /// <param name="progress">Reports every round.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, RowObjective objective, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new BoostOptions();
        return OfScores(objective.Name, objective.Parameters, data, curvature => new CodedObjective(objective, data, curvature), options, progress, cancellation);
    }

    /// <summary>Boosts a model with a loss whose rows may share terms. <see cref="TreeModel.Predict"/> returns raw scores, row after row.</summary>
    /// <param name="data">The rows. <see cref="TreeData.Group"/> holds out rows that share terms together. The held-out rows have a loss of their own.</param>
    /// <param name="objective">The loss, with the start of its scores.</param>
    /// <param name="options">Rounds, rate, growth; null for the defaults.</param>
    /// <param name="progress">Reports every round.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <exception cref="BoostException">The table, the loss or the options do not allow it; the message says what to do.</exception>
    public static TreeModel Fit(TreeData data, TableObjective objective, BoostOptions? options = null, IProgress<BoostProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new BoostOptions();
        return OfScores(objective.Name, objective.Parameters, data, curvature => new SharedObjective(objective, data, curvature, options.Seed), options, progress, cancellation);
    }

    /// <summary>The most bytes that a fit takes in addition to the table: codes, gradients, scores, the order of rows, marks of held-out rows, histograms.</summary>
    /// <param name="outputs">1, the number of classes, or the number of learned numbers per row.</param>
    public static long EstimateBytes(int rows, int columns, int outputs, BoostOptions? options = null)
    {
        options ??= new BoostOptions();
        var hands = new Team(options.Threads).Hands;
        var cells = (long)rows * ((columns + 7) / 8 * 8);
        var histograms = Math.Min(Math.Max(Histograms.Budget, Histograms.Bytes(hands, 1, 1)), Histograms.Bytes(hands, TreeGrower.SlotsOf(options, rows), columns));
        if (options.Engine == BoostEngine.XGBoost) return cells + 6L * rows + 16L * rows * outputs + ((long)rows * columns * XGBoostGrower.BytesOfCell) + (8L * rows);
        return cells + 3L * rows + 16L * rows * outputs + histograms;
    }

    /// <summary>The bytes of <see cref="EstimateBytes"/> that stay in memory if <see cref="BoostOptions.Memory"/> moves the others to a temporary file.</summary>
    /// <inheritdoc cref="EstimateBytes"/>
    public static long LeastBytes(int rows, int columns, int outputs, BoostOptions? options = null)
    {
        options ??= new BoostOptions();
        var all = EstimateBytes(rows, columns, outputs, options);
        if (options.Engine == BoostEngine.XGBoost || !ChunkMemory.CanMap) return all;
        return all - CodedRows.Bytes(rows, columns, outputs) + (new Team(options.Threads).Hands * CodedRows.Bytes(2 * CodedRows.ChunkRows, columns, outputs));
    }

    private static TreeModel OfScores(string name, IReadOnlyDictionary<string, double> parameters, TreeData data, Func<Curvature?, IBoostObjective> make, BoostOptions options, IProgress<BoostProgress>? progress, CancellationToken cancellation)
    {
        var (objective, reason, rounds) = Run(data, make, options, progress, cancellation);
        return new TreeModel(ColumnsOf(data), rounds.Start, rounds.Trees)
        {
            Loss = name,
            LossParameters = parameters,
            Curvature = objective.Curvature,
            CurvatureReason = reason,
            Map = ScoreMap.Identity,
            Answer = ScoreMap.Identity,
            HeldOutLoss = rounds.HeldOutLoss,
        };
    }

    private static ModelColumn[] ColumnsOf(TreeData data) => [.. data.Columns.Select(column => new ModelColumn(column.Name, column.IsCategory))];

    private static Learned Run(TreeData data, Func<Curvature?, IBoostObjective> make, BoostOptions options, IProgress<BoostProgress>? progress, CancellationToken cancellation)
    {
        options.Check();
        data.Check();
        if (options.Engine == BoostEngine.XGBoost && data.Stored is not null) throw new BoostException("XGBoost boosts rows in memory, but the columns are stored cells; take the other engine, or give the columns their values.");
        if (options.Engine == BoostEngine.XGBoost) XGBoostLibrary.Require();
        if (options.Engine == BoostEngine.Minima && options.MinRows > 1 && data.Rows > Scale.MostCounted) throw new BoostException($"trees count the rows of a leaf in tables of up to {Scale.MostCounted} rows, and this one has {data.Rows}; set the least rows of a leaf to 1, and limit leaves by their least curvature.");
        var parts = new Parts(data, options);
        var team = new Team(options.Threads);
        var objective = make(options.Curvature);
        if (options.Window > 0 && objective is not PointObjective) throw new BoostException("a window is for losses of one number a row, and this loss learns several or is over rows together; leave it out.");
        if (parts.Ranks.Ranks > 1 && objective is SharedObjective) throw new BoostException("rows of this loss share terms, or thresholds, and each process sees only its own rows; boost it in one process.");
        var heldOut = parts.HeldOut(data, options);
        var training = new KeptRows(data.Rows, heldOut);
        var bins = Bins(data, training, heldOut is not null, options, parts, team);
        cancellation.ThrowIfCancellationRequested();
        using var rows = new CodedRows(data, bins, objective.Outputs, team, Folder(data, objective.Outputs, options));
        var own = Boosted(objective, objective.CurvatureReason);
        if (options is not { EarlyStop: > 0, TriesConvexLosses: true, Curvature: null, Window: null } || objective is not PointObjective { Windowed: not null }) return own;
        var (convex, name) = ConvexLosses.Select(formula => (Learned: Convex(formula), formula)).MinBy(pair => pair.Learned.Least);
        var after = Boosted(objective, $"{objective.CurvatureReason}; the loss is not convex, and the first {convex.Rounds.Trees.Length} rounds learn {name}: so there is less of it on the held-out rows", convex);
        return new[] { own, convex, after }.MinBy(learned => learned.Least)!;

        Learned Convex(string formula)
        {
            var learned = new PointObjective(Loss.Parse(formula), data with { Inputs = NoInputs }, curvature: null, parts.Ranks);
            return Boosted(learned, $"{learned.CurvatureReason}; the loss is not convex, and trees that learn {formula} have less of it on the held-out rows");
        }

        Learned Boosted(IBoostObjective learned, string reason, Learned? before = null)
        {
            using ITreeGrower grower = options.Engine == BoostEngine.XGBoost ? new XGBoostGrower(rows, data, options, training.ToArray(), team, parts.Ranks) : new TreeGrower(rows, options, team);
            var first = before is null ? null : Rounds(before.Objective, options with { Rounds = before.Rounds.Trees.Length, EarlyStop = 0 }, null);
            return new(learned, reason, Rounds(learned, options, first));

            Grown Rounds(IBoostObjective target, BoostOptions limits, Grown? earlier) =>
                new Boosting(rows, target, objective, grower, limits, heldOut, data.Weight, team, parts).Run(training, progress, earlier, cancellation);
        }
    }

    private static IBoostObjective Objective(Loss loss, TreeData data, Curvature? curvature, double? window, Collective ranks) =>
        Analysis.LossAnalysis.CanAnalyse(loss) ? new PointObjective(loss, data, curvature, ranks, window)
        : loss.Entry.Row is { } ? new ClassObjective(loss, data, curvature, ranks)
        : throw new BoostException($"{loss.Entry.Key}: it is a {LossEntry.ShapeInWords(loss.Entry)}; trees are boosted with losses of one number a row and losses over classes.");

    /// <summary>The bins of the columns, from the rows of all parts together.</summary>
    private static ColumnBins[] Bins(TreeData data, KeptRows training, bool hasHeldOut, BoostOptions options, Parts parts, Team team)
    {
        var bins = new ColumnBins[data.Columns.Count];
        var (first, total) = parts.Ranks.Place(training.Count);
        var sample = Parts.Some(training, first, total, BinSample, options.Seed, purposeRound: 0);
        if (parts.Ranks.Ranks == 1 && data.Stored is null)
        {
            int[] looked = total > BinSample || hasHeldOut ? sample : [];
            team.Each(bins.Length, (_, c) => bins[c] = ColumnBins.Of(data.Columns[c], data.Weight, looked, options.Bins - 1));
            return bins;
        }

        var weights = data.Weight is null ? null : parts.Ranks.Gather<double>(Array.ConvertAll(sample, row => data.Weight[row]));
        for (var c = 0; c < bins.Length; c++) bins[c] = ColumnBins.Of(data.Columns[c] with { Values = parts.Ranks.Gather<double>(Looked(c)) }, weights, [], options.Bins - 1);
        return bins;

        double[] Looked(int c) => data.Stored is { } cells ? Look(cells, c, data.Rows, sample) : Array.ConvertAll(sample, row => data.Columns[c].Values[row]);
    }

    /// <summary>Some cells of a stored column.</summary>
    private static double[] Look(StoredCells cells, int column, int rows, int[] sample)
    {
        var (looked, block, next) = (new double[sample.Length], new double[CodedRows.ChunkRows], 0);
        for (var first = 0; first < rows && next < sample.Length; first += block.Length)
        {
            if (sample[next] - first >= block.Length) continue;
            cells.Read(column, first, block.AsSpan(0, Math.Min(block.Length, rows - first)));
            for (; next < sample.Length && sample[next] - first < block.Length; next++) looked[next] = block[sample[next] - first];
        }

        return looked;
    }

    /// <summary>The folder for codes, scores and gradients if they exceed the memory limit; otherwise null.</summary>
    /// <exception cref="BoostException">The rest exceeds the limit too.</exception>
    private static string? Folder(TreeData data, int outputs, BoostOptions options)
    {
        if (options.Memory is not { } most) return null;
        var all = EstimateBytes(data.Rows, data.Columns.Count, outputs, options);
        if (all <= most) return null;
        var needed = LeastBytes(data.Rows, data.Columns.Count, outputs, options);
        return needed <= most ? options.Scratch ?? Path.GetTempPath() : throw new BoostException($"the rounds need {needed >> 20} MB of memory in addition to the table, and {most >> 20} MB are left for them; give more memory, fewer leaves, or a smaller depth.");
    }

    /// <summary>Trees with the loss that they learned.</summary>
    /// <param name="Objective">The loss whose gradients they fitted last.</param>
    /// <param name="Reason">The reason for its curvature, and for other losses that trees learned.</param>
    /// <param name="Rounds">The rounds.</param>
    private sealed record Learned(IBoostObjective Objective, string Reason, Grown Rounds)
    {
        /// <summary>The lowest held-out loss.</summary>
        public double Least => Rounds.HeldOutLoss.Min();
    }
}

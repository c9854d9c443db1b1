using Minima.Analysis;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosts trees, from the table to the model.</summary>
internal sealed class BoostedRunner
{
    private readonly BoostedTable _table;
    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly bool _margin;
    private readonly HeadPlan? _plan;

    /// <summary>A loss over the rows of a batch; null for a loss of each row.</summary>
    private readonly Candidate? _batch;

    private BoostedRunner(BoostedTable table, LossSpec? loss, IReadOnlyList<string>? heads)
    {
        _table = table;
        _request = loss ?? new(PredictionTasks.Default(table.Task), new Dictionary<string, object?>(StringComparer.Ordinal));
        var entry = _request.Entry;
        if (entry is { IsText: true, Task: LossTask.None })
            throw new DataException($"boost: {DataException.Quote(_request.Name)} does not use t, the target; write a loss of p, the prediction, and t.");
        if (heads is not null)
        {
            Targets = table.Target.Values;
            (_request, _loss, var plan, _) = AskedHeads.Of("boost", heads, _request, table.AllTargets);
            _plan = BoostedHeads.Learned(plan);
            Check(_plan);
            return;
        }

        _batch = BoostedPlan.Of(_request, table);
        if (_batch is not null)
        {
            if (table.Stored is not null) throw new UsageException($"boost: the terms of {entry.Key} are computed for all rows together, in memory, which --memory does not allow; leave --memory out, or take a loss of each row.");
            (Targets, _loss) = (table.Target.Values, _request.Made ?? _batch.Create(1));
            return;
        }

        if (entry.Row is not null && Obstacle(_request, table.Target) is { } obstacle)
            throw new DataException($"boost: trees cannot be boosted with {entry.Key} here: {obstacle.English}.");
        string[] learned = [.. entry.LearnedBeside(table.Inputs.Select(input => input.Name))];
        if (!entry.IsText && entry.Row is null && learned.Length > 0)
        {
            // Some losses need several rows or vectors, which no column and no head supplies.
            if (entry.TakesTensors && !CanBeLearned(table)) throw new DataException($"boost: trees cannot be boosted with {entry.Key} here: {Candidates.NotFor(table.Task).English}.");
            throw new DataException(entry.StopsGradient
                ? $"boost: {entry.Key} learns {string.Join(", ", learned)} besides its prediction; add --heads all, and trees learn each."
                : $"boost: {entry.Key} learns {string.Join(", ", learned)} besides its prediction; add --heads all, and trees learn each, or --input {learned[0]}=COLUMN.");
        }

        if (entry is { StopsGradient: true, Row: null })
            throw new DataException($"boost: the gradient of {entry.Key} is not that of its value where an input is clamped, so it has no curvature; leave out --input and add --heads all, or write the loss as a formula, whose names are columns.");
        _loss = _request.Made ?? Candidate.Create(entry, _request.Given, 1);
        var isPoint = LossAnalysis.CanAnalyse(_loss);
        var domain = isPoint ? _loss.DomainOf(1) : Domain.Real;
        _margin = isPoint && table.Target.Kind == TargetKind.Binary && domain.IsLabel && domain.Contains(-1);
        Targets = _margin ? Array.ConvertAll(table.Target.Values, value => (2 * value) - 1) : table.Target.Values;
        if (!isPoint) return;
        Check(Targets, domain, $"target {DataException.Quote(table.Target.Name)}", entry.Inputs[1].Name);
        foreach (var (name, column, values) in table.Inputs)
            Check(values, _loss.DomainOf(IndexOf(name)), $"column {DataException.Quote(column)}", name);
    }

    private double[] Targets { get; }

    private bool CanBeLearned(BoostedTable table)
    {
        try
        {
            AskedHeads.Of("boost", ["all"], _request, table.AllTargets);
            return true;
        }
        catch (Exception problem) when (problem is DataException or UsageException or FitException or LossException)
        {
            return false;
        }
    }

    /// <exception cref="TrainingException">The table, the loss or the options do not go together.</exception>
    public static BoostedTrees Run(Table table, LossSpec? loss, BoostedTreesOptions options, IProgress<BoostedTreesProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            options.Trees.Check();
        }
        catch (BoostException problem)
        {
            throw OfOption(problem) ?? new($"boost: {problem.Message}");
        }

        if (options.Heads is { } heads) Check(loss, heads, options.Inputs.Count);
        if (options.Trees.Collective is { Ranks: > 1 } && (table.Options.Event ?? table.Options.Query) is not null)
            throw new UsageException("boost: rows of --event and --query share terms of the loss, and each worker sees only its own rows; leave out --workers.");
        using var data = BoostedTableReader.Read(table, loss, options, cancellation);
        if (data.Weight is { } weights && !double.IsFinite(weights.Sum()))
            throw DataException.Create($"{data.Name}, column {DataException.Quote(options.Weight!.Trim())}", "the weights have no finite sum", "a mean divides by their sum", "Divide all weights by the same number.");
        var trees = new BoostedRunner(data, loss, options.Heads).Run(options.Trees with { Memory = data.Memory ?? options.Trees.Memory, Scratch = table.Options.Scratch ?? options.Trees.Scratch }, progress, cancellation);
        return trees with { Options = options.Trees, Weight = options.Weight?.Trim(), Group = table.Options.Group?.Trim() };
    }

    /// <summary>The error as one of an option, named as it is typed; null for other errors.</summary>
    private static UsageException? OfOption(BoostException problem)
    {
        return problem.Option is { } name ? new UsageException($"boost: --{Wording.OptionName(name)}: {problem.What}") : null;
    }

    /// <summary>The reason that trees of a loss over classes cannot take the target, or null.</summary>
    private static Localized? Obstacle(LossSpec request, TargetColumn target)
    {
        if (target.Kind != TargetKind.MultiClass) return new Localized("it is about a row of predictions, one for each class, and the target is not taken as classes", "它针对一整行预测值（每个类别一个），而目标列未按类别读取");
        return Candidates.LabelObstacle(request.Entry) ?? Candidates.RowObstacle(request, target.Classes.Count);
    }

    private static void Check(LossSpec? loss, IReadOnlyList<string> words, int inputs)
    {
        if (loss is null) throw new UsageException("boost: --heads needs a loss; add --loss NAME: gaussian_nll for a mean and a variance, pinball for quantiles.");
        if (inputs > 0) throw new UsageException("boost: with --heads each input of the loss is learned; leave out --input.");
        if (words is not ["all"] && words.Any(word => word.Any(char.IsLetter)))
            throw new UsageException($"boost: --heads is {string.Join(",", words)}; trees learn each number of a distribution: write all, or levels such as 0.1,0.5,0.9.");
    }

    /// <summary>Refuses a plan with learned constants: trees learn scores only.</summary>
    private void Check(HeadPlan plan)
    {
        if (plan.Constants is [var constant, ..])
            throw new DataException($"boost: {_request.Entry.Key} has the parameter {constant.Name} of its density, which trees do not learn; give it with --param {constant.Name}=VALUE.");
    }

    private int IndexOf(string input) => Enumerable.Range(0, _loss.Entry.Inputs.Count).First(index => _loss.Entry.Inputs[index].Name == input);

    private void Check(double[] values, Domain domain, string where, string input)
    {
        var outside = Array.FindIndex(values, value => !domain.Contains(value));
        if (outside < 0) return;
        throw DataException.Create(
            $"{_table.Name}, line {_table.LineOf(outside)}, {where}",
            FormattableString.Invariant($"it is {values[outside]}"),
            $"the input {input} must be {domain}",
            "Correct the value, or remove the row.");
    }

    private BoostedTrees Run(BoostOptions options, IProgress<BoostedTreesProgress>? progress, CancellationToken cancellation)
    {
        var entry = _request.Entry;
        var isOfClasses = entry.Row is not null && _batch is null;
        var data = new TreeData([.. _table.Columns.Select(column => column.Values)], Targets)
        {
            Weight = _table.Weight,
            Group = _table.Group,
            Classes = isOfClasses ? _table.Target.Classes.Count : 0,
            Stored = _table.Stored,
            Inputs = _table.Inputs.ToDictionary(input => input.Name, input => input.Values, StringComparer.Ordinal),
        };
        var batch = _batch is null ? null : new BoostedBatch(_batch, _loss, new(Targets, _table.Facts?.Events, _table.Facts?.Queries), cancellation);
        var outputs = isOfClasses ? data.Classes : batch?.Start.Count ?? _plan?.Heads.Count ?? 1;
        var estimated = TreeBooster.EstimateBytes(Targets.Length, data.Columns.Count, outputs, options);
        if (estimated > options.Memory) estimated = TreeBooster.LeastBytes(Targets.Length, data.Columns.Count, outputs, options);
        var bytes = estimated + (batch is null ? 0 : BoostedBatch.BytesOfRow * Targets.Length * outputs);
        progress?.Report(new(0, null, bytes));
        TreeModel model;
        try
        {
            var rounds = progress is null ? null : new Rounds(progress, bytes);
            model = batch is not null ? TreeBooster.Fit(data, batch, options, rounds, cancellation) : _plan is null ? TreeBooster.Fit(data, _loss, options, rounds, cancellation) : TreeBooster.Fit(data, new BoostedHeads(_plan, _loss, _table.AllTargets, _table.First, cancellation), options, rounds, cancellation);
        }
        catch (BoostException problem)
        {
            if (OfOption(problem) is { } refusal) throw refusal;
            throw new FitException(problem.Row is { } row ? $"boost: {_table.Name}, line {_table.LineOf(row)}: {problem.What}" : $"boost: {problem.Message}", problem);
        }

        var trees = new BoostedTrees
        {
            Loss = _request.Name,
            Boosted = _loss,
            Parameters = [.. entry.Named(_loss.Parameters)],
            Inputs = [.. _table.Inputs.Select(input => new FitInput(input.Name, null, input.Column))],
            Target = _table.Target.Name,
            Mark = _table.Target.Mark,
            Task = _batch is null ? BoostedTable.TaskOf(entry, _table.Task) : _table.Task,
            FactsColumn = _table.FactsName,
            Mapping = _table.Target.Mapping(_margin),
            Grades = _table.Grades,
            Columns = [.. _table.Columns.Select(column => column.Column)],
            MissingMarks = _table.MissingMarks,
            Model = model,
            Rows = _table.AllTargets.Length,
            Link = _plan is not null ? PredictionLink.None : isOfClasses || batch is not null ? entry.Link : LossAnalysis.Of(_loss).Link.Name,
            Distribution = _plan is null ? null : DistributionReading.Of(_plan, _table.AllTargets),
            Notes = options is { Engine: BoostEngine.XGBoost, MinRows: > 1 } ? [.. _table.Notes, new("XGBoost does not count the rows of a leaf: --min-rows has no effect, --min-curvature holds splits.", "XGBoost 不计叶子的行数：--min-rows 不起作用，分裂由 --min-curvature 限制。")] : _table.Notes,
        };
        return batch is null ? trees : trees.With(batch, _batch!.Batch!, data.Columns, Targets, _table.Facts?.Events);
    }

    /// <summary>Passes on the rounds of the booster as progress of a table.</summary>
    private sealed class Rounds(IProgress<BoostedTreesProgress> progress, long bytes) : IProgress<BoostProgress>
    {
        public void Report(BoostProgress value) => progress.Report(new(value.Round, value.HeldOutLoss, bytes));
    }
}

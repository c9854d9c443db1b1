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

    private BoostedRunner(BoostedTable table, LossSpec? loss)
    {
        _table = table;
        _request = loss ?? new(PredictionTasks.Default(table.Task), new Dictionary<string, object?>(StringComparer.Ordinal));
        var entry = _request.Entry;
        if (entry is { IsText: true, Task: LossTask.None })
            throw new DataException($"boost: {DataException.Quote(_request.Name)} does not use t, the target; write a loss of p, the prediction, and t.");
        if (entry.Row is not null && Obstacle(_request, table.Target) is { } obstacle)
            throw new DataException($"boost: trees cannot be boosted with {entry.Key} here: {obstacle.English}.");
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

    /// <exception cref="TrainingException">The table, the loss or the options do not go together.</exception>
    public static BoostedTrees Run(Table table, LossSpec? loss, BoostedTreesOptions options, IProgress<BoostedTreesProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            options.Trees.Check();
        }
        catch (BoostException problem)
        {
            throw new UsageException($"boost: {problem.Message}");
        }

        var data = BoostedTableReader.Read(table, loss, options, cancellation);
        var trees = new BoostedRunner(data, loss).Run(options.Trees, progress, cancellation);
        return trees with { Options = options.Trees, Weight = options.Weight?.Trim(), Group = table.Options.Group?.Trim() };
    }

    /// <summary>The target as trees of a loss over classes can take it, or why not.</summary>
    private static Localized? Obstacle(LossSpec request, TargetColumn target)
    {
        if (target.Kind != TargetKind.MultiClass) return new Localized("it is about a row of predictions, one for each class, and the target is not taken as classes", "它针对一整行预测值（每个类别一个），而目标列未按类别读取");
        return KnownClasses.TakesLabels(request.Entry)
            ? Candidates.RowObstacle(request, target.Classes.Count)
            : new Localized("it takes a row of numbers for each class as its target, and a table has one column of classes", "其目标为每个类别一个数的一行，而表格只有一列类别");
    }

    private int IndexOf(string input) => Enumerable.Range(0, _loss.Entry.Inputs.Count).First(index => _loss.Entry.Inputs[index].Name == input);

    private void Check(double[] values, Domain domain, string where, string input)
    {
        var outside = Array.FindIndex(values, value => !domain.Contains(value));
        if (outside < 0) return;
        throw DataException.Create(
            $"{_table.Name}, line {_table.Lines[outside]}, {where}",
            FormattableString.Invariant($"it is {values[outside]}"),
            $"the input {input} must be {domain}",
            "Correct the value, or remove the row.");
    }

    private BoostedTrees Run(BoostOptions options, IProgress<BoostedTreesProgress>? progress, CancellationToken cancellation)
    {
        var entry = _request.Entry;
        var data = new TreeData([.. _table.Columns.Select(column => column.Values)], Targets)
        {
            Weight = _table.Weight,
            Group = _table.Group,
            Inputs = _table.Inputs.ToDictionary(input => input.Name, input => input.Values, StringComparer.Ordinal),
        };
        var isOfClasses = entry.Row is not null;
        var bytes = TreeBooster.EstimateBytes(Targets.Length, data.Columns.Count, isOfClasses ? _table.Target.Classes.Count : 1, options);
        progress?.Report(new(0, null, bytes));
        TreeModel model;
        try
        {
            model = TreeBooster.Fit(data, _loss, options, progress is null ? null : new Rounds(progress, bytes), cancellation);
        }
        catch (BoostException problem)
        {
            throw new FitException($"boost: {problem.Message}", problem);
        }

        return new BoostedTrees
        {
            Loss = _request.Name,
            Boosted = _loss,
            Parameters = [.. entry.Named(_loss.Parameters)],
            Inputs = [.. _table.Inputs.Select(input => new FitInput(input.Name, null, input.Column))],
            Target = _table.Target.Name,
            Task = isOfClasses ? PredictionTask.MultiClass : _table.Task == PredictionTask.Ordinal ? PredictionTask.Regression : _table.Task,
            Mapping = [.. _table.Target.Classes.Select((name, k) => (name, _margin ? (2.0 * k) - 1 : k))],
            Columns = [.. _table.Columns.Select(column => column.Column)],
            Model = model,
            Rows = Targets.Length,
            Link = isOfClasses ? entry.Link : LossAnalysis.Of(_loss).Link.Name,
            Notes = _table.Notes,
        };
    }

    /// <summary>Rounds of the booster as those of a table.</summary>
    private sealed class Rounds(IProgress<BoostedTreesProgress> progress, long bytes) : IProgress<BoostProgress>
    {
        public void Report(BoostProgress value) => progress.Report(new(value.Round, value.HeldOutLoss, bytes));
    }
}

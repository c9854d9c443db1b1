using System.Diagnostics;

namespace Minima.Tabular;

/// <summary>Solves a table in one call: checks, a question, a comparison, a decision, a model.</summary>
public static class Solver
{
    /// <summary>The proportion of the time that is reserved for the work after the comparison.</summary>
    private const double ForTheRest = 0.15;

    /// <summary>The least number of seconds for a comparison, however long the checks took.</summary>
    private const double Least = 2;

    /// <summary>Checks a table and plans the changes, so that a person may answer questions before anything is trained.</summary>
    /// <param name="table">The table, with a target.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="TrainingException">The table and the options do not fit: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SolvePlan Plan(Table table, SolveOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        ArgumentNullException.ThrowIfNull(options.Comparison, nameof(options));
        ComparisonOptions.Check(options.Comparison);
        if (options.TimeBudget <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(options), options.TimeBudget, "The time for a solution is above 0.");
        var clock = Stopwatch.StartNew();
        if (!table.CanReadAgain) table = table.Held();
        if (table.Target is null) throw new UsageException($"solve: {table.Name} needs --target COLUMN, the column to predict; it has {DataException.List(table.Columns)}.");
        ComparisonReader.Check(table.Options, options.Comparison.Repeats);
        var (findings, target) = TableExamination.Of(table, options, cancellation);
        SolveQuestion?[] questions =
        [
            .. findings.Where(finding => finding.Question?.Key == "known").Select(finding => finding.Question).Take(1),
            SolvePlan.OfCost(table, options.Comparison, target),
            .. findings.Where(finding => finding.Question?.Key is "time" or "group").Select(finding => finding.Question),
        ];
        return new SolvePlan(table, options, findings, [.. questions.OfType<SolveQuestion>().Take(SolvePlan.MostQuestions)], clock.Elapsed);
    }

    /// <summary>Checks a table, compares the losses that its checks recommend, and fits the chosen one on all rows.</summary>
    /// <param name="table">The table, with a target.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Receives every stage and training, from several threads.</param>
    /// <param name="cancellation">Cancels the work; a comparison keeps its completed folds.</param>
    /// <exception cref="TrainingException">The table and the options do not fit: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="LossException">A loss cannot be created with its parameters.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was completed.</exception>
    public static SolvedTable Run(Table table, SolveOptions? options = null, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        progress?.Report(new(SolveStage.Checking, 0, 0));
        return Run(Plan(table, options, cancellation), progress, cancellation);
    }

    /// <summary>Executes a plan.</summary>
    /// <param name="plan">The plan of a checked table, with the answers to its questions.</param>
    /// <param name="progress">Receives every stage and training, from several threads.</param>
    /// <param name="cancellation">Cancels the work; a comparison keeps its completed folds.</param>
    /// <exception cref="TrainingException">The table and the options do not fit: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="LossException">A loss cannot be created with its parameters.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a fold was completed.</exception>
    public static SolvedTable Run(SolvePlan plan, IProgress<SolveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var clock = Stopwatch.StartNew();
        plan.RequireFeatures();
        var (table, options) = (plan.Table, plan.Options);
        var hasCostOfNumbers = (options.Comparison.Cost is { Loss: not null, Linear: null } || options.Comparison.Metric is { IsLoss: true, Loss: not null, Scores: null }) && PredictionTasks.IsNumeric(ComparedTables.Read(table, options.Comparison, cancellation).Task.Task);
        var question = Asking(table, options.Comparison, options.Models, hasCostOfNumbers);
        if (question is not null) progress?.Report(new(SolveStage.Advising, 0, 0));
        var advice = question is not null
            ? Advice.For(WithoutBaseline(table), question, new Staged(progress, SolveStage.Advising), cancellation)
            : null;
        var budget = Math.Max(Least, (1 - ForTheRest) * (options.TimeBudget - plan.Elapsed - clock.Elapsed).TotalSeconds);
        var comparison = Comparison.Run(
            table,
            Compared(options.Comparison, advice, hasCostOfNumbers) with { TimeBudget = TimeSpan.FromSeconds(budget), Models = Models(options, advice) },
            new Staged(progress, SolveStage.Comparing),
            cancellation);
        progress?.Report(new(SolveStage.Fitting, 0, 0));
        LinearModel? model = null;
        BoostedTrees? trees = null;
        Localized refusal = Localized.Nothing;
        if (comparison is { IsComplete: true, Best: { } best })
        {
            try
            {
                if (best.IsOfTrees) trees = best.RefitTrees(table, cancellation);
                else model = best.Refit(table, cancellation);
            }
            catch (UsageException problem)
            {
                refusal = new(problem.Message, LibraryMessages.All.Translate(problem.Message));
            }
        }

        return new SolvedTable { Plan = plan, Advice = advice, Comparison = comparison, Model = model, Trees = trees, NoModel = refusal, Elapsed = plan.Elapsed + clock.Elapsed };
    }

    /// <summary>The table for the advice, which treats every column without a role as a feature.</summary>
    private static Table WithoutBaseline(Table table) =>
        table.Options.Baseline is { } baseline ? table.With(table.Target, table.Options with { Ignore = [.. table.Options.Ignore, baseline], Baseline = null }) : table;

    /// <summary>The options of an advice, or null if it does not support the question: rows of queries, times until an event, grades, several targets, numbers whose cost is a formula.</summary>
    private static AdviceOptions? Asking(Table table, ComparisonOptions options, IReadOnlyList<ComparedModel>? models, bool hasCostOfNumbers)
    {
        if (options is not { Losses.Count: 0, Metric: null, Task: null } || table.Options is not { Event: null, Query: null, Order.Count: 0 }) return null;
        if (table.TargetsIn(table.Columns).Length > 1 || hasCostOfNumbers) return null;
        return new AdviceOptions { Wanted = options.Wanted, Cost = options.Cost?.Linear, Seed = options.Seed, Threads = options.Threads, Trees = models is null && options.Models is [ComparedModel.Linear] };
    }

    /// <summary>The comparison of the advised losses, judged as the options request.</summary>
    private static ComparisonOptions Compared(ComparisonOptions options, Advice? advice, bool hasCostOfNumbers)
    {
        // A formula is itself the loss to train with; many others would only add luck.
        if (hasCostOfNumbers && options.Losses.Count == 0) return options with { Losses = [Judge.Control(PredictionTask.Regression, Wanted.Median)] };
        if (advice?.Options is not { } advised) return options;

        // An advice of the default alone names no loss, and an empty list would mean all losses.
        options = options with { Losses = advised.Losses.Count > 0 ? advised.Losses : [Judge.Control(advised.Task ?? advice.Task, advised.Wanted ?? Wanted.DefaultOf(advised.Task ?? advice.Task))] };
        return options.Cost is not null ? options
            : options.Threshold is not null ? options with { Task = advised.Task }
            : options with { Task = advised.Task, Wanted = advised.Wanted, Metric = advised.Metric };
    }

    /// <summary>The models to compare: the named ones, else linear ones, plus boosted trees if the advice found them better.</summary>
    private static IReadOnlyList<ComparedModel> Models(SolveOptions options, Advice? advice) =>
        advice?.Trees is { IsBetter: true } ? advice.Options!.Models : options.Models ?? options.Comparison.Models;

    private sealed class Staged(IProgress<SolveProgress>? progress, SolveStage stage) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => progress?.Report(new(stage, value.Done, value.Total));
    }
}

namespace Minima.Tabular;

/// <summary>
/// Advice on a loss for a table: checks of the data and of what a quick fit leaves of them, and three losses with their reasons, tried in a quick comparison on a sample.
/// </summary>
public sealed record Advice
{
    internal Advice()
    {
    }

    /// <summary>The checks, in a fixed order; those that were skipped and those that found nothing are among them.</summary>
    public required IReadOnlyList<TableCheck> Checks { get; init; }

    /// <summary>At most three losses, the most fitting first. The default of the task is among them, unless some targets are known only as "at least".</summary>
    public required IReadOnlyList<AdvisedLoss> Losses { get; init; }

    /// <summary>Boosted trees beside the linear model, tried with the default and with the loss that did better; null where nothing was tried.</summary>
    public AdvisedTrees? Trees { get; internal init; }

    /// <summary>
    /// The comparison that judges the advice on all rows, with its task, its losses, what is wanted, the metric, and boosted trees where <see cref="Trees"/> did better: <c>Comparison.Run(table, advice.Options)</c>. Null
    /// where some targets are known only as "at least", for no metric judges these.
    /// </summary>
    public ComparisonOptions? Options { get; internal init; }

    /// <summary>The fit to make where <see cref="Options"/> is null; null too where no loss takes such targets.</summary>
    public AdvisedFit? Fit { get; internal init; }

    /// <summary>The task that the target was taken for.</summary>
    public PredictionTask Task => Context.Target.Task;

    /// <summary>The rows of the table.</summary>
    public int Rows => Context.Data.RowsInFile;

    /// <summary>The rows that were looked at: all, or a sample, without those that have no target.</summary>
    public int RowsLookedAt => Context.Data.Rows;

    /// <summary>The rows of the sample that have no target, and were left out.</summary>
    public int RowsWithoutTarget => Context.Data.Dropped.Count;

    /// <summary>Columns that the quick fit did not take: texts of many kinds.</summary>
    public IReadOnlyList<string> ColumnsNotFitted => Context.NoResiduals is null ? Context.Design.Skipped : [];

    /// <summary>The losses were tried in a quick comparison on a sample; false where there are too few rows or columns to tell.</summary>
    public required bool IsTried { get; init; }

    /// <summary>Nothing that is wanted is left open, and no loss does better than the default.</summary>
    public required bool DefaultIsFine { get; init; }

    /// <summary>Wishes and findings that no loss which can be trained here suits: a sentence each.</summary>
    public required IReadOnlyList<Localized> Unmet { get; init; }

    internal AdviceContext Context { get; init; } = null!;

    /// <summary>Looks at a table and says which losses its data, and what is wanted of them, speak for.</summary>
    /// <param name="table">The rows, with one target. Columns that its options ignore, group by or order by are no features; a test table is not looked at.</param>
    /// <param name="options">What is wanted; null for the defaults.</param>
    /// <param name="progress">Hears of every training of the quick comparison, one after the other, from several threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="TrainingException">The table and the options do not go together: a <see cref="DataException"/> where the table is at fault.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is too small or too large.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it; half an advice is none.</exception>
    public static Advice For(Table table, AdviceOptions? options = null, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        AdviceOptions.Check(options);
        var data = AdviceSamples.Read(table, options, cancellation);
        if (options.CutColumn is { } column && data.Features.All(feature => feature.Name != column))
        {
            throw DataException.Create(
                $"{(options.Censored is null ? "--event" : "--censored")} {DataException.Quote(column)}",
                $"{data.Name} has no such column besides the target",
                $"one of its columns is expected: {DataException.List([.. data.Features.Select(f => f.Name)])}",
                Suggestions.Nearest(column, [.. data.Features.Select(f => f.Name)]) is { } near ? $"Did you mean {DataException.Quote(near)}?" : "Choose one of these.");
        }

        options = table.Options.Task is { } task ? options with { Wanted = options.Wanted ?? Wanted.DefaultOf(task) } : options;
        var target = AdviceTarget.Of(data.Target, options, data.Name).Asked(table.Options, data.Name);
        try
        {
            var advice = Advisor.Run(new AdviceContext(data, target, options), progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return advice;
        }
        catch (AggregateException problem) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(problem.Message, problem, cancellation);
        }
    }

    /// <summary>
    /// Reads the sample and says whether the target is a number, so that an interface knows what to ask for: costs, relative errors and targets that are cut go with numbers,
    /// rare classes with classes. <see cref="For"/> with the same rows and seed reads the table no more.
    /// </summary>
    /// <param name="table">The rows, with one target.</param>
    /// <param name="options">The rows and the seed of the sample; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>True for numbers, which may be classes all the same; false for texts.</returns>
    /// <exception cref="TrainingException">The table cannot be used: a <see cref="DataException"/> where it is at fault.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is too small or too large.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static bool HasNumericTarget(Table table, AdviceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        AdviceOptions.Check(options);
        return AdviceSamples.Read(table, options, cancellation).Target.IsNumeric;
    }
}

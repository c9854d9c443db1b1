namespace Minima.Tabular;

/// <summary>
/// Advice on a loss for a table: checks of the data and of the residuals of a quick fit, and three losses with their reasons, tried in a quick comparison on a sample.
/// </summary>
public sealed record Advice
{
    internal Advice()
    {
    }

    /// <summary>The checks, in a fixed order, including those that were skipped and those that found nothing.</summary>
    public required IReadOnlyList<TableCheck> Checks { get; init; }

    /// <summary>At most three losses, the best suited first. They include the default of the task, unless some targets are known only as "at least".</summary>
    public required IReadOnlyList<AdvisedLoss> Losses { get; init; }

    /// <summary>Boosted trees compared with the linear model, tried with the default and with the loss that did better; null if nothing was tried.</summary>
    public AdvisedTrees? Trees { get; internal init; }

    /// <summary>
    /// The comparison that judges the advice on all rows: <c>Comparison.Run(table, advice.Options)</c>. It has the task, losses, functional and metric of the advice, and boosted trees if
    /// <see cref="Trees"/> did better. Null if some targets are known only as "at least", because no metric judges these.
    /// </summary>
    public ComparisonOptions? Options { get; internal init; }

    /// <summary>The fit to make if <see cref="Options"/> is null; also null if no loss takes such targets.</summary>
    public AdvisedFit? Fit { get; internal init; }

    /// <summary>The task that was inferred from the target.</summary>
    public PredictionTask Task => Context.Target.Task;

    /// <summary>The rows of the table.</summary>
    public int Rows => Context.Data.RowsInFile;

    /// <summary>The rows that were examined: all, or a sample, without those that have no target.</summary>
    public int RowsLookedAt => Context.Data.Rows;

    /// <summary>The rows of the sample that were left out because they have no target.</summary>
    public int RowsWithoutTarget => Context.Data.Dropped.Count;

    /// <summary>Columns that the quick fit left out: text columns with many different values.</summary>
    public IReadOnlyList<string> ColumnsNotFitted => Context.NoResiduals is null ? Context.Design.Skipped : [];

    /// <summary>The losses were tried in a quick comparison on a sample; false if there are too few rows or columns for a verdict.</summary>
    public required bool IsTried { get; init; }

    /// <summary>Every request is met, and no loss does better than the default.</summary>
    public required bool DefaultIsFine { get; init; }

    /// <summary>Requests and findings for which no suitable loss can be trained here: a sentence each.</summary>
    public required IReadOnlyList<Localized> Unmet { get; init; }

    internal AdviceContext Context { get; init; } = null!;

    /// <summary>Examines a table and recommends the losses that suit its data and the requested prediction.</summary>
    /// <param name="table">The rows, with one target. Columns that its options ignore, group by or order by are no features; a test table is not examined.</param>
    /// <param name="options">The requested prediction; null for the defaults.</param>
    /// <param name="progress">Receives a report of every training of the quick comparison, one after the other, from several threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="TrainingException">The table and the options do not go together: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is too small or too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no partial advice is returned.</exception>
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
    /// Reads the sample and checks if the target is numeric, so that an interface knows which questions to ask: costs, relative errors and censored targets for numbers,
    /// rare classes for classes. A later call of <see cref="For"/> with the same rows and seed does not read the table again.
    /// </summary>
    /// <param name="table">The rows, with one target.</param>
    /// <param name="options">The rows and the seed of the sample; null for the defaults.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>True for numbers, which may still be classes; false for texts.</returns>
    /// <exception cref="TrainingException">The table cannot be used: a <see cref="DataException"/> if it is at fault.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is too small or too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static bool HasNumericTarget(Table table, AdviceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        AdviceOptions.Check(options);
        return AdviceSamples.Read(table, options, cancellation).Target.IsNumeric;
    }
}

namespace Minima.Tabular;

/// <summary>
/// A comparison with all that is shown of it. Nothing but <see cref="Timings"/> changes from run to run or with the number of threads.
/// </summary>
/// <remarks>
/// <para>Structure: <see cref="Rows"/> has a <see cref="ComparisonRow"/> for each constant, the default and each loss. A row
/// has its <see cref="Loss"/> (formula, parameters, facts) and its metrics by fold (<see cref="MetricValue"/>; entry i belongs to entry i of
/// <see cref="FoldPlan.Folds"/>). It has its paired differences to the default (<see cref="Difference"/>: intervals, p, and p corrected for multiple
/// comparisons), its predictions of held-out rows (<see cref="RowSample"/>: target, prediction and loss of each row; residuals) and calibration
/// bins. On request it has a learning curve and a robustness curve (<see cref="CurvePoint"/>).</para>
/// <para><see cref="Task"/> gives the inferred task and the reason, <see cref="Data"/> the table and the treatment of its columns,
/// <see cref="Folds"/> the held-out rows. <see cref="Excluded"/> lists the losses left out with the reasons. <see cref="Verdict"/> is the
/// answer in a sentence, <see cref="Options"/> reproduces the numbers, and <see cref="Warnings"/> lists caveats.</para>
/// </remarks>
public sealed record ComparisonResult
{
    internal ComparisonResult()
    {
    }

    /// <summary>The table, in numbers and words.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>The task of the target, and the reason.</summary>
    public required TaskChoice Task { get; init; }

    /// <summary>The options that reproduce these numbers, with the repeats, rows and folds that were used.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>Every metric of the task, in the order of tables.</summary>
    public required IReadOnlyList<TableMetric> Metrics { get; init; }

    /// <summary>The metric that orders the rows and decides the verdict.</summary>
    public required TableMetric Metric { get; init; }

    /// <summary>The requested functional.</summary>
    public Wanted Wanted { get; init; } = Wanted.Mean;

    /// <summary>The reason for this metric if the data decided between two; otherwise empty.</summary>
    public Localized MetricWhy { get; init; } = Localized.Nothing;

    /// <summary>The best prediction or decision under the cost of the options, in a sentence; empty if they have no cost.</summary>
    public Localized CostWhy { get; internal init; } = Localized.Nothing;

    /// <summary>Constants, the default, then the others, best first.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    public required IReadOnlyList<Exclusion> Excluded { get; init; }

    public required FoldPlan Folds { get; init; }

    /// <summary>The robust scale of the residuals, averaged over folds; null for classes.</summary>
    public required double? ResidualScale { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>The saving against present practice, if the options have a cost or the table a column of the user's own predictions; otherwise null, as with only one fold.</summary>
    public Saving? Saving { get; internal init; }

    /// <summary>The decisions between two classes of the loss to train with, or else of the default, if the options have a threshold or a cost of two classes; otherwise null.</summary>
    public AlarmSummary? Alarms => (Rows.FirstOrDefault(row => row.Name == Verdict.Winner && row.Kind is RowKind.Loss or RowKind.Default) ?? Default).Alarms;

    /// <summary>The data decided between two metrics, and a parameter was tuned by one of them: naming <see cref="Metric"/> would change what is tuned.</summary>
    public bool MetricIsOpen { get; internal init; }

    /// <summary>Caveats for the reader, one sentence each.</summary>
    public IReadOnlyList<Localized> Warnings { get; init; } = [];

    /// <summary>The findings of the checks of the table, the same checks that <c>advise</c> runs; each also has a line among <see cref="Warnings"/>.</summary>
    public IReadOnlyList<TableCheck> Checks { get; init; } = [];

    /// <summary>False if the run was interrupted, or ran out of time, after some of the folds.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The corruption of the robustness curves, or null if there are none.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>The durations, or null if they are left out.</summary>
    public Timings? Timings { get; init; }

    /// <summary>The loss to train with, to be fitted on all rows; null if no model beats the best constant by more than chance.</summary>
    public BestModel? Best => Verdict.Winner is null ? null : new(this, ComparisonModel.RowOf(this));

    /// <summary>Any compared loss, to be fitted on all rows whether it won or not.</summary>
    /// <param name="row">One of <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentException">The row is a constant, or another row without a trained loss.</exception>
    public BestModel ModelOf(ComparisonRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Kind is RowKind.Default or RowKind.Loss ? new(this, row) : throw new ArgumentException($"{row.Name} was not trained", nameof(row));
    }

    /// <summary>The rows trained to the same model as this one, which represents them.</summary>
    public IEnumerable<ComparisonRow> TwinsOf(ComparisonRow row) => row is { Model: > 0, IsTwin: false } ? Rows.Where(other => other.IsTwin && other.Model == row.Model) : [];

    /// <summary>The row that others are compared with.</summary>
    public ComparisonRow Default => Rows.First(row => row.Kind == RowKind.Default);
}

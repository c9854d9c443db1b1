namespace Minima.Tabular;

/// <summary>
/// A comparison: all that is shown of it. Nothing but <see cref="Timings"/> changes from run to run or with the number of threads.
/// </summary>
/// <remarks>
/// <para>How it hangs together: <see cref="Rows"/> has a <see cref="ComparisonRow"/> for each constant, the default and each loss. A row
/// has its <see cref="Loss"/> (formula, parameters, facts), its metrics by fold (<see cref="MetricValue"/>; entry i belongs to entry i of
/// <see cref="FoldPlan.Folds"/>), its paired differences to the default (<see cref="Difference"/>: intervals, p and p corrected for having
/// tried many), what it said of held-out rows (<see cref="RowSample"/>: target, prediction and loss of each row; residuals), calibration
/// bins, and, where asked for, its learning curve and robustness curve (<see cref="CurvePoint"/>).</para>
/// <para><see cref="Task"/> says what the target was taken for and why, <see cref="Data"/> what was read and what was done to columns,
/// <see cref="Folds"/> which rows were held out how, <see cref="Excluded"/> which losses are not here and why, <see cref="Verdict"/> the
/// answer in a sentence, <see cref="Options"/> those that give the same numbers again, <see cref="Warnings"/> what to be careful about.</para>
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

    /// <summary>The options that give these numbers again: repeats, rows and folds are those that were used.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>Every metric of the task, in the order in which tables show them.</summary>
    public required IReadOnlyList<TableMetric> Metrics { get; init; }

    /// <summary>The metric that orders the rows and that the verdict is about.</summary>
    public required TableMetric Metric { get; init; }

    /// <summary>What predictions are to be.</summary>
    public Wanted Wanted { get; init; } = Wanted.Mean;

    /// <summary>Why it is this metric, where the data decided between two; else empty.</summary>
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

    /// <summary>The saving against present practice, if the options have a cost or the table a column of present predictions; null if they do not, and if there is only one fold.</summary>
    public Saving? Saving { get; internal init; }

    /// <summary>The decisions between two classes of the loss to train with, or else of the default, if the options have a threshold or a cost of two classes; else null.</summary>
    public AlarmSummary? Alarms => (Rows.FirstOrDefault(row => row.Name == Verdict.Winner && row.Kind is RowKind.Loss or RowKind.Default) ?? Default).Alarms;

    /// <summary>The data decided between two metrics, and a parameter was tuned by one of them: naming <see cref="Metric"/> would change what is tuned.</summary>
    public bool MetricIsOpen { get; internal init; }

    /// <summary>What the reader should be careful about, one sentence each.</summary>
    public IReadOnlyList<Localized> Warnings { get; init; } = [];

    /// <summary>What the checks of the table found, the same that <c>advise</c> runs; each has its line among <see cref="Warnings"/> too.</summary>
    public IReadOnlyList<TableCheck> Checks { get; init; } = [];

    /// <summary>False where the run was interrupted, or ran out of its time, after some of the folds.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>What the robustness curves spoil, or null where there are none.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>How long things took, or null where that is left out.</summary>
    public Timings? Timings { get; init; }

    /// <summary>The loss to train with, to be fitted on all rows; null where no model beats the best constant beyond luck.</summary>
    public BestModel? Best => Verdict.Winner is null ? null : new(this, ComparisonModel.RowOf(this));

    /// <summary>A loss that was compared, to be fitted on all rows whether it won or not.</summary>
    /// <param name="row">One of <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentException">The row is a constant, or another one that no loss was trained for.</exception>
    public BestModel ModelOf(ComparisonRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Kind is RowKind.Default or RowKind.Loss ? new(this, row) : throw new ArgumentException($"{row.Name} was not trained", nameof(row));
    }

    /// <summary>The rows that were trained to the same model as this one, and that it stands for.</summary>
    public IEnumerable<ComparisonRow> TwinsOf(ComparisonRow row) => row is { Model: > 0, IsTwin: false } ? Rows.Where(other => other.IsTwin && other.Model == row.Model) : [];

    /// <summary>The row that others are compared with.</summary>
    public ComparisonRow Default => Rows.First(row => row.Kind == RowKind.Default);
}

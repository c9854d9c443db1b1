namespace Minima.Tabular;

/// <summary>One line of the comparison: a constant, the default or a loss.</summary>
/// <param name="Kind">Constant, default or loss.</param>
/// <param name="Name">The key of the loss, the text of a formula, or the functional that the constant is.</param>
/// <param name="Parameters">The values of its parameters.</param>
/// <param name="Metrics">Every metric, over the folds.</param>
/// <param name="L2">The penalty that the inner folds chose, by fold; empty for a constant and for networks.</param>
public sealed record ComparisonRow(
    RowKind Kind, string Name, IReadOnlyList<ParameterReading> Parameters, IReadOnlyList<MetricValue> Metrics, IReadOnlyList<double> L2)
{
    private readonly Localized? _title;

    /// <summary>The name to display: that of a constant has two languages.</summary>
    public Localized Title
    {
        get => _title ?? Localized.Same(Name);
        init => _title = value;
    }

    /// <summary>The epochs that an inner fold chose, by fold; empty except for networks.</summary>
    public IReadOnlyList<int> Epochs { get; init; } = [];

    /// <summary>The model that was trained. If several are compared, the names of rows of all but the first end with its word: <c>huber [trees]</c>.</summary>
    public ComparedModel Trained { get; init; }

    /// <summary>Depth, rate and rounds that the inner folds chose, by fold; empty except for boosted trees.</summary>
    public IReadOnlyList<TreeSetting> Trees { get; init; } = [];

    /// <summary>Rows with the same number were trained to the same model in every fold; 0 if no other row has the same model.</summary>
    public int Model { get; init; }

    /// <summary>The first row of the same <see cref="Model"/> represents this one, which is no comparison of its own.</summary>
    public bool IsTwin { get; init; }

    /// <summary>The reason why the row is shown but not judged: its predictions estimate another functional. Null if it is judged.</summary>
    public Localized? Objection { get; init; }

    /// <summary>
    /// The loss with its parameters (those in units of the residuals at the scale averaged over folds): its entry, formula, curves and
    /// facts. Null for a constant.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>An ordinal target was treated as classes, not as a number.</summary>
    public bool AsClasses { get; init; }

    /// <summary>Footnotes about problems of the training; empty if there were none.</summary>
    public IReadOnlyList<Localized> Problems { get; init; } = [];

    /// <summary>For two classes and a loss whose scores are not logits at its parameters: the probabilities before and after correction; else null.</summary>
    public Recalibration? Recalibration { get; init; }

    /// <summary>In some fold the search was cut short or became non-finite.</summary>
    public bool Failed { get; init; }

    /// <summary>In some fold a probability of a held-out row is exactly 0 or 1 (<see cref="Predictions.AreCertain"/>).</summary>
    public bool IsCertain { get; init; }

    /// <summary>Differences to the default, for each metric that both define in every fold; empty for the default and with one fold only.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>The predictions for held-out rows.</summary>
    public RowSample Rows { get; init; } = RowSample.Empty;

    /// <summary>Calibration over the held-out rows in <see cref="Rows"/>; empty if the loss gives no probability.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; init; } = [];

    /// <summary>The chosen metric by training rows; empty unless requested.</summary>
    public IReadOnlyList<CurvePoint> Learning { get; init; } = [];

    /// <summary>The chosen metric by the proportion of corrupted training targets; empty unless requested.</summary>
    public IReadOnlyList<CurvePoint> Robustness { get; init; } = [];

    /// <summary>Sums, by resampled unit, of the metrics that may judge; null for rows of a database, which are not read one by one.</summary>
    internal UnitSums? Sums { get; init; }

    /// <summary>The reliability of its predicted distributions on held-out rows, if the comparison asks for distributions; else null.</summary>
    public ForecastReliability? Reliability { get; internal init; }

    /// <summary>Its decisions between two classes, if the options have a threshold or a cost of two classes; else null.</summary>
    public AlarmSummary? Alarms { get; internal init; }

    /// <summary>For times until an event, the predicted and observed curves of thirds of the held-out rows by predicted risk; else empty.</summary>
    public IReadOnlyList<SurvivalGroup> Curves { get; internal init; } = [];

    /// <summary>A metric over the folds; null if the comparison has no such metric.</summary>
    public MetricValue? Find(TableMetric metric) => Metrics.FirstOrDefault(value => value.Metric.Key == metric.Key);

    /// <summary>The mean of a metric over the folds; null if some fold does not define it.</summary>
    public double? Mean(TableMetric metric) => Find(metric)?.Mean;

    /// <summary>The difference to the default in a metric; null if there is none.</summary>
    public Difference? DifferenceIn(TableMetric metric) => Differences.FirstOrDefault(difference => difference.Metric.Key == metric.Key);
}

/// <summary>A point of a curve of the chosen metric: over training rows (learning curve) or over the proportion of corrupted training targets.</summary>
/// <param name="X">Training rows, averaged over folds; or a proportion from 0 to 1.</param>
/// <param name="Value">The metric on held-out rows, averaged over folds; null if undefined.</param>
/// <param name="ByFold">The same for each fold of the first repeat.</param>
public sealed record CurvePoint(double X, double? Value, IReadOnlyList<double?> ByFold);

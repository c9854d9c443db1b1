namespace Minima.Tabular;

/// <summary>One line of the comparison: a constant, the default or a loss.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Name">The key of the loss, the text of a formula, or what the constant is.</param>
/// <param name="Parameters">With which values.</param>
/// <param name="Metrics">Every metric, over the folds.</param>
/// <param name="L2">The penalty that the inner folds chose, by fold; empty for a constant and for networks.</param>
public sealed record ComparisonRow(
    RowKind Kind, string Name, IReadOnlyList<ParameterReading> Parameters, IReadOnlyList<MetricValue> Metrics, IReadOnlyList<double> L2)
{
    private readonly Localized? _title;

    /// <summary>The name for people: that of a constant has two languages.</summary>
    public Localized Title
    {
        get => _title ?? Localized.Same(Name);
        init => _title = value;
    }

    /// <summary>The epochs that an inner fold chose, by fold; empty but for networks.</summary>
    public IReadOnlyList<int> Epochs { get; init; } = [];

    /// <summary>The model that was trained. Where several are compared, names of rows of all but the first end with its word: <c>huber [trees]</c>.</summary>
    public ComparedModel Trained { get; init; }

    /// <summary>Depth, rate and rounds that the inner folds chose, by fold; empty but for boosted trees.</summary>
    public IReadOnlyList<TreeSetting> Trees { get; init; } = [];

    /// <summary>Rows of the same number were trained to the same model in every fold; 0 where there is no other like it.</summary>
    public int Model { get; init; }

    /// <summary>The first row of the same <see cref="Model"/> stands for this one: it is no comparison of its own.</summary>
    public bool IsTwin { get; init; }

    /// <summary>Why the row is shown and not judged: its predictions are not what is wanted. Null where it is judged.</summary>
    public Localized? Objection { get; init; }

    /// <summary>
    /// The loss with its parameters (those in units of the residuals at the scale averaged over folds): its entry, formula, curves and
    /// facts. Null for a constant.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>An ordinal target was taken as classes; otherwise it is taken as a number.</summary>
    public bool AsClasses { get; init; }

    /// <summary>What the user has to know of the training, in words for a footnote; empty when there is nothing.</summary>
    public IReadOnlyList<Localized> Problems { get; init; } = [];

    /// <summary>Of two classes, for a loss whose scores are no logits at its parameters: what its probabilities are before and after it is allowed for; else null.</summary>
    public Recalibration? Recalibration { get; init; }

    /// <summary>In some fold the search was cut short or left the finite numbers.</summary>
    public bool Failed { get; init; }

    /// <summary>In some fold probabilities of held-out rows are exactly 0 or 1 (<see cref="Predictions.AreCertain"/>).</summary>
    public bool IsCertain { get; init; }

    /// <summary>Against the default, for each metric that both define in every fold; empty for the default and where there is one fold only.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>What was said of held-out rows.</summary>
    public RowSample Rows { get; init; } = RowSample.Empty;

    /// <summary>Over the held-out rows that <see cref="Rows"/> has; empty where the loss gives no probability.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; init; } = [];

    /// <summary>The chosen metric by training rows; empty where it was not asked for.</summary>
    public IReadOnlyList<CurvePoint> Learning { get; init; } = [];

    /// <summary>The chosen metric by the share of spoilt training targets; empty where it was not asked for.</summary>
    public IReadOnlyList<CurvePoint> Robustness { get; init; } = [];

    /// <summary>The metrics that may judge by the units that are resampled; null for rows of a database, which are not read one by one.</summary>
    internal UnitSums? Sums { get; init; }

    /// <summary>Where the targets of held-out rows lay in its distributions, if the comparison asks for distributions; else null.</summary>
    public ForecastReliability? Reliability { get; internal init; }

    /// <summary>Its decisions between two classes, if the options have a threshold or a cost of two classes; else null.</summary>
    public AlarmSummary? Alarms { get; internal init; }

    /// <summary>Of times until an event, the predicted and the observed curves of thirds of the held-out rows by predicted risk; else empty.</summary>
    public IReadOnlyList<SurvivalGroup> Curves { get; internal init; } = [];

    /// <summary>A metric over the folds; null where the comparison has no such metric.</summary>
    public MetricValue? Find(TableMetric metric) => Metrics.FirstOrDefault(value => value.Metric.Key == metric.Key);

    /// <summary>The mean of a metric over the folds; null where it is not defined in all of them.</summary>
    public double? Mean(TableMetric metric) => Find(metric)?.Mean;

    /// <summary>The difference to the default in a metric; null where there is none.</summary>
    public Difference? DifferenceIn(TableMetric metric) => Differences.FirstOrDefault(difference => difference.Metric.Key == metric.Key);
}

/// <summary>A point of a curve of the chosen metric: over training rows (learning curve) or over the share of spoilt training targets.</summary>
/// <param name="X">Training rows, averaged over folds; or a share from 0 to 1.</param>
/// <param name="Value">The metric on held-out rows, averaged over folds; null where it is not defined.</param>
/// <param name="ByFold">The same for each fold of the first repeat.</param>
public sealed record CurvePoint(double X, double? Value, IReadOnlyList<double?> ByFold);

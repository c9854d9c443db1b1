using System.Globalization;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>
/// The question that a prediction answers. A metric judges it only if its expectation is lowest at this functional (it is consistent for
/// it: Gneiting 2011, "Making and evaluating point forecasts"); any other metric rewards answers to another question.
/// </summary>
/// <param name="Functional">The feature of the distribution.</param>
/// <param name="Level">The level of a quantile, or the proportion inside an interval; 0.5 elsewhere.</param>
public sealed record Wanted(WantedFunctional Functional, double Level = 0.5)
{
    /// <summary>Two levels closer than this are the same.</summary>
    private const double SameLevel = 1e-6;

    /// <summary>The mean of a number.</summary>
    public static readonly Wanted Mean = new(WantedFunctional.Mean);
    /// <summary>The median of a number.</summary>
    public static readonly Wanted Median = new(WantedFunctional.Median);
    /// <summary>The probabilities of classes.</summary>
    public static readonly Wanted Probability = new(WantedFunctional.Probability);
    /// <summary>The class.</summary>
    public static readonly Wanted Class = new(WantedFunctional.Class);
    /// <summary>The grade.</summary>
    public static readonly Wanted Order = new(WantedFunctional.Order);
    /// <summary>The survival curve of times until an event: the only question of <see cref="PredictionTask.Survival"/>.</summary>
    public static readonly Wanted Curve = new(WantedFunctional.Curve);
    /// <summary>The order of the rows of each query: the only question of <see cref="PredictionTask.Ranking"/>.</summary>
    public static readonly Wanted Ranks = new(WantedFunctional.Ranks);

    /// <summary>All numbers of a row: the only question of several columns of numbers.</summary>
    public static readonly Wanted Row = new(WantedFunctional.Row);

    /// <summary>The whole distribution of a number: each row gets one (<see cref="PredictiveDistribution"/>).</summary>
    public static readonly Wanted Distribution = new(WantedFunctional.Distribution);

    /// <summary>The levels of several quantiles, ascending; empty otherwise.</summary>
    public IReadOnlyList<double> Levels { get; private init; } = [];

    /// <summary>The cost of <see cref="WantedFunctional.LeastCost"/>; null for other functionals.</summary>
    internal DecisionCost? Cost { get; private init; }

    /// <summary>The number with the least cost, for a cost whose best prediction is neither the mean nor a quantile.</summary>
    internal static Wanted Under(DecisionCost cost) => new(WantedFunctional.LeastCost) { Cost = cost };

    /// <summary>Several quantiles of a number.</summary>
    /// <param name="levels">At least two, above 0 and below 1, ascending.</param>
    /// <exception cref="ArgumentException">The levels are not as required.</exception>
    public static Wanted Quantiles(params IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return AreLevels(levels) && levels.Count > 1 ? new(WantedFunctional.Quantiles) { Levels = levels } : throw new ArgumentException("several levels above 0 and below 1 are expected, ascending, as in 0.1, 0.5, 0.9", nameof(levels));
    }

    /// <summary>The central interval that holds this proportion of the targets, with as many above it as below.</summary>
    /// <param name="share">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The proportion is out of range.</exception>
    public static Wanted Interval(double share) =>
        share is > 0 and < 1 ? new(WantedFunctional.Interval, share) : throw new ArgumentOutOfRangeException(nameof(share), share, "The coverage of an interval is above 0 and below 1.");

    /// <summary>A quantile of a number.</summary>
    /// <param name="level">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public static Wanted Quantile(double level) =>
        level is > 0 and < 1 ? new(WantedFunctional.Quantile, level) : throw new ArgumentOutOfRangeException(nameof(level), level, "A level is above 0 and below 1.");

    /// <summary>The words of <c>--want</c>, which <see cref="Parse"/> reads.</summary>
    public static IReadOnlyList<string> Words { get; } = ["mean", "median", "quantile=LEVEL", "quantiles=LEVEL,LEVEL", "interval=PERCENT", "distribution", "probability", "order", "class"];

    /// <summary>The question in the form of <c>--want</c>: <c>mean</c>, <c>quantile=0.9</c>.</summary>
    public override string ToString() => Functional switch
    {
        WantedFunctional.Quantile => string.Create(CultureInfo.InvariantCulture, $"quantile={Level}"),
        WantedFunctional.Quantiles => $"quantiles={Listed(",")}",
        WantedFunctional.Interval => $"interval={Percentage}",
        WantedFunctional.LeastCost => "least-cost",
        _ => Functional.ToString().ToLowerInvariant(),
    };

    /// <summary>The name of the question in sentences.</summary>
    public Localized Title => Functional switch
    {
        WantedFunctional.Mean => new("the mean", "均值"),
        WantedFunctional.Median => new("the median", "中位数"),
        WantedFunctional.Quantile => new(
            string.Create(CultureInfo.InvariantCulture, $"the {Level} quantile"), string.Create(CultureInfo.InvariantCulture, $"{Level} 分位数")),
        WantedFunctional.Quantiles => new($"the quantiles {Listed(", ")}", $"{Listed("、")} 分位数"),
        WantedFunctional.Interval => new($"the {Percentage} interval", $"{Percentage} 区间"),
        WantedFunctional.Distribution => new("the whole distribution", "整个分布"),
        WantedFunctional.Probability => new("probabilities", "概率"),
        WantedFunctional.Class => new("the class", "类别"),
        WantedFunctional.Curve => new("the survival curve", "生存曲线"),
        WantedFunctional.Row => new("all numbers of a row", "一行的所有数值"),
        WantedFunctional.Ranks => new("the order within each query", "每个查询内的次序"),
        WantedFunctional.LeastCost => new("the number that costs least", "代价最低的数"),
        _ => new("the grade", "等级"),
    };

    /// <summary>The default question of a task: the mean of a number, probabilities of classes, the grade of an ordinal target.</summary>
    internal static Wanted DefaultOf(PredictionTask task) => task switch
    {
        PredictionTask.Ordinal => Order,
        PredictionTask.Survival => Curve,
        PredictionTask.Ranking => Ranks,
        PredictionTask.Vector or PredictionTask.Boxes => Row,
        _ => PredictionTasks.IsNumeric(task) ? Mean : Probability,
    };

    /// <summary>The question of one of <see cref="Words"/>, with a level above 0 and below 1 for a quantile; null for another text.</summary>
    public static Wanted? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = text.Trim();
        if (word.StartsWith("quantile=", StringComparison.Ordinal))
        {
            return double.TryParse(word["quantile=".Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var level) && level is > 0 and < 1
                ? new(WantedFunctional.Quantile, level)
                : null;
        }

        if (word.StartsWith("quantiles=", StringComparison.Ordinal))
        {
            var levels = Array.ConvertAll(word["quantiles=".Length..].Split(','), part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? level : double.NaN);
            return AreLevels(levels) && levels.Length > 1 ? Quantiles(levels) : null;
        }

        if (word.StartsWith("interval=", StringComparison.Ordinal))
        {
            var number = word["interval=".Length..];
            var unit = number.EndsWith('%') ? 100 : 1;
            return double.TryParse(number.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share / unit is > 0 and < 1 ? Interval(share / unit) : null;
        }

        return word switch
        {
            "distribution" => Distribution,
            "mean" => Mean,
            "median" => Median,
            "probability" => Probability,
            "order" => Order,
            "class" => Class,
            _ => null,
        };
    }

    /// <summary>Checks if the task has this question.</summary>
    internal bool Fits(PredictionTask task) => Functional switch
    {
        WantedFunctional.Mean or WantedFunctional.Median or WantedFunctional.Quantile or WantedFunctional.Distribution or WantedFunctional.Quantiles or WantedFunctional.Interval or WantedFunctional.LeastCost => PredictionTasks.IsNumeric(task),
        WantedFunctional.Order => task == PredictionTask.Ordinal,
        WantedFunctional.Curve => task == PredictionTask.Survival,
        WantedFunctional.Ranks => task == PredictionTask.Ranking,
        WantedFunctional.Row => task is PredictionTask.Vector or PredictionTask.Boxes,
        WantedFunctional.Class when task == PredictionTask.Composition => false,
        _ => task is not (PredictionTask.Vector or PredictionTask.Boxes) && !PredictionTasks.IsNumeric(task) && !PredictionTasks.NeedsColumn(task),
    };

    /// <summary>Checks if both are the same question: the median is the quantile at a half.</summary>
    public bool IsSame(Wanted other) => IsPosition && other.IsPosition
        ? Math.Abs(Level - other.Level) < SameLevel
        : Functional == other.Functional && Levels.SequenceEqual(other.Levels) && (Functional != WantedFunctional.Interval || Math.Abs(Level - other.Level) < SameLevel);

    /// <summary>Models predict a distribution for each row instead of a number.</summary>
    internal bool IsOfDistribution => Functional is WantedFunctional.Distribution or WantedFunctional.Quantiles or WantedFunctional.Interval;

    /// <summary>The levels of the quantiles that the question names, or that represent a distribution; ascending.</summary>
    internal double[] AskedLevels => Functional switch
    {
        WantedFunctional.Quantiles => [.. Levels],
        WantedFunctional.Interval => [Round((1 - Level) / 2), Round((1 + Level) / 2)],
        _ => [0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95],
    };

    /// <summary>The levels whose quantiles metrics read; ascending.</summary>
    internal double[] ScoredLevels => [.. AskedLevels.Concat([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]).Select(Round).Distinct().Order()];

    /// <summary>Above 0, below 1, and each above the one before.</summary>
    internal static bool AreLevels(IReadOnlyList<double> levels) =>
        levels.Count > 0 && levels.All(level => level is > 0 and < 1) && Enumerable.Range(1, levels.Count - 1).All(k => levels[k] > levels[k - 1]);

    private string Percentage => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * Level, 10)}%");

    private string Listed(string between) => string.Join(between, Levels.Select(level => level.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Removes rounding errors: (1 - share) / 2 differs from the level as written in its last digits.</summary>
    private static double Round(double level) => Math.Round(level, 12);

    /// <summary>
    /// Checks if the best constant of the loss is this functional, by its formula at its parameters. For classes, grades, curves and orders the link and the
    /// decision are between prediction and answer, so each loss may answer, and the metric judges the answer.
    /// </summary>
    internal bool IsElicitedBy(Loss loss)
    {
        if (Functional is not (WantedFunctional.Mean or WantedFunctional.Median or WantedFunctional.Quantile)) return true;
        return ElicitedBy(loss) is { } elicited && IsSame(elicited);
    }

    /// <summary>The mean, the median or the quantile that is the best constant of the loss; null if it is none of these, or unknown.</summary>
    internal static Wanted? ElicitedBy(Loss loss) => FeatureOf(loss) is { } elicited
        ? elicited.Kind switch
        {
            Analysis.Functional.Mean => Mean,
            Analysis.Functional.Median => Median,
            Analysis.Functional.Quantile => new(WantedFunctional.Quantile, elicited.Level!.Value),
            _ => null,
        }
        : null;

    /// <summary>The feature of a distribution that is the best constant of the loss; null if unknown.</summary>
    /// <remarks>A column in a formula weights rows differently: the best constant of one row is not that of the table.</remarks>
    internal static ElicitedFunctional? FeatureOf(Loss loss) =>
        LossAnalysis.CanAnalyse(loss) && loss.Entry is not { IsText: true, Inputs.Count: > 2 } ? LossAnalysis.Of(loss).Functional : null;

    private bool IsPosition => Functional is WantedFunctional.Median or WantedFunctional.Quantile;
}

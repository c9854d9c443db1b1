using System.Globalization;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>
/// The cost of wrong predictions for their user. A comparison with a cost is judged by the mean cost per row, trains with the losses that suit the cost, and reports the saving
/// over present practice (<see cref="Saving"/>).
/// </summary>
/// <remarks>
/// Under a cost with two slopes the best prediction is a quantile (<see cref="LinearCost.Level"/>). Under a matrix, or a formula on a target of classes, it is the class of the lowest expected
/// cost by the predicted probabilities.
/// </remarks>
public sealed class DecisionCost
{
    private static readonly Dictionary<string, double[]> Nothing = new(StringComparer.Ordinal);

    private readonly string _text;
    private IReadOnlyDictionary<string, double[]> _columns = Nothing;

    private DecisionCost(string text, string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        (_text, Unit) = (text, unit.Trim());
    }

    /// <summary>The unit of the cost, such as <c>EUR</c>; empty if none was given.</summary>
    public string Unit { get; }

    /// <summary>The cost as a loss of a prediction and a target; null for decisions between classes.</summary>
    public Loss? Loss { get; private init; }

    /// <summary>The cost of each class (row) and decision (column), in the order of the target's classes; empty for a formula.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Matrix { get; private init; } = [];

    /// <summary>The cost is for decisions between classes: a matrix, or in the options of a result a formula that was read for a target of classes.</summary>
    public bool IsOfClasses => Classes is not null;

    /// <summary>A cost per unit of the target that a prediction is too high or too low.</summary>
    public static DecisionCost Of(LinearCost cost, string unit = "")
    {
        ArgumentNullException.ThrowIfNull(cost);
        var text = string.Create(CultureInfo.InvariantCulture, $"over={cost.Over},under={cost.Under}");
        var formula = string.Create(CultureInfo.InvariantCulture, $"{cost.Over}*relu(p-t) + {cost.Under}*relu(t-p)");
        return new(text, unit) { Loss = Loss.Parse(formula), Level = cost.Level, Linear = cost };
    }

    /// <summary>
    /// A cost as a loss of a prediction and a target, both in the unit of the target: most often a formula, <c>Loss.Parse("relu(p-t) + 9*relu(t-p)")</c>. Other names of a formula are columns of
    /// the table, which are then not features.
    /// </summary>
    /// <remarks>On a target of classes, a formula's target is the true class and its prediction the decision, both counted from 0: <c>Loss.Parse("t*(1-p)*amount + p*(1-t)*5")</c>. The columns must be known when the decision is made, so they stay features.</remarks>
    /// <exception cref="TrainingException">The loss of the catalogue has other inputs, or its prediction is in another unit.</exception>
    public static DecisionCost Of(Loss loss, string unit = "")
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(LossMetric.Of(loss, Nothing).Key, unit) { Loss = loss, Formula = loss.Entry.IsText ? loss : null };
    }

    /// <summary>The cost of each decision.</summary>
    /// <param name="matrix">A row for each true class, a column for each decision, in the order of the target's classes. A negative entry is a benefit.</param>
    /// <param name="unit">The unit of the costs.</param>
    /// <exception cref="TrainingException">
    /// The matrix is not square, has fewer than two classes or a number that is not finite, or one decision never costs more than another for any true class.
    /// </exception>
    public static DecisionCost OfClasses(IReadOnlyList<IReadOnlyList<double>> matrix, string unit = "")
    {
        ArgumentNullException.ThrowIfNull(matrix);
        double[][] rows = [.. matrix.Select(row => row.ToArray())];
        var text = $"matrix=[{string.Join(',', rows.Select(row => $"[{string.Join(',', row.Select(cost => cost.ToString(CultureInfo.InvariantCulture)))}]"))}]";
        if (rows.Length < 2 || Array.Exists(rows, row => row.Length != rows.Length || !Array.TrueForAll(row, double.IsFinite)))
            throw Refused(text, "a square matrix of finite numbers is expected: a row for each true class, a column for each decision, as in matrix=[[0,5],[1,0]]");
        var classes = ClassCost.Of(rows);
        if (classes.Dominating(0) is { } one)
            throw Refused(text, string.Create(CultureInfo.InvariantCulture, $"decision {one + 1} of {rows.Length} never costs more than any other for any true class, so there is nothing to predict; give each wrong decision its cost"));
        return new(text, unit) { Matrix = rows, Classes = classes };
    }

    /// <summary>A cost from the text of <c>--cost</c>: <c>over=1,under=9</c>, <c>matrix=[[0,5],[1,0]]</c>, or a formula of the prediction p and the target t.</summary>
    /// <exception cref="TrainingException">The text has none of these forms.</exception>
    /// <exception cref="LossException">The formula cannot be read.</exception>
    public static DecisionCost Parse(string text, string unit = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Trim();
        if (words.StartsWith("matrix", StringComparison.Ordinal)) return OfClasses(Rows(words), unit);
        if (words.StartsWith("over=", StringComparison.Ordinal) || words.StartsWith("under=", StringComparison.Ordinal)) return Of(LinearCost.Parse(words) ?? throw Refused(words, "the costs of one unit too high and one unit too low are expected, both above 0, as in over=1,under=9"), unit);
        return LossSpec.IsFormula(words) || LossSpec.Named(words) is not null
            ? Of(LossSpec.Parse(words).Create(), unit)
            : throw Refused(words, "over=1,under=9, matrix=[[0,5],[1,0]] or a formula of p and t is expected, for example relu(p-t) + 9*relu(t-p)");
    }

    /// <summary>The cost in the form of <c>--cost</c>.</summary>
    public override string ToString() => _text;

    /// <summary>The formula, for numbers and for classes; null for a matrix, two slopes and a loss of the catalogue.</summary>
    internal Loss? Formula { get; private init; }

    /// <summary>The columns that the formula names; empty without a formula.</summary>
    internal IEnumerable<string> Columns => Formula?.Entry.Inputs.Skip(2).Select(input => input.Name) ?? [];

    /// <summary>The cost of decisions; null for numbers.</summary>
    internal ClassCost? Classes { get; private init; }

    /// <summary>The two slopes, if the cost consists of them; else null.</summary>
    internal LinearCost? Linear { get; private init; }

    /// <summary>The level of the quantile that is best under the cost, if it has two slopes; else null.</summary>
    private double? Level { get; init; }

    /// <summary>The mean cost per row.</summary>
    internal TableMetric Metric => field ??= Loss is { } loss && LossMetric.Of(loss, _columns) is var mean
        ? new(Name, ChineseName, MetricUnit.None, MetricGoal.Lower, mean.Compute, Key)
        {
            ByRow = mean.ByRow,
            Loss = loss,
            Scores = Level is { } level ? level == 0.5 ? Wanted.Median : Wanted.Quantile(level) : mean.Scores ?? Wanted.Under(this),
            IsLoss = true,
        }
        : new(Name, ChineseName, MetricUnit.None, MetricGoal.Lower, predictions => Classes!.Of(predictions, byCost: true), Key) { Scores = Wanted.Probability, IsLoss = true };

    /// <summary>The mean cost per row if the decision is the predicted class: the most probable one, the nearest grade. Null for numbers.</summary>
    internal TableMetric? WithoutIt => field ??= Loss is not null ? null : new(
        $"{Name}, decided without it", $"{ChineseName}（不按代价决定）", MetricUnit.None, MetricGoal.Lower, predictions => Classes!.Of(predictions, byCost: false), "cost-blind");

    /// <summary>The cost on a table, whose columns are the other names of a formula.</summary>
    /// <param name="task">The task.</param>
    /// <param name="target">The target.</param>
    /// <param name="columns">Numbers for every row, by name.</param>
    /// <param name="others">Further columns, to recognise a name that is meant as one of them.</param>
    /// <param name="used">The rows that are compared.</param>
    /// <exception cref="UsageException">A name is not a column of numbers, or the cost does not fit the task.</exception>
    internal DecisionCost On(PredictionTask task, TargetColumn target, IReadOnlyDictionary<string, double[]> columns, IEnumerable<string> others, int[] used)
    {
        var classes = target.Classes;
        if (Columns.FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
            throw new UsageException($"compare: --cost {Wording.Quote(_text)} has the name {Wording.Quote(missing)}, which is not a column of numbers, or has another role{Wording.DidYouMean(missing, [.. columns.Keys, .. others])}; p is the prediction, t the target, and every other name a column of numbers.");
        if (PredictionTasks.IsNumeric(task))
        {
            if (Loss is null) throw new UsageException($"compare: --cost {Wording.Quote(_text)} is for classes, and the task of the target is {PredictionTasks.Word(task)}; take over=1,under=9 or a formula, or --task binary or multiclass.");
            var bound = With(columns);
            Check($"--cost {Wording.Quote(_text)}", bound.Metric, Array.ConvertAll(used, row => target.Values[row]), used);
            return bound;
        }

        if (Formula is not null)
        {
            var decisions = OnClasses(classes.Count, columns, used);
            return !decisions.Classes!.HasNothingToDecide ? decisions
                : throw Refused(_text, "in every row one decision never costs more than any other for any true class, so there is nothing to predict; give each wrong decision its cost, as in t*(1-p)*5 + p*(1-t)");
        }

        if (Loss is not null)
            throw new UsageException($"compare: --cost {Wording.Quote(_text)} is for numbers, and the task of the target is {PredictionTasks.Word(task)}; take --cost matrix=[[0,5],[1,0]], a formula whose p and t are classes counted from 0, or --task regression.");
        return Matrix.Count == classes.Count
            ? this
            : throw new UsageException($"compare: --cost {Wording.Quote(_text)} has {Matrix.Count} classes, and the target has {classes.Count}; give a row and a column for each, in this order: {DataException.List(classes)}.");
    }

    /// <summary>The cost of numbers with the columns that its formula names.</summary>
    internal DecisionCost With(IReadOnlyDictionary<string, double[]> columns) => new(_text, Unit) { Loss = Loss, Formula = Formula, Level = Level, Linear = Linear, _columns = columns };

    /// <summary>The formula as the cost of decisions between classes.</summary>
    /// <param name="count">The number of classes.</param>
    /// <param name="columns">Numbers for every row, by name.</param>
    /// <param name="used">The rows with a decision.</param>
    /// <exception cref="UsageException">A cost is not a finite number, or there are too many for the memory.</exception>
    internal DecisionCost OnClasses(int count, IReadOnlyDictionary<string, double[]> columns, int[] used)
    {
        var classes = ClassCost.Of(Formula!, count, columns, used, (truth, decision, row) =>
        {
            string[] values = [.. Columns.Select(name => $"{name} = {NumberFormat.Short(columns[name][row])}")];
            return Refused(_text, $"it is not a finite number at {string.Join(", ", (string[])[$"p = {decision}", $"t = {truth}", .. values])}; p is the decision and t the true class, both counted from 0");
        });
        return new(_text, Unit) { Formula = Formula, Classes = classes };
    }

    /// <summary>Rejects a cost, or a loss as a metric, whose best prediction is not near the targets.</summary>
    /// <param name="option">The option that gave it, in the words of a message.</param>
    /// <param name="metric">Its mean.</param>
    /// <param name="values">The targets.</param>
    /// <param name="used">Their rows.</param>
    /// <exception cref="UsageException">It is not finite, or nowhere above 0, or does not penalise predictions that are too low or too high.</exception>
    internal static void Check(string option, TableMetric metric, double[] values, int[] used)
    {
        double[] places = [.. Enumerable.Range(0, 11).Select(k => RobustScale.Quantile(values, k / 10.0))];
        var dearest = double.NegativeInfinity;
        foreach (var prediction in places)
        {
            foreach (var truth in places)
            {
                int[] rows = [used[0], used[used.Length / 2], used[^1]];
                if (metric.Compute(Predictions.OfNumbers([truth, truth, truth], [prediction, prediction, prediction]).At(rows)) is not { } cost)
                    throw new UsageException($"compare: {option} is not a finite number at p = {NumberFormat.Short(prediction)} and t = {NumberFormat.Short(truth)}; give a cost that is defined for every prediction and target of the table.");
                dearest = Math.Max(dearest, cost);
            }
        }

        if (dearest <= 0) throw new UsageException($"compare: {option} is nowhere above 0 between the targets of the table; a cost is above 0 if a prediction is wrong (change its sign if it is a benefit).");
        if (new LeastCost(metric, values, used).Endless is var direction and not 0)
        {
            throw new UsageException(direction < 0
                ? $"compare: {option} has no best prediction: the lower a prediction is, the lower (or equal) is its cost on the targets of the table; add the cost of a prediction that is too low."
                : $"compare: {option} has no best prediction: the higher a prediction is, the lower (or equal) is its cost on the targets of the table; add the cost of a prediction that is too high.");
        }
    }

    /// <summary>The loss that follows from the cost alone, or null if one of the catalogue is the same or the cost is of decisions.</summary>
    internal LossSpec? TrainedWith => Level is null && Loss is { } loss ? (LossSpec)loss : null;

    /// <summary>The best prediction or decision under the cost, in a sentence.</summary>
    /// <param name="classes">The classes of the target.</param>
    /// <param name="loss">The default loss under the cost.</param>
    internal Localized Why(IReadOnlyList<string> classes, string loss)
    {
        if (Loss is not null)
        {
            if (Metric.Scores is { Cost: null } scored)
                return new($"Under the cost {_text} the best prediction is {scored.Title.English}; {loss} estimates it and is the default here.", $"在代价 {_text} 之下，最佳预测是{scored.Title.Chinese}；{loss} 估计的正是它，因此在这里作默认损失。");
            var best = Wanted.FeatureOf(Loss) is { Kind: Functional.Expectile, Level.Text: var level }
                ? new Localized($"the best prediction is the {level} expectile", $"最佳预测是 {level} 期望分位数")
                : new Localized("neither the mean nor a quantile is best", "均值与分位数都不是最佳预测");
            return loss == TrainedWith?.Name
                ? new($"Under the cost {_text} {best.English}; the cost itself is the training loss and the default here.", $"在代价 {_text} 之下，{best.Chinese}；代价本身就是这里的默认损失。")
                : new($"Under the cost {_text} {best.English}; this model cannot be trained with the cost itself, so {loss} is the default here.", $"在代价 {_text} 之下，{best.Chinese}；这个模型不能用代价本身训练，因此默认损失是 {loss}。");
        }

        Localized rule = new(
            $"Each row is decided for the class whose cost is lowest on average by the predicted probabilities; a loss without probabilities decides {(Classes!.Count == 2 ? "by a threshold that is chosen for the cost inside the folds" : "for the class that it predicts")}.",
            $"每行取按预测概率计算平均代价最低的类别；不给出概率的损失{(Classes.Count == 2 ? "按在各折内部为代价选取的阈值判定" : "取它预测的类别")}。");
        if (Classes.ThresholdRange is not { } thresholds) return rule;
        var (english, chinese) = Localized.Quote(classes[1]);
        var (low, median, high) = (NumberFormat.Short(thresholds.Low), NumberFormat.Short(thresholds.Median), NumberFormat.Short(thresholds.High));
        rule += low == high
            ? new Localized($" Here that is {english} where its probability is above {low}.", $"在这里，即{chinese}的概率高于 {low} 时取它。")
            : new Localized($" Here that is {english} where its probability is above a threshold that follows from the columns of the row: {low} to {high}, median {median}.", $"在这里，即{chinese}的概率高于由该行各列得出的阈值时取它：阈值在 {low} 与 {high} 之间，中位数为 {median}。");
        return thresholds.Without == 0 ? rule : rule + new Localized($" In {thresholds.Without} rows one decision costs less whatever is true.", $"有 {thresholds.Without} 行，无论真实类别为何，总有一个决定的代价更低。");
    }

    internal const string Key = "cost";

    private string Name => Unit.Length == 0 ? "cost of a row" : $"cost of a row in {Unit}";

    private string ChineseName => Unit.Length == 0 ? "每行代价" : $"每行代价（{Unit}）";

    private static double[][] Rows(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && SpecText.Value(Key, "matrix", text[(equals + 1)..].Trim()) is double[][] rows
            ? rows
            : throw Refused(text, "a row of numbers for each true class is expected, as in matrix=[[0,5],[1,0]]");
    }

    private static UsageException Refused(string text, string why) => new($"--cost {Wording.Quote(text)}: {why}.");
}
